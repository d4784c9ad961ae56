import { once } from 'node:events';
import { systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { type Action, Batch, type BatchResult, type Guard } from '@karna/proto/gen/agent/v1/agent';
import { parseChord } from '@karna/proto/keys';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type MemoryDesktop, openMemoryDesktop } from './adapters/memory/open.ts';
import { MemoryReader, writtenLine } from './adapters/memory/reader.ts';
import type { SceneWindow } from './adapters/memory/scene.ts';
import type { Policy } from './domain/policy.ts';
import { agentEvents } from './events.ts';
import type { Accessible } from './ports.ts';
import { Redaction, type RedactionPolicy } from './redaction.ts';
import { localHaltMs, Performer, type PerformerParts } from './service.ts';

type Kind = NonNullable<Action['kind']>;

const policy: Policy = {
  forbiddenChords: [parseChord('Control+Alt+Delete')!],
  maxTextLength: 1000,
  maxActionsPerBatch: 20,
  maxActionsPerSecond: 100,
  windows: { only: [], never: [] },
};
const onePixelPicture = { encode: async () => new Uint8Array([1, 2, 3]) };

let desktop: MemoryDesktop;
let editor: SceneWindow;
let performer: Performer;
let nextBatch = 1;

beforeEach(() => {
  desktop = openMemoryDesktop();
  const field = { x: 10, y: 10, width: 200, height: 30 };
  editor = desktop.scene.add('notes', 'Editor', { x: 100, y: 100, width: 300, height: 200 }, [field]);
  performer = performing();
});

afterEach(async () => {
  await performer.close();
  expect(await desktop.releaseAll()).toEqual([]); // nothing stays down, whatever the test did
});

const performing = (parts: Partial<PerformerParts> = {}) =>
  new Performer({
    desktop,
    pictures: onePixelPicture,
    clock: systemClock,
    events: agentEvents(quiet),
    policy,
    defaultDeadlineMs: 10_000,
    ...parts,
  });

const batch = (actions: Kind[], more: Partial<Batch> = {}): Batch =>
  Batch.create({ id: `batch_${nextBatch++}`, actions: actions.map((kind) => ({ kind })), ...more });
const perform = (...actions: Kind[]): Promise<BatchResult> => performer.perform(batch(actions));

const inField = { x: 120, y: 135 };
const left = 'MOUSE_BUTTON_LEFT';
const click = (at = inField, more: object = {}): Kind => ({
  $case: 'clickAt',
  value: { at, button: left, count: 1, modifiers: [], ...more },
});
const type = (text: string): Kind => ({ $case: 'enterText', value: { text, method: 'ENTRY_METHOD_UNSPECIFIED' } });
const press = (chord: string): Kind => ({ $case: 'pressChord', value: { chord } });
const look: Kind = { $case: 'observe', value: { picture: true, windows: false, accessible: false } };
const drag = (...path: { x: number; y: number }[]): Kind => ({
  $case: 'dragAlong',
  value: { path, button: left, modifiers: ['Shift'] },
});
const longDrag = drag({ x: 120, y: 200 }, { x: 380, y: 200 }, { x: 120, y: 290 }, { x: 380, y: 290 });
const launch = (application: string, limitMs = 300): Kind => ({
  $case: 'launch',
  value: { what: { $case: 'application', value: application }, limitMs },
});
const settle = (quietMs: number, limitMs: number): Kind => ({ $case: 'settle', value: { quietMs, limitMs } });
const pause = settle(400, 400);

const kinds = () => editor.events.filter(({ kind }) => kind !== 'move').map(({ kind }) => kind);
const eventsOf = (...wanted: string[]) => editor.events.filter(({ kind }) => wanted.includes(kind));
const isPressed = () => (kinds().includes('button-down') ? undefined : 'the press');

