import { RulingKind } from '@karna/proto/gen/policy/v1/policy';
import { Draft } from '@karna/proto/gen/recording/v1/draft';
import { Act } from '@karna/proto/gen/recording/v1/recording';
import { Step } from '@karna/proto/gen/task/v1/task';
import { expect, test } from 'vitest';
import { wantedOf } from './commands/teach.ts';
import { boxOf, stepId } from './commands/teach-edit.ts';
import { actLine, draftLines, testLines } from './draft-text.ts';

const draft = Draft.fromPartial({
  id: 'draft_1',
  version: 2,
  change: 'learned',
  name: 'search cats',
  phrases: ['search cats'],
  slots: [{ name: 'password', type: 'SLOT_TYPE_SECRET' }],
  steps: [
    {
      step: {
        id: 'step_1',
        sentence: 'Type "cats" into Search',
        window: { application: 'Chromium' },
        checks: [{ what: { $case: 'holds', value: 'cats' } }],
      },
    },
    {
      step: { id: 'added', sentence: 'Click Open', optional: true, target: { row: { texts: ['Ada'] } } },
      doubts: ['Look'],
    },
  ],
  proposals: [
    { id: 'p1', slot: { name: 'query', type: 'SLOT_TYPE_TEXT' }, value: 'cats', likely: true, reason: 'typed' },
    { id: 'p2', slot: { name: 'text', type: 'SLOT_TYPE_TEXT' }, value: 'x', likely: false, reason: 'typed' },
  ],
  notes: ['A click on nothing was left out.'],
});

test('shows a draft with what is doubtful and what may vary', () => {
  expect(draftLines(draft)).toEqual([
    'draft: draft_1  (version 2: learned)',
    'name: search cats',
    'said as: search cats',
    'slot: {password} secret',
    '1. Type "cats" into Search  (in Chromium)',
    '   then the field holds "cats"',
    '2. Click Open  (optional)',
    '   in the row of Ada',
    '   ! Look',
    'note: A click on nothing was left out.',
    'proposed: p1 {query} = "cats" (text): typed',
    'possible: p2 {text} = "x" (text): typed',
  ]);
});

test('tells acts as they happen, and of a secret that there was one', () => {
  const line = (what: Act['what'], gap = false) =>
    actLine(Act.fromPartial({ number: 3, ...(what ? { what } : {}), gap, window: { application: 'Editor' } }));
  expect(line({ $case: 'typed', value: { keys: ['c', 'x', 'Backspace', 'a'], secret: false } })).toBe(
    '  3  type "ca"   Editor',
  );
  expect(line({ $case: 'typed', value: { keys: [], secret: true } })).toBe('  3  type (a secret: not kept)   Editor');
  expect(line({ $case: 'chord', value: { chord: 'Tab', count: 2 } }, true)).toBe(
    '(something may be missing)   3  press Tab 2 times   Editor',
  );
  const click = { at: { x: 1, y: 2 }, button: 'MOUSE_BUTTON_RIGHT', count: 1, modifiers: ['Control'] } as const;
  expect(line({ $case: 'pressed', value: { ...click, modifiers: [...click.modifiers] } })).toBe(
    '  3  Control+right click at 1,2   Editor',
  );
});

test('takes what is said in the name for slots, unless it is told which', () => {
  expect(wantedOf(draft, undefined)).toEqual([{ id: 'p1', name: '' }]);
  expect(wantedOf(draft, 'none')).toEqual([]);
  expect(wantedOf(draft, 'p2, p1=word')).toEqual([
    { id: 'p2', name: '' },
    { id: 'p1', name: 'word' },
  ]);
  expect(() => wantedOf(draft, 'p9')).toThrow('there is no proposal "p9"');
});

test('names steps by their numbers', () => {
  expect([stepId(draft, '1'), stepId(draft, '2'), stepId(draft, 'added')]).toEqual(['step_1', 'added', 'added']);
  expect(() => stepId(draft, '3')).toThrow('there is no step 3');
});

test('reads a box', () => {
  expect(boxOf('1,2,30,40')).toEqual({ x: 1, y: 2, width: 30, height: 40 });
  for (const wrong of ['1,2,3', '1,2,0,4', 'a,b,c,d', '1.5,2,3,4']) expect(() => boxOf(wrong)).toThrow('a box is');
});

test('says where each step of a draft would act', () => {
  const save = Step.fromPartial({
    sentence: 'Click Save',
    action: { verb: { $case: 'click', value: { target: { text: 'Save' } } } },
    targetBox: { x: 420, y: 96, width: 60, height: 24 },
    confidence: 0.976,
  });
  const keys = Step.fromPartial({ sentence: 'Press Enter', action: { verb: { $case: 'pressKeys', value: {} } } });
  expect(testLines(save, 0)).toEqual(['1. Click Save: at 420,96, 98 % sure']);
  expect(testLines({ ...save, targetBox: undefined }, 1)).toEqual([
    '2. Click Save: not beyond doubt on the screen now',
  ]);
  const refused = { kind: RulingKind.RULING_KIND_REFUSED, rule: 'hours', sentence: 'Only on Mondays.' };
  expect(testLines({ ...save, rulings: [refused] }, 0)[1]).toBe('   ! Would be refused. Only on Mondays.');
  expect(testLines(keys, 2)).toEqual(['3. Press Enter: needs no element']);
});
