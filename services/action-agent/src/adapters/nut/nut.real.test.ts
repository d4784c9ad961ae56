import { setTimeout as delay } from 'node:timers/promises';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../contract/applications-under-test.ts';
import { describeDesktop } from '../contract/desktop-contract.ts';
import { openXRig, type XRig } from '../contract/x-rig.ts';
import { startVirtualDesktop, type VirtualDesktop } from '../virtual-desktop.ts';
import { NutClipboard } from './clipboard.ts';
import { NutProcess } from './nut-process.ts';
import { openNutDesktop } from './open.ts';

const never = new AbortController().signal;

// Text outside the US layout is pasted with Control+V, which terminals do not take: this back end is not judged there.
describeDesktop('nut', () => openXRig(':72', openNutDesktop), {
  missingKeys: ['Menu', 'Pause', 'é'],
  everydayProgram: { said: 'calculator', application: /galculator/i },
});

describe('the nut desktop on another layout', () => {
  let rig: XRig;
  beforeAll(async () => {
    rig = await openXRig(':72', openNutDesktop);
  });
  afterAll(() => rig?.close());

  it.each(['de', 'us,ru', 'ru,us'])('types exactly on the layout %s', async (layout) => {
    const { desktop } = rig;
    const field = await rig.field();
    await desktop.pointer.move(field.at);
    await desktop.pointer.down('left');
    await desktop.pointer.up('left');
    await field.clear();
    await run('setxkbmap', ['-layout', layout], { env: rig.environment });
    try {
      await desktop.keyboard.type('zyYZ @{}[]?', never);
      await eventually(async () => ((await field.text()) === 'zyYZ @{}[]?' ? undefined : 'another text'), {
        timeoutMs: 3_000,
      });
    } finally {
      await run('setxkbmap', ['-layout', 'us'], { env: rig.environment });
    }
  });
});

describe('the process of nut-js', () => {
  let virtual: VirtualDesktop;
  let child: NutProcess;

  beforeAll(async () => {
    virtual = await startVirtualDesktop({ width: 640, height: 480, log: quiet, display: ':72' });
  });
  afterAll(() => virtual?.close());
  beforeEach(() => {
    child = new NutProcess({ ...virtual.env }, quiet);
  });
  afterEach(() => child.close());

  it('rejects the call during which it dies, and starts again for the next', async () => {
    await child.order('hello', undefined);
    const typing = child.order(
      'strokes',
      Array.from({ length: 20_000 }, () => ['A' as const]),
    );
    const outcome = expect(typing).rejects.toMatchObject({ code: 'action.failed' });
    await delay(50);
    process.kill(child.pid!, 'SIGKILL');
    await outcome;
    await child.order('move', { x: 12, y: 34 });
    expect(await child.order('pointer', undefined)).toEqual({ x: 12, y: 34 });
    expect(child.restarts).toBe(1);
  });

  it('survives what ends it: a key without a keycode', async () => {
    const pressing = child.order('keys', { keys: ['F13'], isDown: true });
    await expect(pressing).rejects.toMatchObject({ code: 'action.failed' });
    await child.order('move', { x: 1, y: 2 });
    expect(await child.order('pointer', undefined)).toEqual({ x: 1, y: 2 });
  });

  it('gives up when it dies again and again', async () => {
    for (let crash = 0; crash <= 5; crash++) {
      await child.order('keys', { keys: ['F13'], isDown: true }).catch(() => undefined);
    }
    expect(child.gone.aborted).toBe(true);
    await expect(child.order('hello', undefined)).rejects.toMatchObject({ code: 'action.failed' });
  });

  it('ends when it is closed', async () => {
    await child.order('hello', undefined);
    const pid = child.pid!;
    await child.close();
    expect(() => process.kill(pid, 0)).toThrow();
    await expect(child.order('hello', undefined)).rejects.toMatchObject({ code: 'action.failed' });
  });

  it('keeps the clipboard where nothing better is there, and gives it back', async () => {
    const clipboard = new NutClipboard(child);
    await clipboard.write('former, Grüße 漢字 😀');
    expect(await clipboard.borrow('borrowed', () => clipboard.read())).toBe('borrowed');
    expect(await clipboard.read()).toBe('former, Grüße 漢字 😀');
    await expect(clipboard.borrow('borrowed', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await clipboard.read()).toBe('former, Grüße 漢字 😀');
  });
});