describe('rules of windows', () => {
  test('end a batch before what they do not allow, and leave what was done', async () => {
    const bank = { x: 500, y: 100, width: 200, height: 200 };
    const field = { x: 10, y: 10, width: 100, height: 30 };
    desktop.scene.add('My Bank', 'Browser', bank, [field]);
    const rules = [{ only: [], never: ['*bank*'] }];
    const actions = [click(), type('Ada'), click({ x: 520, y: 120 }), type('never')];
    const result = await performer.perform(batch(actions, { windows: rules }));
    expect(result).toMatchObject({ performed: 2, fault: { code: 'policy.window' } });
    expect(result.fault?.message).not.toContain('Bank');
    expect(editor.fields[0]?.text).toBe('Ada');
  });

  test('hold that the owner of the desktop made, whatever comes with a batch', async () => {
    performer = performing({ policy: { ...policy, windows: { only: ['Browser'], never: [] } } });
    expect(await performer.perform(batch([click()]))).toMatchObject({ performed: 0, fault: { code: 'policy.window' } });
  });

  test('do not keep it from looking', async () => {
    const rules = [{ only: ['nothing'], never: [] }];
    expect(await performer.perform(batch([look], { windows: rules }))).toMatchObject({
      performed: 1,
      fault: undefined,
    });
  });
});

describe('a rehearsal', () => {
  const rehearse = (...kinds: Kind[]): Kind => ({
    $case: 'rehearse',
    value: { actions: kinds.map((kind) => ({ kind })), windowsUnknown: false },
  });
  const bank = { x: 500, y: 100, width: 200, height: 200 };
  const inBank = click({ x: 520, y: 120 });

  test('tells what the rules would refuse, and does nothing', async () => {
    desktop.scene.add('My Bank', 'Browser', bank);
    const windows = [{ only: [], never: ['*bank*'] }];
    const seen = await performer.perform(batch([rehearse(click(), inBank)], { windows }));
    expect(seen).toMatchObject({
      fault: undefined,
      rehearsed: { rulings: [{ kind: 'RULING_KIND_REFUSED', rule: 'act_never_in' }] },
    });
    const allowed = await performer.perform(batch([rehearse(click(), type('Ada'))], { windows }));
    expect(allowed).toMatchObject({ fault: undefined, rehearsed: { rulings: [] } });
    expect(editor.events).toEqual([]);
    expect(editor.fields[0]?.text).toBe('');
  });

  test('is no acting: while a person teaches, beyond the rate, and without a word to anybody', async () => {
    const onActing = vi.fn();
    performer = performing({ policy: { ...policy, maxActionsPerSecond: 0 }, isTaught: () => true, onActing });
    expect(await perform(rehearse(click()))).toMatchObject({ fault: undefined, rehearsed: { rulings: [] } });
    expect(onActing).not.toHaveBeenCalled();
  });
});

