import type { Action } from '@karna/proto/gen/agent/v1/agent';
import type { WindowRules } from '@karna/proto/gen/policy/v1/policy';
import { parseChord } from '@karna/proto/keys';
import { expect, test } from 'vitest';
import type { Window } from '../ports.ts';
import { rulingsOn } from './rehearsal.ts';

const window = (application: string, x: number, active: boolean): Window => ({
  id: application,
  title: `${application} of Ada`,
  application,
  pid: 1,
  box: { x, y: 0, width: 100, height: 100 },
  active,
  minimized: false,
});
const windows = [window('Editor', 0, true), window('Bank', 100, false)];
const owner = {
  forbiddenChords: [parseChord('Control+Alt+Delete')!],
  maxTextLength: 5,
  maxActionsPerBatch: 3,
  maxActionsPerSecond: 1,
};
const none: WindowRules = { only: [], never: [] };

type Kind = NonNullable<Action['kind']>;
const click = (x: number): Kind => ({
  $case: 'clickAt',
  value: { at: { x, y: 50 }, button: 'MOUSE_BUTTON_LEFT', count: 1, modifiers: [] },
});
const type = (text: string): Kind => ({ $case: 'enterText', value: { text, method: 'ENTRY_METHOD_UNSPECIFIED' } });
const press = (chord: string): Kind => ({ $case: 'pressChord', value: { chord } });

const said = (kinds: Kind[], rules: WindowRules[], owners = none, windowsUnknown = false): string[] =>
  rulingsOn(
    { actions: kinds.map((kind) => ({ kind })), windowsUnknown },
    { policy: { ...owner, windows: owners }, rules, desktop: { width: 200, height: 100 }, windows },
  ).map(({ kind, rule }) => `${kind.replace('RULING_KIND_', '').toLowerCase()} ${rule}`);

test('tells nothing of what all rules allow', () => {
  expect(said([click(50), type('Ada')], [{ only: ['Editor'], never: ['Bank'] }])).toEqual([]);
});

test('knows that keys go to the window that is clicked before', () => {
  const rules = [{ only: ['Bank'], never: [] }];
  expect(said([type('Ada')], rules)).toEqual(['refused act_only_in']);
  expect(said([click(150), type('Ada')], rules)).toEqual([]);
});

test('tells each rule that refuses, once', () => {
  const rules = [
    { only: ['Editor'], never: [] },
    { only: [], never: ['Mail'] },
  ];
  expect(said([click(150), click(160)], rules)).toEqual(['refused act_only_in']);
  expect(said([click(50), click(150)], [{ only: [], never: ['*bank*'] }])).toEqual(['refused act_never_in']);
});

test('tells what the owner of the desktop refuses: windows, chords, long texts', () => {
  expect(said([click(150)], [none], { only: [], never: ['Bank'] })).toEqual(['refused desktop_owner']);
  expect(said([press('Control+Alt+Delete')], [])).toEqual(['refused desktop_owner']);
  expect(said([type('too long')], [])).toEqual(['refused desktop_owner']);
});

test('says what it depends on where the window is not known yet, and what holds in any', () => {
  const rules = [{ only: ['Bank'], never: [] }];
  expect(said([press('Control+s')], rules, none, true)).toEqual(['unknown act_only_in']);
  expect(said([], [none], { only: [], never: ['Bank'] }, true)).toEqual(['unknown desktop_owner']);
  expect(said([type('too long')], rules, none, true)).toEqual(['refused desktop_owner', 'unknown act_only_in']);
  expect(said([press('Control+s')], [none], none, true)).toEqual([]);
});

test('names no window', () => {
  const [ruling] = rulingsOn(
    { actions: [{ kind: click(150) }], windowsUnknown: false },
    {
      policy: { ...owner, windows: none },
      rules: [{ only: [], never: ['Bank'] }],
      desktop: { width: 200, height: 100 },
      windows,
    },
  );
  expect(ruling?.sentence).toMatch(/./);
  expect(ruling?.sentence).not.toMatch(/bank|ada/i);
});

test('fails as the action would where it is not well-formed', () => {
  expect(() => said([press('Control+Nonsense')], [])).toThrow('not known');
});
