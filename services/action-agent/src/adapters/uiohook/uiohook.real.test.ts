import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import type { AgentMessage } from '@karna/proto/gen/agent/v1/agent';
import type { RecordingState } from '@karna/proto/gen/recording/v1/recording';
import { unknownCharacter } from '@karna/proto/keys';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agentEvents } from '../../events.ts';
import type { Desktop, PersonEvent } from '../../ports.ts';
import { Recorder } from '../../recorder.ts';
import { run } from '../contract/applications-under-test.ts';
import { describePersonWatch, type Person } from '../contract/person-contract.ts';
import { xPerson } from '../contract/x-person.ts';
import { openXRig, type XRig } from '../contract/x-rig.ts';
import { MemorySpool } from '../memory/spool.ts';
import { openNutDesktop } from '../nut/open.ts';
import { pngPictures } from '../png.ts';
import { startVirtualDesktop, type VirtualDesktop } from '../virtual-desktop.ts';
import { HookProcess } from './hook-process.ts';

const never = new AbortController().signal;

describePersonWatch(
  'nut',
  async () => {
    const rig = await openXRig(':76', openNutDesktop);
    return { desktop: rig.desktop, person: xPerson(rig.environment), close: () => rig.close() };
  },
  { cannotTell: 'ßé漢字', pastes: true },
);

describe('the person at the nut desktop, heard by uiohook-napi', () => {
  let rig: XRig;
  let desktop: Desktop;
  let person: Person;
  let events: PersonEvent[];
  let watch: { close(): Promise<void> } | undefined;

  beforeAll(async () => {
    rig = await openXRig(':76', openNutDesktop);
    desktop = rig.desktop;
    person = xPerson(rig.environment);
  });
  afterAll(() => rig?.close());
  beforeEach(async () => {
    events = [];
    watch = await desktop.personWatch?.watch((event) => void events.push(event));
  });
  afterEach(() => watch?.close());

  const typed = () => events.flatMap((event) => (event.kind === 'key' && event.isDown ? [event.key] : []));
  const types = (...keys: readonly string[]) =>
    eventually(() => (typed().join() === keys.join() ? undefined : `other keys: ${typed().length}`), {
      timeoutMs: 3_000,
    });
  const layout = (...args: readonly string[]) => run('setxkbmap', ['-layout', ...args], { env: rig.environment });

  it.each([['de'], ['fr'], ['us', '-variant', 'dvorak'], ['us', '-variant', 'intl'], ['us,ru']])(
    'guesses no character on the layout %s',
    async (...args) => {
      await layout(...args);
      try {
        await delay(300);
        await person.type(args[0] === 'us,ru' ? 'xk' : 'zk');
        await types(...(args[0] === 'us,ru' ? ['x', 'k'] : [unknownCharacter, unknownCharacter]));
      } finally {
        await layout('us');
        await delay(300);
      }
    },
  );

  it('reads letters turned round while Caps Lock is on', async () => {
    await person.press('Caps_Lock');
    try {
      await delay(200);
      events = [];
      await run('xdotool', ['key', 'a', '1'], { env: rig.environment });
      await types('A', '1');
    } finally {
      await person.press('Caps_Lock');
    }
  });

  it('tells a key that is held down again and again, as it types', async () => {
    await run('xdotool', ['keydown', 'a', 'sleep', '1', 'keyup', 'a'], { env: rig.environment });
    await eventually(() => (typed().length > 3 ? undefined : 'repeats'), { timeoutMs: 3_000 });
    expect(new Set(typed())).toEqual(new Set(['a']));
  });

  it('tells of what remote hands do, with the characters that they typed, once', async () => {
    const { pointer, keyboard } = desktop.remote;
    await pointer.move({ x: 150, y: 120 });
    await pointer.down('right');
    await pointer.up('right');
    await person.press('Escape');
    await keyboard.down('Shift');
    await keyboard.up('Shift');
    await keyboard.type('Zü', never).catch(() => undefined); // nobody takes the paste
    await delay(300);
    expect(events.filter(({ kind }) => kind === 'button')).toMatchObject([
      { button: 'right', isDown: true, at: { x: 150, y: 120 } },
      { button: 'right', isDown: false, at: { x: 150, y: 120 } },
    ]);
    expect(typed().slice(0, 3)).toEqual(['Escape', 'Shift', 'Z']);
    expect(typed()).not.toContain('v');
  });

  it('gives a sign of the person, and none of the agent', async () => {
    let signs = 0;
    const forget = desktop.personInput?.onInput(() => signs++);
    await delay(300);
    await desktop.pointer.move({ x: 300, y: 300 });
    await desktop.pointer.down('left');
    await desktop.pointer.up('left');
    await desktop.pointer.wheel(0, 3);
    await desktop.keyboard.type('Mine!', never);
    await desktop.keyboard.down('a'); // until it repeats
    await delay(1_200);
    await desktop.keyboard.up('a');
    await delay(700);
    expect(signs).toBe(0);
    await person.press('a');
    await eventually(() => (signs > 0 ? undefined : 'a sign'), { timeoutMs: 2_000 });
    forget?.();
  });
});