describe('actions', () => {
  test('are carried out in order', async () => {
    const result = await perform(click(), type('Ada'), press('Control+a'), type('Grace'));
    expect(result).toMatchObject({ performed: 4, fault: undefined, stuck: [] });
    expect(editor.fields[0]?.text).toBe('Grace');
  });

  test('click as often as asked, with the modifiers held around it', async () => {
    await perform(click(inField, { count: 2, modifiers: ['ctrl'], button: 'MOUSE_BUTTON_RIGHT' }));
    expect(kinds()).toEqual(['key-down', 'button-down', 'button-up', 'button-down', 'button-up', 'key-up']);
    expect(eventsOf('button-down')).toMatchObject([{ button: 'right' }, { button: 'right' }]);
  });

  test('take no count and no button for one left click', async () => {
    await perform(click(inField, { count: 0, button: 'MOUSE_BUTTON_UNSPECIFIED' }));
    expect(eventsOf('button-down')).toMatchObject([{ button: 'left' }]);
  });

  test('drag by small steps from press to release', async () => {
    await perform(drag({ x: 120, y: 200 }, { x: 200, y: 200 }));
    const pressed = editor.events.findIndex(({ kind }) => kind === 'button-down');
    const released = editor.events.findIndex(({ kind }) => kind === 'button-up');
    const between = editor.events
      .slice(pressed + 1, released)
      .map((event) => (event.kind === 'move' ? event.at.x : -1));
    expect(between).toHaveLength(10);
    expect(between.at(-1)).toBe(100);
    expect(kinds()).toEqual(['key-down', 'button-down', 'button-up', 'key-up']);
  });

  test('scroll where they are told to', async () => {
    await perform({ $case: 'scrollAt', value: { at: inField, right: 0, down: -3 } });
    expect(eventsOf('wheel')).toEqual([{ kind: 'wheel', right: 0, down: -3 }]);
  });

  test('paste a long text and give the clipboard back', async () => {
    await desktop.clipboard.write('mine');
    const text = 'x'.repeat(500);
    await perform(click(), type(text));
    expect(editor.fields[0]?.text).toBe(text);
    expect(eventsOf('key-down')).toHaveLength(2);
    expect(await desktop.clipboard.read()).toBe('mine');
  });

  test('open an application and report its window', async () => {
    const result = await perform(launch('Calculator'));
    expect(result).toMatchObject({ performed: 1, opened: [{ application: 'Calculator', active: true }] });
  });

  test('wait until the window of an application shows something', async () => {
    const plain = { x: 0, y: 0, width: 640, height: 480 };
    vi.spyOn(desktop.applications, 'launch').mockImplementation(async () => {
      const window = desktop.scene.add('Slow', 'Slow', plain);
      desktop.scene.pixels.fill(0x70);
      setTimeout(() => desktop.scene.changed(), 150);
      return { pid: window.pid, application: 'Slow', ended: () => undefined };
    });
    const startedMs = performance.now();
    expect(await perform(launch('Slow', 1000))).toMatchObject({ performed: 1, opened: [{ title: 'Slow' }] });
    expect(performance.now() - startedMs).toBeGreaterThan(140);
  });

  test('report an application that shows no window', async () => {
    vi.spyOn(desktop.applications, 'launch').mockResolvedValue({
      pid: 1,
      application: 'Sleepy',
      ended: () => undefined,
    });
    const result = await perform(launch('Sleepy', 120));
    expect(result.fault).toMatchObject({ code: 'app.not_opened', message: expect.stringContaining('120 ms') });
  });

  test('stop at the first that fails; the rest is left undone', async () => {
    const result = await perform(click(), launch('no such program'), type('never'));
    expect(result).toMatchObject({ performed: 1, fault: { code: 'app.not_found' } });
    expect(editor.fields[0]?.text).toBe('');
  });

  test('say when the screen does not come to rest', async () => {
    const blinking = setInterval(() => {
      editor.patches.push({ box: { x: editor.patches.length, y: 60, width: 1, height: 9 }, colour: 0 });
      desktop.scene.changed();
    }, 10);
    const result = await perform(settle(60, 200), look);
    clearInterval(blinking);
    expect(result).toMatchObject({ performed: 2, restless: true });
    expect((await perform(settle(20, 500))).restless).toBe(false);
  });
});

describe('what is held', () => {
  test('is released when an action fails half-way', async () => {
    vi.spyOn(desktop.pointer, 'move').mockImplementation(async ({ x }) => {
      if (x > 150) throw new Error('the display stumbled');
    });
    const result = await perform(drag({ x: 120, y: 200 }, { x: 300, y: 200 }));
    expect(result).toMatchObject({ performed: 0, fault: { code: 'internal' }, stuck: [] });
  });

  test('is named when it cannot be released, and never called a success', async () => {
    const up = vi.spyOn(desktop.keyboard, 'up').mockRejectedValue(new Error('gone'));
    const result = await perform(click(inField, { modifiers: ['Shift'] }));
    expect(result).toMatchObject({ stuck: ['Shift'], fault: { code: 'action.failed' } });
    up.mockRestore();
    await desktop.releaseAll();
  });
});

