import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import { Candidate } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { check, click, hover, select, target, type } from '../testing/system.ts';
import { isVouchedFor, lookedFor, readingsOf, readingVouchedFor } from './vouching.ts';

const action = (verb: DirectAction['verb']): DirectAction => ({ sentence: '', confidence: 1, verb, onlyIf: undefined });
const lane = target('kanban lane');
const clickValue = { button: 'MOUSE_BUTTON_LEFT', count: 1 } as const;

const seen = (more: Partial<Candidate['element'] & object> = {}, confidence = 0.97, unique = true) => ({
  candidates: [
    Candidate.fromPartial({ confidence, element: { role: 'ROLE_BUTTON', text: 'Kanban lane', ...more } as object }),
  ],
  unique,
  doubt: unique ? ('DOUBT_UNSPECIFIED' as const) : ('DOUBT_DOUBLED' as const),
  similar: [],
  hints: [],
});

test('is vouched for by the one thing of the whole name', () => {
  expect(isVouchedFor(lane, action(click('kanban lane')), [seen()])).toBe(true);
  expect(isVouchedFor(lane, action(click('kanban lane')), [seen({ text: '', label: 'Kanban lane' })])).toBe(true);
});

test.each([
  ['one of several', seen({}, 0.97, false)],
  ['what was hardly found', seen({}, 0.8)],
  ['a longer name', seen({ text: 'Kanban lane settings' })],
  ['another name', seen({ text: 'Kanban line' })],
  ['words to be read', seen({ role: 'ROLE_TEXT' })],
  ['a heading', seen({ role: 'ROLE_HEADING' })],
  ['nothing', { candidates: [], unique: false, doubt: 'DOUBT_MISSING' as const, similar: [], hints: [] }],
])('is not vouched for by %s', (_, reply) => {
  expect(isVouchedFor(lane, action(click('kanban lane')), [reply])).toBe(false);
});

test('has to be of a kind for what is done with it', () => {
  expect(isVouchedFor(lane, action(type('x', 'kanban lane')), [seen()])).toBe(false);
  expect(isVouchedFor(lane, action(type('x', 'kanban lane')), [seen({ role: 'ROLE_TEXT_FIELD' })])).toBe(true);
  expect(isVouchedFor(lane, action(type('x', 'kanban lane')), [seen({ role: 'ROLE_SELECT' })])).toBe(false);
  expect(isVouchedFor(lane, action(type('x', 'kanban lane', true)), [seen({ role: 'ROLE_SELECT' })])).toBe(true);
  expect(isVouchedFor(lane, action(check('kanban lane')), [seen()])).toBe(false);
  expect(isVouchedFor(lane, action(check('kanban lane')), [seen({ role: 'ROLE_SWITCH' })])).toBe(true);
  expect(isVouchedFor(lane, action(select('kanban lane')), [seen({ role: 'ROLE_RADIO' })])).toBe(true);
});

test('may be of any kind where nothing is done to it', () => {
  expect(isVouchedFor(lane, action(hover('kanban lane')), [seen({ role: 'ROLE_TEXT' })])).toBe(true);
  expect(isVouchedFor(lane, action(click('Edit')), [seen({ role: 'ROLE_TEXT' })])).toBe(true);
});

test('is looked for among the kinds that a verb is for: the words beside a field are none', () => {
  const roles = (verb: DirectAction['verb']) => lookedFor(lane, action(verb)).map(({ role }) => role);
  expect(roles(click('kanban lane'))).toEqual(['ROLE_UNSPECIFIED']);
  expect(roles(type('x', 'kanban lane'))).toEqual(['ROLE_TEXT_FIELD', 'ROLE_TEXT_AREA']);
  expect(roles(check('kanban lane'))).toEqual(['ROLE_CHECKBOX', 'ROLE_SWITCH', 'ROLE_RADIO']);
  expect(roles(check('Save'))).toEqual(['ROLE_UNSPECIFIED']);
});

test('is not vouched for by two of different kinds', () => {
  const both = [seen({ role: 'ROLE_CHECKBOX', id: 'a' }), seen({ role: 'ROLE_SWITCH', id: 'b' })];
  expect(isVouchedFor(lane, action(check('kanban lane')), both)).toBe(false);
  const twice = [seen({ role: 'ROLE_CHECKBOX', id: 'a' }), seen({ role: 'ROLE_CHECKBOX', id: 'a' })];
  expect(isVouchedFor(lane, action(check('kanban lane')), twice)).toBe(true);
});

const reading = (isThere: boolean, ...names: string[]) => ({ names: names.map((name) => target(name)), isThere });

test('takes the one reading whose names are all there, or that accounts for more of them than the others', () => {
  const [one, both] = [reading(true, 'rooms'), reading(true, 'rooms', 'area')];
  expect(readingVouchedFor([one, reading(false, 'area')])).toBe(one);
  expect(readingVouchedFor([one, both])).toBe(both);
  expect(readingVouchedFor([one, { ...both, isThere: false }])).toBe(one);
});

test('takes none of two that account for different things, or for the same', () => {
  expect(readingVouchedFor([reading(true, 'rooms'), reading(true, 'area', 'price')])).toBeUndefined();
  expect(readingVouchedFor([reading(true, 'rooms'), reading(true, 'rooms')])).toBeUndefined();
  expect(readingVouchedFor([reading(false, 'rooms')])).toBeUndefined();
});

test('presses only what is pressed', () => {
  const clear = { ...lane, role: 'ROLE_BUTTON' as const };
  expect(
    isVouchedFor(clear, action({ $case: 'click', value: { ...clickValue, target: clear } }), [
      seen({ role: 'ROLE_LINK' }),
    ]),
  ).toBe(true);
  expect(
    isVouchedFor(clear, action({ $case: 'click', value: { ...clickValue, target: clear } }), [
      seen({ role: 'ROLE_CHECKBOX' }),
    ]),
  ).toBe(false);
});

test('knows a row by what stands in it', () => {
  const row = { ...lane, role: 'ROLE_ROW' as const };
  expect(lookedFor(row, action(click('Edit')))).toEqual([lane]);
  expect(lookedFor(row, action({ $case: 'click', value: { ...clickValue, target: row } }))).toEqual([row]);
});

test('has the ways of what was understood beside what was understood', () => {
  const meant = { actions: [action(click('copy'))], confidence: 0.9 };
  const way = { meant, things: [{ action: 0, target: lane }] };
  const names = (ways: ReturnType<typeof readingsOf>) =>
    ways.map(({ things }) => things.map(({ target: one }) => one?.text));
  expect(names(readingsOf({ $case: 'understood', value: meant }))).toEqual([]);
  expect(names(readingsOf({ $case: 'understood', value: { ...meant, otherwise: { ways: [way] } } }))).toEqual([
    ['copy'],
    ['kanban lane'],
  ]);
  expect(names(readingsOf({ $case: 'unknown', value: { part: '', examples: [] } }))).toEqual([]);
});
