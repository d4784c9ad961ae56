import type { Action } from '@karna/proto/gen/agent/v1/agent';
import { expect, test } from 'vitest';
import type { Window } from '../ports.ts';
import { checkWindows } from './window-rules.ts';

type Kind = NonNullable<Action['kind']>;

const window = (application: string, title: string, x: number, active = false): Window => ({
  id: application,
  title,
  application,
  pid: 1,
  box: { x, y: 0, width: 200, height: 100 },
  active,
  minimized: false,
});
// The browser lies over the right half of the editor; its list hangs below it.
const windows = [
  window('Editor', 'notes.txt', 0, true),
  window('Firefox', 'My Bank', 100),
  { ...window('Firefox', '', 100), id: 'list', box: { x: 100, y: 90, width: 50, height: 80 } },
];
const click = (x: number, y = 50): Kind => ({
  $case: 'clickAt',
  value: { at: { x, y }, button: 'MOUSE_BUTTON_LEFT', count: 1, modifiers: [] },
});
const type: Kind = { $case: 'enterText', value: { text: 'x', method: 'ENTRY_METHOD_UNSPECIFIED' } };
const drag: Kind = {
  $case: 'dragAlong',
  value: {
    path: [
      { x: 10, y: 10 },
      { x: 150, y: 10 },
    ],
    button: 'MOUSE_BUTTON_LEFT',
    modifiers: [],
  },
};
const focus = (windowId: string): Kind => ({ $case: 'focusWindow', value: { windowId } });
const launch = (application: string): Kind => ({
  $case: 'launch',
  value: { what: { $case: 'application', value: application }, limitMs: 0 },
});
const checking = (kind: Kind, only: string[], never: string[]) => () =>
  checkWindows({ kind }, [{ only, never }], windows);

test.each<[string, Kind, string[], string[]]>([
  ['a click in the only window', click(50), ['editor'], []],
  ['a click in a list of that application, outside its window', click(120, 150), ['fire*'], []],
  ['typing into the window that has the keys', type, ['*.txt'], []],
  ['a click beside a window that is left alone', click(50), [], ['*bank*']],
  ['a click where no window is', click(900), [], ['*bank*']],
  ['bringing a window to the front that is not there', focus('gone'), ['Editor'], []],
  ['starting an application under another name than its windows', launch('the browser'), ['Firefox'], []],
])('allows %s', (_, kind, only, never) => {
  expect(checking(kind, only, never)).not.toThrow();
});

test.each<[string, Kind, string[], string[]]>([
  ['a click in another window than the only one', click(150), ['Editor'], []],
  ['a click where no window is, when only some are allowed', click(900), ['Editor'], []],
  ['a click in a window by its title', click(150), [], ['*bank*']],
  ['a click in a list that it popped up', click(120, 150), [], ['firefox']],
  ['typing into a window that is left alone', type, [], ['Edito?']],
  ['a drag that ends in another window', drag, ['Editor'], []],
  ['bringing such a window to the front', focus('Firefox'), [], ['firefox']],
  ['starting such an application', launch('Firefox'), [], ['firefox']],
])('refuses %s', (_, kind, only, never) => {
  expect(checking(kind, only, never)).toThrow(expect.objectContaining({ code: 'policy.window' }));
});

test('holds to all rules that there are', () => {
  const both = [
    { only: ['Editor', 'Firefox'], never: [] },
    { only: [], never: ['*bank*'] },
  ];
  expect(() => checkWindows({ kind: click(50) }, both, windows)).not.toThrow();
  expect(() => checkWindows({ kind: click(150) }, both, windows)).toThrow();
});