describe('a halt', () => {
  test('in the middle of a drag releases button and key, and says what it released', async () => {
    const running = performer.perform(batch([longDrag, type('never')]));
    await eventually(isPressed);
    const released = await performer.halt('order');
    expect(released.toSorted()).toEqual(['Shift', 'left button']);
    expect(await running).toMatchObject({ performed: 0, fault: { code: 'agent.halted' }, stuck: [] });
    const moves = editor.events.length;
    await systemClock.sleep(50);
    expect(editor.events.length).toBe(moves);
    expect(editor.fields[0]?.text).toBe('');
  });

  test('stops typing between two characters', async () => {
    const running = performer.perform(batch([click(), type('x'.repeat(190))]));
    await eventually(() => (editor.fields[0]?.text ? undefined : 'the first character'));
    await performer.halt('order');
    expect((await running).fault?.code).toBe('agent.halted');
    expect(editor.fields[0]?.text.length).toBeLessThan(190);
  });

  test('with nothing under way releases what others left down', async () => {
    await desktop.keyboard.down('Alt');
    expect(await performer.halt('order')).toEqual(['Alt']);
  });

  test('by order lets the next batch through at once', async () => {
    await performer.halt('order');
    expect((await perform(click())).performed).toBe(1);
  });

  test('on the spot refuses new batches for a while', async () => {
    const clock = { ...systemClock, elapsed: () => now };
    let now = 0;
    performer = performing({ clock });
    await performer.halt('key');
    expect((await perform(click())).fault?.code).toBe('agent.halted');
    now = localHaltMs;
    expect((await perform(click())).performed).toBe(1);
  });

  test('comes from a person who touches the desktop while a batch runs', async () => {
    expect(await performer.yieldToPerson()).toBeUndefined();
    const running = performer.perform(batch([longDrag]));
    await eventually(isPressed);
    const [released, again] = await Promise.all([performer.yieldToPerson(), performer.yieldToPerson()]);
    expect(released?.toSorted()).toEqual(['Shift', 'left button']);
    expect(again).toBeUndefined();
    expect((await running).fault).toMatchObject({ code: 'agent.halted', message: 'a person is using the desktop' });
  });

  test('does not wait for an action that hangs, and no other batch acts meanwhile', async () => {
    const hang = Promise.withResolvers<void>();
    vi.spyOn(desktop.windows, 'focus').mockReturnValue(hang.promise);
    const running = performer.perform(batch([{ $case: 'focusWindow', value: { windowId: editor.id } }]));
    await systemClock.sleep(10);
    await performer.halt('order');
    expect((await running).fault?.code).toBe('agent.halted');
    expect((await perform(click())).fault?.code).toBe('agent.busy');
    hang.resolve();
    await systemClock.sleep(5);
    expect((await perform(click())).performed).toBe(1);
  });
});

test('stops a batch when the connection is lost, and keeps its result', async () => {
  const order = batch([longDrag]);
  const running = performer.perform(order);
  await eventually(isPressed);
  await performer.disconnected();
  expect((await running).fault?.code).toBe('agent.lost');
  expect(await performer.perform(order)).toEqual(await running);
});

test('stops a batch at its deadline', async () => {
  const result = await performer.perform(batch([pause, click()], { deadlineMs: 50 }));
  expect(result).toMatchObject({ performed: 0, fault: { code: 'request.deadline' } });
  expect(kinds()).toEqual([]);
});

describe('one at a time', () => {
  test('refuses a second batch while one runs, and takes it afterwards', async () => {
    const first = performer.perform(batch([pause]));
    const second = batch([click()]);
    expect(performer.inFlight).toBe(1);
    expect((await performer.perform(second)).fault?.code).toBe('agent.busy');
    await first;
    expect(performer.inFlight).toBe(0);
    expect((await performer.perform(second)).performed).toBe(1);
  });

  test('answers the same batch twice with one result, without acting again', async () => {
    const order = batch([click(), type('once'), look]);
    const [first, joined] = await Promise.all([performer.perform(order), performer.perform(order)]);
    expect(joined).toBe(first);
    expect(await performer.perform(order)).toEqual(first);
    expect(editor.fields[0]?.text).toBe('once');
  });
});

