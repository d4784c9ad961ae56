import { quiet } from '@karna/common/log';
import { eventually, type FakeClock, fakeClock } from '@karna/common/testing';
import type { AgentMessage, ScreenOrder } from '@karna/proto/gen/agent/v1/agent';
import type { RemoteInput } from '@karna/proto/gen/screen/v1/screen';
import { parseChord } from '@karna/proto/keys';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type MemoryDesktop, openMemoryDesktop } from './adapters/memory/open.ts';
import { MemoryReader } from './adapters/memory/reader.ts';
import type { SceneWindow } from './adapters/memory/scene.ts';
import { afterPersonMs, unheardMs } from './domain/lease.ts';
import type { Policy } from './domain/policy.ts';
import { patternNames } from './domain/redaction/find.ts';
import { agentEvents } from './events.ts';
import { Redaction } from './redaction.ts';
import { RemoteHands } from './remote-hands.ts';

const policy: Policy = {
  forbiddenChords: [parseChord('Control+Alt+Delete') ?? { modifiers: [], key: '' }],
  maxTextLength: 50,
  maxActionsPerBatch: 20,
  maxActionsPerSecond: 100,
  windows: { only: [], never: [] },
};

let desktop: MemoryDesktop;
let editor: SceneWindow;
let clock: FakeClock;
let hands: RemoteHands;
let told: AgentMessage['body'][];
let isTaskActing: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  desktop = openMemoryDesktop();
  editor = desktop.scene.add('notes', 'Editor', { x: 100, y: 100, width: 300, height: 200 }, [
    { x: 10, y: 10, width: 200, height: 30 },
  ]);
  clock = fakeClock();
  told = [];
  isTaskActing = false;
  const redaction = new Redaction({
    policy: { patterns: new Set(patternNames), fields: true, regions: [], windows: [] },
    reader: new MemoryReader(),
  });
  const events = agentEvents(quiet);
  const tell = (body: AgentMessage['body']) => told.push(body);
  hands = new RemoteHands({ desktop, policy, redaction, clock, events, tell, isTaskActing: () => isTaskActing });
});
afterEach(async () => {
  await hands.disconnected();
  vi.useRealTimers();
});

const order = (viewer: string, body: NonNullable<ScreenOrder['body']>) => hands.order({ viewer, id: '', body });
const take = (viewer: string, over = false) =>
  order(viewer, { $case: 'take', value: { principal: `person ${viewer}`, over } });
const act = (viewer: string, what: NonNullable<RemoteInput['what']>) =>
  order(viewer, { $case: 'input', value: { what } });
const key = (name: string, down: boolean) => ({ $case: 'key', value: { key: name, down } }) as const;
const click = (down: boolean) =>
  ({ $case: 'button', value: { button: 'MOUSE_BUTTON_LEFT', down, at: { x: 120, y: 140 } } }) as const;

const bodies = () => told.flatMap((one) => (one?.$case === 'screen' ? [one.value.body] : []));
const whose = () => bodies().flatMap((body) => (body?.$case === 'hands' ? [body.value] : []));
const refusals = () => bodies().flatMap((body) => (body?.$case === 'refused' ? [body.value.code] : []));
/** Keys and buttons that went down and have not come up. */
function held(): string[] {
  const down: string[] = [];
  for (const event of editor.events) {
    if (event.kind === 'key-down') down.push(event.key);
    if (event.kind === 'button-down') down.push(event.button);
    const up = event.kind === 'key-up' ? event.key : event.kind === 'button-up' ? event.button : undefined;
    if (up !== undefined) down.splice(down.lastIndexOf(up), 1);
  }
  return down;
}
const holding = (names: readonly string[]) =>
  eventually(() => (held().join() === names.join() ? undefined : `held is ${held().join()}`));

test('reach the application: a click, characters of any layout, text', async () => {
  await take('a');
  await act('a', click(true));
  await act('a', click(false));
  for (const [name, down] of [
    ['Shift', true],
    ['H', true],
    ['H', false],
    ['Shift', false],
    ['ö', true],
    ['ö', false],
  ] as const) {
    await act('a', key(name, down));
  }
  await act('a', { $case: 'text', value: ' 漢!' });
  await eventually(() => (editor.fields[0]?.text === 'Hö 漢!' ? undefined : `text ${editor.fields[0]?.text}`));
  await holding([]);
  expect(refusals()).toEqual([]);
});