describe('a recording on the nut desktop', () => {
  let virtual: VirtualDesktop;
  let desktop: Desktop;
  let person: Person;
  let recorder: Recorder;
  let told: NonNullable<AgentMessage['body']>[];
  const order = (state: RecordingState) => recorder.order({ recordingId: 'rec_1', state, kept: 0, discard: false });
  const acts = () => told.flatMap((body) => (body.$case === 'act' && body.value.act ? [body.value.act.what] : []));

  beforeAll(async () => {
    virtual = await startVirtualDesktop({ width: 640, height: 480, log: quiet, display: ':76' });
  });
  afterAll(() => virtual?.close());
  beforeEach(async () => {
    desktop = await openNutDesktop({ display: virtual.display, environment: { ...virtual.env }, log: quiet });
    person = xPerson({ ...virtual.env });
    told = [];
    const made = new Recorder({
      desktop,
      redaction: undefined,
      accessibility: undefined,
      pictures: pngPictures,
      clock: systemClock,
      events: agentEvents(quiet),
      spool: new MemorySpool(),
      tell: (body) => {
        told.push(body);
        if (body.$case !== 'act') return;
        const { recordingId, act } = body.value;
        queueMicrotask(() => made.kept({ recordingId, number: act?.number ?? 0 }));
      },
    });
    recorder = made;
    recorder.connected();
  });
  afterEach(async () => {
    await recorder?.close();
    await desktop?.close();
  });

  it('has what was clicked and typed, and of a text that cannot be told only that there was one', async () => {
    await order('RECORDING_STATE_RUNNING');
    await person.click({ x: 100, y: 90 });
    await person.type('Ada');
    await person.click({ x: 200, y: 90 });
    await person.type('Zoë');
    await order('RECORDING_STATE_STOPPED');
    expect(acts()).toMatchObject([
      { $case: 'pressed', value: { at: { x: 100, y: 90 } } },
      { $case: 'typed', value: { keys: ['A', 'd', 'a'], secret: false } },
      { $case: 'pressed', value: { at: { x: 200, y: 90 } } },
      { $case: 'typed', value: { keys: [], secret: true } },
    ]);
  });

  it('ends with what was seen when the process that hears the person dies', async () => {
    await order('RECORDING_STATE_RUNNING');
    await person.click({ x: 100, y: 90 });
    await delay(200);
    const [pid] = await hooks();
    process.kill(pid ?? 0, 'SIGKILL');
    const ended = () => told.find((body) => body.$case === 'recordingEnded')?.value;
    await eventually(() => (ended() ? undefined : 'the end'), { timeoutMs: 10_000 });
    expect(ended()).toEqual({ recordingId: 'rec_1', acts: 1 });
    expect(await hooks()).toEqual([]);
  });
});

describe('the nut desktop put together as on Windows', () => {
  let virtual: VirtualDesktop;
  beforeAll(async () => {
    virtual = await startVirtualDesktop({ width: 640, height: 480, log: quiet, display: ':76' });
  });
  afterAll(() => virtual?.close());

  it('hears its hotkeys through the hook, guesses no character without an answer, and leaves no process', async () => {
    const { env: environment, display } = virtual;
    const desktop = await openNutDesktop({ display, environment, log: quiet, teachKey: true, platform: 'win32' });
    const pressed: string[] = [];
    const typed: string[] = [];
    try {
      desktop.haltKey.onPressed(() => pressed.push('halt'));
      desktop.teachKey?.onPressed(() => pressed.push('teach'));
      await desktop.personWatch?.watch((event) => void (event.kind === 'key' && event.isDown && typed.push(event.key)));
      expect(await hooks()).toHaveLength(1);
      const person = xPerson({ ...environment });
      await person.press('Control', 'Alt', 'Escape');
      await person.press('Control', 'Alt', 'r');
      await person.type('a');
      await eventually(() => (typed.includes(unknownCharacter) ? undefined : 'a key'), { timeoutMs: 3_000 });
      expect(pressed).toEqual(['halt', 'teach']);
      expect(typed.filter((key) => [...key].length === 1)).toEqual([unknownCharacter]);
    } finally {
      await desktop.close();
    }
    expect(await hooks()).toEqual([]);
  });

  it('is not heard on macOS, where the library stands still at the first key', async () => {
    const { env: environment, display } = virtual;
    const desktop = await openNutDesktop({ display, environment, log: quiet, platform: 'darwin' });
    expect([desktop.personWatch, desktop.personInput, desktop.teachKey]).toEqual([undefined, undefined, undefined]);
    await desktop.close();
  });
});

/** The processes of ours that hear mouse and keyboard. */
async function hooks(): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]);
  return stdout.split('\n').flatMap((line) => (line.includes('hook-child') ? [Number.parseInt(line, 10)] : []));
}

describe('the process that hears mouse and keyboard', () => {
  let virtual: VirtualDesktop;
  beforeAll(async () => {
    virtual = await startVirtualDesktop({ width: 640, height: 480, log: quiet, display: ':76' });
  });
  afterAll(() => virtual?.close());

  it('ends when it is closed', async () => {
    const listening = await new HookProcess({ ...virtual.env }).listen({ heard: () => {}, lost: () => {} });
    const { pid = 0 } = listening;
    await listening.close();
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('says that it died', async () => {
    const { promise, resolve } = Promise.withResolvers<Error>();
    const listening = await new HookProcess({ ...virtual.env }).listen({ heard: () => {}, lost: resolve });
    process.kill(listening.pid ?? 0, 'SIGKILL');
    expect(await promise).toMatchObject({ code: 'action.failed' });
    await listening.close();
  });

  it('says what to do where there is no display', async () => {
    const refused = new HookProcess({ ...virtual.env, DISPLAY: ':399' }).listen({ heard: () => {}, lost: () => {} });
    await expect(refused).rejects.toMatchObject({
      code: 'action.unsupported',
      message: expect.stringContaining('DISPLAY'),
    });
  });
});