describe('the policy', () => {
  test('refuses the whole batch before its first action', async () => {
    const result = await perform(click(), press('Control+Alt+Delete'));
    expect(result).toMatchObject({ performed: 0, fault: { code: 'action.refused' } });
    expect(result.fault?.message).toContain('Control+Alt+Delete');
    expect(kinds()).toEqual([]);
  });

  test('knows how large the desktop is', async () => {
    expect((await perform(click({ x: 640, y: 10 }))).fault?.message).toContain('640 x 480');
  });

  test('limits the rate of actions, not of looks', async () => {
    performer = performing({ policy: { ...policy, maxActionsPerSecond: 1 } });
    const ten = Array.from({ length: 10 }, () => click());
    expect((await perform(...ten)).performed).toBe(10);
    expect((await perform(click())).fault?.message).toContain('more than 1 actions a second');
    expect((await perform(look)).performed).toBe(1);
  });
});

describe('a frame', () => {
  test('has picture, hash, size, pointer and, when asked for, windows', async () => {
    const result = await perform(click(), {
      $case: 'observe',
      value: { picture: true, windows: true, accessible: false },
    });
    expect(result.frames).toMatchObject([
      {
        picture: new Uint8Array([1, 2, 3]),
        sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',
        width: 640,
        height: 480,
        pointer: inField,
        windows: [{ id: editor.id, active: true }],
        changes: [],
      },
    ]);
  });

  test('tells what changed since the one before, without a picture when none is wanted', async () => {
    const glance: Kind = { $case: 'observe', value: { picture: false, windows: false, accessible: false } };
    const { frames } = await perform(glance, click(), type('Ada'), glance);
    expect(frames.map(({ picture, sha256 }) => [picture.length, sha256])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(frames[1]?.changes).toEqual([{ x: 96, y: 128, width: 48, height: 16 }]);
  });

  test('is compressed harder when it is too large, and refused when that does not help', async () => {
    const sizes = { fast: 8_000_000, small: 3_000_000 };
    performer = performing({ pictures: { encode: async (_, effort) => new Uint8Array(sizes[effort]) } });
    const result = await perform(look, look, look);
    expect(result).toMatchObject({ performed: 2, fault: { code: 'capture.failed' } });
    expect(result.frames.map(({ picture }) => picture.length)).toEqual([3_000_000, 3_000_000]);
  });
});

describe('redaction', () => {
  const rules: RedactionPolicy = { patterns: new Set(['card', 'email']), fields: true, regions: [], windows: [] };
  const card = writtenLine('4111 1111 1111 1111', 200, 180);
  const isPlain = (pixels: { width: number; data: Uint8Array }, x: number, y: number) => {
    const at = (y * pixels.width + x) * 4;
    return Buffer.from(pixels.data.subarray(at, at + 3)).equals(Buffer.from(desktop.scene.pixels.subarray(at, at + 3)));
  };
  let reader: MemoryReader;
  let seen: { width: number; data: Uint8Array }[];

  const redacting = (policy: Partial<RedactionPolicy> = {}, more: Partial<PerformerParts> = {}) => {
    reader = new MemoryReader();
    seen = [];
    const encode: PerformerParts['pictures']['encode'] = async (pixels) => {
      seen.push(pixels);
      return new Uint8Array([1]);
    };
    const redaction = new Redaction({ policy: { ...rules, ...policy }, reader });
    performer = performing({ redaction, pictures: { encode }, ...more });
  };

  test('paints over what is secret, and says where and why', async () => {
    redacting();
    reader.lines = [card];
    const { frames } = await perform(look);
    expect(frames[0]?.masked).toMatchObject([{ reason: 'MASK_REASON_PATTERN' }]);
    expect(isPlain(seen[0]!, 210, 188)).toBe(false);
    expect(isPlain(seen[0]!, 210, 250)).toBe(true);
  });

  test('sends no picture that could not be read', async () => {
    redacting();
    reader.failure = new Error('no models');
    const result = await perform(click(), look);
    expect(result).toMatchObject({ performed: 1, frames: [], fault: { code: 'capture.failed' } });
    expect(seen).toEqual([]);
  });

  test('still guards by what is really there', async () => {
    redacting({ regions: [{ x: { px: 0 }, y: { px: 0 }, width: { share: 1 }, height: { share: 1 } }] });
    const { frames } = await perform(look);
    editor.patches.push({ box: { x: 10, y: 60, width: 200, height: 30 }, colour: 0xff0000 });
    desktop.scene.changed();
    const unchanged = { x: 110, y: 180, width: 200, height: 30 };
    const guard: Guard = { frameId: frames[0]?.id ?? '', maxAgeMs: 60_000, unchanged };
    const result = await performer.perform(batch([click()], { guard }));
    expect(result.fault?.code).toBe('frame.stale');
  });

  test('tells that something changed under a mask, not what', async () => {
    const region = { x: { px: 100 }, y: { px: 120 }, width: { px: 240 }, height: { px: 48 } };
    redacting({ regions: [region] });
    const { frames } = await perform(look, click(), type('Ada'), look);
    expect(frames[1]?.changes).toEqual([{ x: 96, y: 120, width: 244, height: 48 }]);
  });

  test('lets an address be read back that the task itself typed', async () => {
    redacting();
    reader.lines = [writtenLine('ada@example.org', 200, 180), writtenLine('bob@example.org', 200, 220)];
    const { frames } = await perform(click(), type('ada@example.org'), look);
    expect(frames[0]?.masked).toHaveLength(1);
    expect(frames[0]?.masked[0]?.box?.y).toBeGreaterThan(200);
  });

  test('hides titles and names that are secret, and the fields that applications call hidden', async () => {
    const box = { x: 110, y: 130, width: 200, height: 30 };
    const plain = {
      role: 'ROLE_TEXT',
      checked: 'CHECKED_STATE_UNSPECIFIED',
      selected: false,
      disabled: false,
    } as const;
    const elements: Accessible[] = [
      { ...plain, box, name: 'Password', focused: true, hidesText: true },
      { ...plain, box: { ...box, y: 300 }, name: 'ada@example.org', focused: false, hidesText: false },
      { ...plain, box: { ...box, y: 350 }, name: 'Save', focused: false, hidesText: false },
      // A cell that is larger than what is masked in it.
      { ...plain, box: { ...box, x: 0, width: 600 }, name: 'hunter2', focused: false, hidesText: false },
      {
        ...plain,
        role: 'ROLE_WINDOW',
        box: { x: 0, y: 0, width: 640, height: 480 },
        name: 'Mail',
        focused: false,
        hidesText: false,
      },
    ];
    redacting({}, { accessibility: { elements: async () => elements, close: async () => {} } });
    desktop.scene.add('Mail of ada@example.org', 'mail', { x: 0, y: 0, width: 50, height: 50 });
    const { frames } = await perform({ $case: 'observe', value: { picture: true, windows: true, accessible: true } });
    expect(frames[0]?.masked).toEqual([{ box, reason: 'MASK_REASON_HIDDEN_FIELD' }]);
    expect(frames[0]?.accessible.map(({ name }) => name)).toEqual(['', '•••', 'Save', '', 'Mail']);
    expect(frames[0]?.accessible.some((element) => 'hidesText' in element)).toBe(false);
    expect(frames[0]?.windows.map(({ title }) => title)).toEqual([editor.title, 'Mail of •••']);
  });

  test('tells the windows that a launch opened without the secrets in their titles', async () => {
    redacting();
    vi.spyOn(desktop.applications, 'launch').mockImplementation(async () => {
      desktop.scene.add('Mail of ada@example.org', 'mail', { x: 0, y: 0, width: 50, height: 50 });
      return { pid: 0, application: 'mail', ended: () => undefined };
    });
    expect((await perform(launch('mail'))).opened).toMatchObject([{ title: 'Mail of •••' }]);
  });

  test('waits for applications that do not answer little longer than for its own reading', async () => {
    const first: Accessible[] = [];
    const elements = async (_: number, signal: AbortSignal) => {
      await once(signal, 'abort');
      return first;
    };
    redacting({}, { accessibility: { elements, close: async () => {} } });
    const startedMs = performance.now();
    const { fault, frames } = await perform({
      $case: 'observe',
      value: { picture: true, windows: false, accessible: true },
    });
    expect(fault).toBeUndefined();
    expect(frames[0]?.accessible).toEqual([]);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('reads ahead while it waits for the screen to be quiet', async () => {
    redacting();
    await perform(settle(150, 400), look);
    expect(reader.asked).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });

  test('reads nothing ahead that still moves', async () => {
    redacting();
    let left = 12;
    const moving = setInterval(() => {
      const box = { x: 10, y: 60 + left, width: 50, height: 50 };
      editor.patches.splice(0, 1, { box, colour: 0x3366cc });
      desktop.scene.changed();
      if (--left === 0) clearInterval(moving);
    }, 20);
    await perform(settle(250, 3_000), look);
    expect(left).toBe(0);
    expect(reader.asked).toHaveLength(1);
  });
});

describe('the guard', () => {
  const region = { x: 110, y: 130, width: 200, height: 30 };
  const guarded = async (guard: Partial<Guard>, ...actions: Kind[]): Promise<BatchResult> => {
    const seen = await perform(look);
    const frameId = seen.frames[0]?.id ?? '';
    await meanwhile();
    return performer.perform(batch(actions, { guard: { frameId, maxAgeMs: 0, ...guard } }));
  };
  let meanwhile: () => Promise<unknown>;
  beforeEach(() => {
    meanwhile = async () => {};
  });

  test('lets a batch through while the screen is as it was', async () => {
    expect(await guarded({ unchanged: region, maxAgeMs: 5000 }, click())).toMatchObject({ performed: 1 });
  });

  test('refuses a frame that is too old', async () => {
    meanwhile = () => systemClock.sleep(30);
    const result = await guarded({ maxAgeMs: 20 }, click());
    expect(result).toMatchObject({ performed: 0, fault: { code: 'frame.stale' } });
    expect(kinds()).toEqual([]);
  });

  test('refuses a frame it does not know', async () => {
    expect((await guarded({ frameId: 'frame_of_yore' }, click())).fault?.code).toBe('frame.stale');
  });

  test('refuses when the place looks different now', async () => {
    meanwhile = () => perform(click(), type('changed'));
    expect((await guarded({ unchanged: region }, click())).fault?.code).toBe('frame.stale');
  });

  test('does not mind a change elsewhere, nor a caret that blinks', async () => {
    meanwhile = async () => {
      editor.patches.push({ box: { x: 12, y: 12, width: 2, height: 16 }, colour: 0 });
      desktop.scene.add('other', 'Other', { x: 420, y: 300, width: 100, height: 100 });
    };
    expect((await guarded({ unchanged: { ...region, y: 125 } }, click())).fault).toBeUndefined();
  });

  test('lets what only looks pass, and tells what changed since its frame', async () => {
    meanwhile = () => perform(click(), type('changed'));
    const result = await guarded({ unchanged: region }, look, click());
    expect(result).toMatchObject({ performed: 1, fault: { code: 'frame.stale' } });
    expect(result.frames[0]?.changes).toHaveLength(1);
  });

  test('may be met by the same batch later: nothing was done', async () => {
    const [seen] = (await perform(look)).frames;
    const patch = { box: { x: 10, y: 10, width: 150, height: 20 }, colour: 0 };
    editor.patches.push(patch);
    editor.fields.length = 0;
    desktop.scene.changed();
    const guard = { frameId: seen?.id ?? '', maxAgeMs: 0, unchanged: region };
    const order = batch([click()], { guard });
    expect((await performer.perform(order)).fault?.code).toBe('frame.stale');
    const [again] = (await perform(look)).frames;
    const later = { ...order, guard: { ...guard, frameId: again?.id ?? '' } };
    expect((await performer.perform(later)).performed).toBe(1);
  });
});
