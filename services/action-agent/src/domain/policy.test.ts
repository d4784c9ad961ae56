import { hasCode } from '@karna/common/errors';
import { type Action, Batch } from '@karna/proto/gen/agent/v1/agent';
import { parseChord } from '@karna/proto/keys';
import { expect, test } from 'vitest';
import { acts, checkBatch, type Policy } from './policy.ts';

const policy: Policy = {
  forbiddenChords: ['Control+Alt+Delete', 'Control+Alt+F1'].map((text) => parseChord(text)!),
  maxTextLength: 10,
  maxActionsPerBatch: 3,
  maxActionsPerSecond: 100,
  windows: { only: [], never: [] },
};
const desktop = { width: 1280, height: 720 };
type Kind = NonNullable<Action['kind']>;
const path = (...places: [number, number][]) => places.map(([x, y]) => ({ x, y }));
const left = 'MOUSE_BUTTON_LEFT';

function codeOf(...kinds: (Kind | undefined)[]): string {
  const batch = Batch.create({ id: 'batch_1', actions: kinds.map((kind) => ({ kind })) });
  try {
    checkBatch(batch, policy, desktop);
    return 'allowed';
  } catch (error) {
    return hasCode(error, 'action.refused', 'action.unsupported', 'input.invalid', 'key.unknown')
      ? error.code
      : 'other';
  }
}

const click = (x: number, y: number, more: Partial<Extract<Kind, { $case: 'clickAt' }>['value']> = {}): Kind => ({
  $case: 'clickAt',
  value: { at: { x, y }, button: left, count: 1, modifiers: [], ...more },
});
const chord = (text: string): Kind => ({ $case: 'pressChord', value: { chord: text } });
const text = (value: string): Kind => ({ $case: 'enterText', value: { text: value, method: 'ENTRY_METHOD_KEYS' } });
const observe: Kind = { $case: 'observe', value: { picture: true, windows: true, accessible: false } };

test.each<[string, Kind | undefined, string]>([
  ['a click at the last pixel', click(1279, 719), 'allowed'],
  ['a click just outside', click(1280, 100), 'action.refused'],
  ['a click left of the desktop', click(-1, 100), 'action.refused'],
  ['a click nowhere', { $case: 'clickAt', value: { button: left, count: 1, modifiers: [] } }, 'input.invalid'],
  ['a quadruple click', click(1, 1, { count: 4 }), 'input.invalid'],
  ['a click with Control', click(1, 1, { modifiers: ['ctrl'] }), 'allowed'],
  ['a click with a letter held', click(1, 1, { modifiers: ['x'] }), 'key.unknown'],
  ['a move outside', { $case: 'movePointer', value: { to: { x: 0, y: 720 } } }, 'action.refused'],
  ['a drag', { $case: 'dragAlong', value: { path: path([0, 0], [5, 5]), button: left, modifiers: [] } }, 'allowed'],
  [
    'a drag of one place',
    { $case: 'dragAlong', value: { path: path([0, 0]), button: left, modifiers: [] } },
    'input.invalid',
  ],
  [
    'a drag that leaves the desktop',
    { $case: 'dragAlong', value: { path: path([0, 0], [5, 5000]), button: left, modifiers: [] } },
    'action.refused',
  ],
  ['a scroll at the pointer', { $case: 'scrollAt', value: { right: 0, down: 3 } }, 'allowed'],
  ['an endless scroll', { $case: 'scrollAt', value: { right: 0, down: 100_000 } }, 'input.invalid'],
  ['a harmless chord', chord('Control+s'), 'allowed'],
  ['a forbidden chord', chord('Control+Alt+Delete'), 'action.refused'],
  ['a forbidden chord in other words', chord('alt+ctrl+del'), 'action.refused'],
  ['a forbidden chord with one more modifier', chord('Control+Shift+Alt+Delete'), 'action.refused'],
  ['its key alone', chord('Delete'), 'allowed'],
  ['a chord of unknown keys', chord('Hyper+q'), 'key.unknown'],
  ['text of the longest length', text('0123456789'), 'allowed'],
  ['text of that many characters outside the first plane', text('😀'.repeat(10)), 'allowed'],
  ['text one longer', text('0123456789a'), 'action.refused'],
  ['a launch of nothing', { $case: 'launch', value: { limitMs: 0 } }, 'input.invalid'],
  ['a settle of an hour', { $case: 'settle', value: { quietMs: 100, limitMs: 3_600_000 } }, 'input.invalid'],
  ['an action of a newer contract', undefined, 'action.unsupported'],
])('judges %s', (_, kind, verdict) => {
  expect(codeOf(kind)).toBe(verdict);
});

test('refuses the whole batch for its last action', () => {
  expect(codeOf(click(1, 1), observe, chord('Control+Alt+F1'))).toBe('action.refused');
});

test('limits the number of actions', () => {
  expect(codeOf(observe, observe, observe)).toBe('allowed');
  expect(codeOf(observe, observe, observe, observe)).toBe('action.refused');
});

test('never repeats the text it refuses', () => {
  const batch = Batch.create({ id: 'batch_1', actions: [{ kind: text('my secret password') }] });
  expect(() => checkBatch(batch, policy, desktop)).toThrow(/^a text may be at most 10 characters long here$/);
});

test('tells acting from looking', () => {
  const rehearse: Kind = { $case: 'rehearse', value: { actions: [{ kind: click(1, 1) }], windowsUnknown: false } };
  expect([click(1, 1), chord('a'), observe, rehearse].map((kind) => acts({ kind }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
