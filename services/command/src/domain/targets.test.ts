import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { Candidate } from '@karna/proto/gen/vision/v1/element';
import { expect, describe as group, test } from 'vitest';
import { clarificationOf, commandOf } from './plan.ts';
import { choicesOf, describe, namedChoice, ofKind, pickAgain, pickOf, soleNaming } from './targets.ts';

const query = (more: Partial<TargetQuery>): TargetQuery => ({
  text: '',
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
  ...more,
});
const candidate = (text: string, x: number, y: number): Candidate =>
  Candidate.create({
    element: {
      id: text,
      box: { x, y, width: 60, height: 24 },
      role: 'ROLE_BUTTON',
      score: 1,
      text,
    },
    point: { x: x + 30, y: y + 12 },
    confidence: 0.9,
    signs: ['text 1.00', 'right of "Ada"'],
  });
const screen = { width: 1280, height: 720 };

test.each([
  [query({ text: 'Save' }), '"Save"'],
  [query({ text: 'Save', role: 'ROLE_BUTTON' }), 'the "Save" button'],
  [query({ role: 'ROLE_CHECKBOX', ordinal: 1 }), 'the first checkbox'],
  [query({ text: 'Edit', ordinal: -1 }), 'the last "Edit"'],
  [
    query({
      text: 'Edit',
      role: 'ROLE_BUTTON',
      relation: { kind: 'RELATION_KIND_RIGHT_OF', anchor: query({ text: 'Ada' }) },
    }),
    'the "Edit" button right of "Ada"',
  ],
])('describes a target in words', (asked, words) => {
  expect(describe(asked)).toBe(words);
});

test('takes the control beside a name for the name, but only under that very name', () => {
  const named = (label: string, role: Role): Candidate => ({
    ...candidate('', 0, 0),
    element: { ...candidate('', 0, 0).element!, role, label },
  });
  const name = candidate('Country', 0, 0);
  const asked = query({ text: 'country' });
  const select = named('Country', 'ROLE_SELECT');
  expect(ofKind([name, select], ['ROLE_SELECT'], asked)).toBe(select);
  expect(ofKind([name, named('Country of birth', 'ROLE_SELECT')], ['ROLE_SELECT'], asked)).toBeUndefined();
  expect(ofKind([name, select, select], ['ROLE_SELECT'], asked)).toBeUndefined();
});

group('choices', () => {
  const candidates = [candidate('Edit', 100, 100), candidate('Edit', 100, 600), candidate('Edit all', 900, 300)];
  const choices = choicesOf(candidates, 'target', screen);

  test('are labelled so that people can tell them apart', () => {
    expect(choices.map(({ label }) => label)).toEqual([
      '"Edit" button, top left (right of "Ada")',
      '"Edit" button, bottom left (right of "Ada")',
      '"Edit all" button, middle right (right of "Ada")',
    ]);
  });

  test('are at most five', () => {
    expect(choicesOf(Array(9).fill(candidates[0]), 'target', screen)).toHaveLength(5);
  });

  test.each([
    ['2', 1],
    ['the second one', 1],
    ['the last one', 2],
    ['edit all', 2],
    ['"Edit" button, top left (right of "Ada")', 0],
  ])('are named by %j', (words, index) => {
    expect(namedChoice(choices, words)).toBe(choices[index]);
  });

  test.each(['Edit', '7', 'the seventh', 'click Save'])('are not named by %j', (words) => {
    expect(namedChoice(choices, words)).toBeUndefined();
  });

  test('are found again where they were, if they still say the same', () => {
    const pick = pickOf(choices[0]!)!;
    expect(pickAgain([candidate('Edit', 104, 103), candidates[1]!], pick)?.element?.box?.x).toBe(104);
    expect(pickAgain([candidate('Delete', 100, 100)], pick)).toBeUndefined();
    expect(pickAgain([candidate('Edit', 300, 100)], pick)).toBeUndefined();
  });

  test('of meanings carry their command, of places they do not', () => {
    const meaning = { label: 'Click it', command: 'click "Speichern – ja" 漢' };
    const { choices: said } = clarificationOf({ question: '?', meanings: [meaning], answerIn: '', secret: false });
    expect(commandOf(said[0]!)).toBe(meaning.command);
    expect(commandOf(choices[0]!)).toBeUndefined();
    expect(pickOf(said[0]!)).toBeUndefined();
  });
});

test.each([
  ['a line that begins with the words', [candidate('Balance 1,204.50', 0, 0)], 'balance', true],
  ['something merely like it', [candidate('Ballast', 0, 0)], 'balance', false],
  ['one of several', [candidate('Balance', 0, 0), candidate('Balance', 0, 90)], 'balance', false],
  ['nothing in particular', [candidate('Balance', 0, 0)], '', false],
])('takes for a mere look only what says the words: %s', (_, candidates, text, will) => {
  expect(soleNaming(candidates, text)).toBe(will ? candidates[0] : undefined);
});
