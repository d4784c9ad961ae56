import { setTimeout as delay } from 'node:timers/promises';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { unknownCharacter } from '@karna/proto/keys';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop, PersonEvent } from '../../ports.ts';
import { run } from '../contract/applications-under-test.ts';
import { describePersonWatch, type Person } from '../contract/person-contract.ts';
import { xPerson } from '../contract/x-person.ts';
import { openXRig, type XRig } from '../contract/x-rig.ts';
import { openNutDesktop } from '../nut/open.ts';
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
    await desktop.keyboard.down('Control');
    await delay(700);
    await desktop.keyboard.up('Control');
    await delay(700);
    expect(signs).toBe(0);
    await person.press('a');
    await eventually(() => (signs > 0 ? undefined : 'a sign'), { timeoutMs: 2_000 });
    forget?.();
  });
});

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