test('are one viewer’s at a time, and everybody is told whose', async () => {
  await take('a');
  await expect(take('b')).rejects.toMatchObject({ code: 'desktop.busy' });
  await take('b', true);
  expect(whose().map(({ viewer, principal, reason }) => [viewer, principal, reason])).toEqual([
    ['a', 'person a', 'HANDS_REASON_TAKEN'],
    ['b', 'person b', 'HANDS_REASON_TAKEN_OVER'],
  ]);
  await expect(act('a', key('x', true))).rejects.toMatchObject({ code: 'hands.missing' });
});

test.each([
  ['given back', 'HANDS_REASON_GIVEN_BACK', () => order('a', { $case: 'giveBack', value: {} })],
  ['the viewer has gone', 'HANDS_REASON_LOST', () => order('a', { $case: 'leave', value: {} })],
  ['the connection has gone', 'HANDS_REASON_LOST', () => hands.disconnected()],
  ['the person at the desktop acts', 'HANDS_REASON_PERSON', async () => hands.personActed()],
  ['a task acts', 'HANDS_REASON_TASK', () => hands.taskActs()],
  ['the desktop is halted', 'HANDS_REASON_HALT', () => hands.halted()],
] as const)('let go of everything when %s', async (_, reason, end) => {
  await take('a');
  await act('a', click(true));
  await act('a', key('Control', true));
  await act('a', key('x', true));
  await holding(['left', 'Control', 'x']);
  await end();
  await holding([]);
  expect(whose().at(-1)).toEqual({ viewer: '', principal: '', reason });
});

test('let go when the viewer says so, and go on', async () => {
  await take('a');
  await act('a', key('Alt', true));
  await holding(['Alt']);
  await act('a', { $case: 'letGo', value: {} });
  await holding([]);
  expect(hands.state.viewer).toBe('a');
});

test('are lost by who is not heard of; a watch that the gateway renews is no word of theirs', async () => {
  await take('a');
  await act('a', key('x', true));
  await holding(['x']);
  await clock.advance(unheardMs + 1);
  await order('a', { $case: 'watch', value: { fresh: false } });
  vi.advanceTimersByTime(1000);
  await holding([]);
  expect(hands.state).toMatchObject({ viewer: '', reason: 'HANDS_REASON_LOST' });
});

test('are kept by who says that they are there', async () => {
  await take('a');
  await clock.advance(unheardMs - 1);
  await order('a', { $case: 'present', value: {} });
  await clock.advance(unheardMs - 1);
  vi.advanceTimersByTime(1000);
  expect(hands.state.viewer).toBe('a');
});

test('wait for the person at the desktop, and for a task', async () => {
  hands.personActed();
  await expect(take('a', true)).rejects.toMatchObject({ code: 'desktop.busy' });
  await clock.advance(afterPersonMs);
  isTaskActing = true;
  await expect(take('a', true)).rejects.toMatchObject({ code: 'desktop.busy' });
});

test('press no forbidden keys and type no text that is too long; the rest goes on', async () => {
  await take('a');
  await act('a', click(true));
  await act('a', click(false));
  for (const name of ['Control', 'Alt', 'Delete', 'no such key']) await act('a', key(name, true));
  await act('a', { $case: 'letGo', value: {} });
  await act('a', { $case: 'text', value: 'x'.repeat(51) });
  await act('a', { $case: 'text', value: 'fine' });
  await eventually(() => (editor.fields[0]?.text === 'fine' ? undefined : 'the text'));
  expect(refusals()).toEqual(['action.refused', 'key.unknown', 'action.refused']);
});

test('read and write the clipboard when asked, secrets masked', async () => {
  await expect(order('a', { $case: 'readClipboard', value: {} })).rejects.toMatchObject({ code: 'hands.missing' });
  await take('a');
  await order('a', { $case: 'writeClipboard', value: 'card 4111 1111 1111 1111' });
  expect(await desktop.clipboard.read()).toBe('card 4111 1111 1111 1111');
  const read = async () => (await order('a', { $case: 'readClipboard', value: {} })).text;
  expect(await read()).not.toContain('4111');
  await order('a', { $case: 'writeClipboard', value: 'see you at noon' });
  expect(await read()).toBe('see you at noon');
});
