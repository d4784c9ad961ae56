import { setTimeout as delay } from 'node:timers/promises';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop } from '../../ports.ts';
import { chord, type Editor, feed, openEditor, openTerminal, run } from '../contract/applications-under-test.ts';
import { describeDesktop, texts } from '../contract/desktop-contract.ts';
import { describePersonWatch } from '../contract/person-contract.ts';
import { XWitness } from '../contract/witness.ts';
import { xPerson } from '../contract/x-person.ts';
import { openXRig, type XRig } from '../contract/x-rig.ts';
import { startVirtualDesktop } from '../virtual-desktop.ts';
import { XConnection } from './connection.ts';
import { EventQueue } from './event-queue.ts';
import { readLayoutState } from './layout-state.ts';
import { openX11Desktop } from './open.ts';
import { X11Screen } from './screen.ts';
import type { WireCallback } from './wire.ts';

const never = new AbortController().signal;

describeDesktop('x11', () => openXRig(':71', openX11Desktop), {
  missingKeys: [],
  everydayProgram: { said: 'calculator', application: /galculator/i },
});

describePersonWatch('x11', async () => {
  const rig = await openXRig(':71', openX11Desktop);
  return { desktop: rig.desktop, person: xPerson(rig.environment), close: () => rig.close() };
});

describe('the x11 desktop on a real display', () => {
  let rig: XRig;
  let desktop: Desktop;
  let probe: XConnection;

  beforeAll(async () => {
    rig = await openXRig(':71', openX11Desktop);
    desktop = rig.desktop;
    probe = await XConnection.open(rig.display, quiet);
  });
  afterAll(async () => {
    probe?.close();
    await rig?.close();
  });
  beforeEach(async () => {
    const windows = await desktop.windows.list();
    await desktop.windows.focus(windows.find(({ title }) => title === rig.witness.title)!.id);
    rig.witness.forget();
  });

  const tap = async (key: string) => {
    await desktop.keyboard.down(key);
    await desktop.keyboard.up(key);
  };
  const keymap = () => {
    const { min_keycode: first, max_keycode: last } = probe.display;
    return probe.ask<number[][]>((client, done) => client.GetKeyboardMapping(first, last - first + 1, done));
  };
  const setLayout = (...args: string[]) => run('setxkbmap', args, { env: rig.environment });
  /** What the witness would have in a text field. */
  const witnessed = async (expected: string) => {
    const text = async () =>
      (await rig.witness.events())
        .flatMap((event) => (event.kind === 'key-down' ? [event.key] : []))
        .filter((key) => [...key].length === 1 || key === 'Space')
        .map((key) => (key === 'Space' ? ' ' : key))
        .join('');
    await eventually(async () => ((await text()) === expected ? undefined : 'another text'), {
      timeoutMs: 3_000,
    }).catch(() => undefined);
    return text();
  };

  describe('typing', () => {
    let editor: Editor | undefined;
    afterEach(async () => {
      await editor?.close();
      editor = undefined;
    });

    // A line end in a terminal ends what was typed, so texts are one line there.
    it.each(texts.filter((text) => !text.includes('\n')))('types %j exactly into a terminal', async (text) => {
      editor = await openTerminal(rig);
      await desktop.keyboard.type(text, never);
      expect(await editor.finish()).toBe(text);
    });

    it('types every text exactly into a GTK editor', async () => {
      editor = await openEditor(rig);
      await desktop.keyboard.type(texts.join('\n'), never);
      expect(await editor.finish()).toBe(texts.join('\n'));
    });

    it('types letters as they are while Caps Lock is on, and leaves it on', async () => {
      await tap('CapsLock');
      rig.witness.forget();
      await desktop.keyboard.type('Mixed Case é', never);
      expect(await witnessed('Mixed Case é')).toBe('Mixed Case é');
      expect((await readLayoutState(probe)).isLocked).toBe(true);
      await tap('CapsLock');
      expect((await readLayoutState(probe)).isLocked).toBe(false);
    });

    it.each([['de'], ['fr'], ['us,ru'], ['ru,us']])('types the same text on the layout %s', async (layout) => {
      const text = 'zyYZ @{}[] éß äöü Привет';
      await setLayout('-layout', layout);
      try {
        await desktop.keyboard.type(text, never);
        expect(await witnessed(text)).toBe(text);
      } finally {
        await setLayout('-layout', 'us');
      }
    });

    it('gives the keymap back as it found it', async () => {
      const before = await keymap();
      const own = await openX11Desktop({ display: rig.display, environment: rig.environment, log: quiet });
      await own.keyboard.type('ŵŷẑ', never);
      expect(await keymap()).not.toEqual(before);
      await own.close();
      expect(await keymap()).toEqual(before);
    });

    it('takes over what an earlier run could not give back', async () => {
      const { display, environment } = rig;
      const before = await keymap();
      const spare = before.findIndex((row) => row.every((keysym) => keysym === 0));
      const row = before[spare]!.map(() => 0x0100017c); // ż
      await probe.ask((client, done) =>
        client.ChangeKeyboardMapping(probe.display.min_keycode + spare, row.length, row, done),
      );
      const own = await openX11Desktop({ display, environment, log: quiet });
      rig.witness.forget();
      await own.keyboard.type('żółw', never);
      expect(await witnessed('żółw')).toBe('żółw');
      await own.close();
      expect(await keymap()).toEqual(before);
    });
  });

  describe('clipboard', () => {
    const paste = async (...args: string[]) => {
      const { stdout } = await run('xclip', ['-selection', 'clipboard', '-out', ...args], {
        env: rig.environment,
        encoding: 'buffer',
        maxBuffer: 64 * 1024 * 1024,
      });
      return stdout;
    };
    const owner = async () => {
      const clipboard = await probe.atom('CLIPBOARD');
      return probe.ask<number>((client, done) => client.GetSelectionOwner(clipboard, done));
    };
    const copy = async (input: Buffer, ...args: string[]) => {
      const before = await owner();
      await feed('xclip', ['-selection', 'clipboard', '-in', ...args], input, rig.environment);
      // xclip goes into the background first and takes the clipboard then.
      await eventually(async () => ((await owner()) === before ? 'still the old owner' : undefined), {
        timeoutMs: 2_000,
      });
    };

    it('is read by other programs', async () => {
      await desktop.clipboard.write('Grüße 漢字 😀\n');
      expect((await paste()).toString('utf8')).toBe('Grüße 漢字 😀\n');
    });

    it('reads what other programs own, also when it comes in pieces', async () => {
      await copy(Buffer.from('from outside ü\n'));
      expect(await desktop.clipboard.read()).toBe('from outside ü\n');
      const long = '0123456789 äöü '.repeat(100_000);
      await copy(Buffer.from(long));
      expect((await desktop.clipboard.read()) === long).toBe(true); // not printed: it is 1.8 MB
    });

    it('hands out texts longer than one request', async () => {
      const long = '0123456789 äöü '.repeat(100_000);
      await desktop.clipboard.write(long);
      expect((await paste()).toString('utf8') === long).toBe(true);
    });

    it('gives back a picture that another program had put there', async () => {
      const picture = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
      await copy(picture, '-target', 'image/png');
      await desktop.clipboard.borrow('text', async () => expect((await paste()).toString()).toBe('text'));
      expect(Buffer.compare(await paste('-target', 'image/png'), picture)).toBe(0);
    });

    it('keeps a program awake that has asked for a paste', async () => {
      const [clipboard, target] = await Promise.all([probe.atom('CLIPBOARD'), probe.atom('UTF8_STRING')]);
      const window = probe.newId();
      probe.tell((client) => client.CreateWindow(window, probe.root, 0, 0, 1, 1, 0, 0, 0, 0, {}));
      using nudges = new EventQueue(probe, ({ name, wid }) => name === 'ClientMessage' && wid === window);
      await desktop.clipboard.borrow('text', async () => {
        probe.tell((client) => client.ConvertSelection(window, clipboard, target, target, 0));
      });
      expect(await nudges.next(1_000)).toBeDefined();
    });

    it('leaves an empty clipboard empty', async () => {
      const own = await openX11Desktop({ display: rig.display, environment: rig.environment, log: quiet });
      await own.clipboard.write('mine');
      await own.close(); // the owner goes, and the content with it
      expect(await desktop.clipboard.read()).toBe('');
      await desktop.clipboard.borrow('text', () => paste());
      expect(await desktop.clipboard.read()).toBe('');
    });
  });

  describe('halt key and person', () => {
    const xdotool = (...args: string[]) => run('xdotool', args, { env: rig.environment });

    it.each(['NumLock', 'CapsLock'])('hears the halt key while %s is on', async (lock) => {
      await tap(lock);
      let heard = 0;
      const forget = desktop.haltKey.onPressed(() => heard++);
      await xdotool('keydown', 'ctrl', 'keydown', 'alt', 'key', 'Escape', 'keyup', 'alt', 'keyup', 'ctrl');
      await eventually(() => (heard > 0 ? undefined : 'nothing'), { timeoutMs: 2_000 });
      await delay(50);
      forget();
      await tap(lock);
      expect(heard).toBe(1);
    });

    it('hears the halt key while another program holds the keyboard', async () => {
      const other = await XConnection.open(rig.display, quiet);
      await other.ask((client, done) => client.GrabKeyboard(other.root, 0, 0, 1, 1, done));
      let heard = 0;
      const forget = desktop.haltKey.onPressed(() => heard++);
      await xdotool('keydown', 'ctrl', 'keydown', 'alt', 'keydown', 'Escape');
      await eventually(() => (heard > 0 ? undefined : 'nothing'), { timeoutMs: 2_000 });
      await xdotool('keyup', 'Escape', 'keyup', 'alt', 'keyup', 'ctrl');
      other.close();
      forget();
      expect(heard).toBe(1);
    });

    it('tells the person from itself', async () => {
      let seen = 0;
      const forget = desktop.personInput?.onInput(() => seen++);
      await desktop.keyboard.type('All by myself 漢字', never);
      for (let step = 0; step < 50; step++) await desktop.pointer.move({ x: 200 + step, y: 300 });
      await desktop.pointer.wheel(1, 2);
      await chord(desktop, ['Control', 'Shift', 's']);
      await delay(200);
      expect(seen).toBe(0);
      await delay(600);
      await xdotool('key', 'a');
      await eventually(() => (seen > 0 ? undefined : 'key not seen'), { timeoutMs: 2_000 });
      seen = 0;
      await xdotool('click', '1');
      await eventually(() => (seen > 0 ? undefined : 'click not seen'), { timeoutMs: 2_000 });
      seen = 0;
      await xdotool('mousemove_relative', '40', '40'); // `mousemove` warps, which no device does
      await eventually(() => (seen > 0 ? undefined : 'movement not seen'), { timeoutMs: 2_000 });
      forget?.();
    });

    it('names the keys that another run left down, and releases them', async () => {
      await xdotool('keydown', 'shift', 'mousedown', '3');
      expect((await desktop.releaseAll()).toSorted()).toEqual(['Shift', 'right button']);
      expect(await desktop.releaseAll()).toEqual([]);
    });
  });

  describe('wheel', () => {
    it('turns no faster than browsers follow', async () => {
      const start = performance.now();
      await desktop.pointer.wheel(0, 4);
      const few = performance.now() - start;
      await desktop.pointer.wheel(0, -16);
      expect(performance.now() - start - few).toBeGreaterThanOrEqual(55);
      expect(few).toBeLessThan(55);
    });
  });

  describe('capture', () => {
    it('sees the same through shared memory and over the socket', async () => {
      const connections = [
        await XConnection.open(rig.display, quiet),
        await XConnection.open(rig.display, quiet),
      ] as const;
      const shared = await X11Screen.open(connections[0]);
      const socket = await X11Screen.open(connections[1], { socketOnly: true });
      expect([shared.method, socket.method]).toEqual(['shm', 'socket']);
      await desktop.screen.quietFor(200, 3_000, never);
      const [a, b] = [await shared.capture(), await socket.capture()];
      expect([a.width, a.height]).toEqual([b.width, b.height]);
      expect(Buffer.compare(a.pixels, b.pixels)).toBe(0);
      await shared.close();
      for (const connection of connections) connection.close();
    });

    it('keeps apart captures that are asked for at the same time', async () => {
      const { x, y } = await rig.witness.box();
      await rig.witness.paint({ x: 0, y: 0, width: 40, height: 40 }, 0x00aa55);
      await desktop.screen.quietFor(100, 2_000, never);
      const parts = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 ? desktop.screen.captureRegion({ x, y, width: 40, height: 40 }) : desktop.screen.capture(),
        ),
      );
      for (const { width, pixels } of parts.filter((part) => part.width === 40)) {
        expect([width, ...pixels.subarray(0, 3)]).toEqual([40, 0x55, 0xaa, 0x00]);
      }
    });

    it('follows a desktop that changes its size', async () => {
      await using opened = new AsyncDisposableStack();
      const { environment } = await openVirtual(opened, ':73', 800, 600);
      const own = await openOn(opened, ':73', environment);
      const other = opened.adopt(await XConnection.open(':73', quiet), (connection) => connection.close());
      for (const [width, height] of [
        [640, 480],
        [800, 600],
        [320, 200],
      ] as const) {
        await resize(other, width, height);
        const frame = await own.screen.capture();
        expect(frame.box).toEqual({ x: 0, y: 0, width, height });
      }
    });
  });

  describe('programs', () => {
    it('finds close names for a program that is not there', async () => {
      const launching = desktop.applications.launch({ $case: 'application', value: 'mousepat' });
      await expect(launching).rejects.toMatchObject({
        code: 'app.not_found',
        message: expect.stringContaining('Mousepad'),
      });
    });

    it('starts what is only in PATH, in a session of its own, and ends all of it', async () => {
      const { pid } = await desktop.applications
        .launch({ $case: 'application', value: 'xclock-that-is-xterm' })
        .catch(() => desktop.applications.launch({ $case: 'application', value: 'xterm' }));
      const { stdout } = await run('ps', ['-o', 'sid=', '-p', String(pid)]);
      expect(Number(stdout)).toBe(pid);
      await desktop.applications.endAll(2_000);
      await expect(run('ps', ['-p', String(pid)])).rejects.toThrow();
    });
  });
});

it('keeps two displays in one process apart', async () => {
  await using opened = new AsyncDisposableStack();
  const first = await openVirtual(opened, ':73', 640, 480);
  const one = await openOn(opened, ':73', first.environment);
  const second = await openVirtual(opened, ':74', 640, 480);
  // Interned first here, these atoms push all others to other numbers than they have on the first display.
  const probe = opened.adopt(await XConnection.open(':74', quiet), (connection) => connection.close());
  for (let n = 0; n < 20; n++) await probe.atom(`KARNA_TEST_${n}`);
  const two = await openOn(opened, ':74', second.environment);
  for (const [display, desktop] of [
    [':73', one],
    [':74', two],
  ] as const) {
    const place = { x: 50, y: 50, width: 100, height: 100 };
    opened.adopt(await XWitness.open(display, `on ${display}`, place, quiet), (window) => window.close());
    expect((await desktop.windows.list()).map(({ title }) => title)).toEqual([`on ${display}`]);
  }
});

describe('the x11 desktop when the display goes away', () => {
  it('does not open where no server is', async () => {
    const opening = openX11Desktop({ display: ':74', environment: {}, log: quiet });
    await expect(opening).rejects.toMatchObject({ code: 'action.failed' });
  });

  it('says so, refuses every call and ends the waiting ones', async () => {
    await using opened = new AsyncDisposableStack();
    const { environment, close } = await openVirtual(opened, ':73', 640, 480);
    const desktop = await openOn(opened, ':73', environment);
    const waiting = desktop.screen.quietFor(20_000, 30_000, never);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'action.failed' });
    await delay(100);
    await close();
    await outcome;
    await eventually(() => (desktop.gone.aborted ? undefined : 'not gone'), { timeoutMs: 2_000 });
    await expect(desktop.screen.capture()).rejects.toMatchObject({ code: 'capture.failed' });
    await expect(desktop.keyboard.down('a')).rejects.toMatchObject({ code: 'action.failed' });
    await expect(desktop.keyboard.type('abc', never)).rejects.toMatchObject({ code: 'action.failed' });
    await expect(desktop.pointer.move({ x: 1, y: 1 })).rejects.toMatchObject({ code: 'action.failed' });
    await expect(desktop.windows.list()).rejects.toMatchObject({ code: 'action.failed' });
    await expect(desktop.clipboard.read()).rejects.toMatchObject({ code: 'action.failed' });
  });
});

async function openVirtual(opened: AsyncDisposableStack, display: string, width: number, height: number) {
  const virtual = await startVirtualDesktop({ width, height, log: quiet, display });
  opened.adopt(virtual, (desktop) => desktop.close());
  return { environment: virtual.env, close: () => virtual.close() };
}

async function openOn(opened: AsyncDisposableStack, display: string, environment: Readonly<Record<string, string>>) {
  return opened.adopt(await openX11Desktop({ display, environment, log: quiet, teachKey: true }), (desktop) =>
    desktop.close(),
  );
}

interface Resizing {
  GetScreenResourcesCurrent(window: number, done: WireCallback<{ crtcs: number[] }>): void;
  SetCrtcConfig(
    crtc: number,
    time: number,
    configTime: number,
    x: number,
    y: number,
    mode: number,
    rotation: number,
    outputs: readonly number[],
    done: WireCallback<unknown>,
  ): void;
  SetScreenSize(window: number, width: number, height: number, widthMm: number, heightMm: number): void;
}

/** As `xrandr --fb` does: monitors off, then the size. */
async function resize(connection: XConnection, width: number, height: number): Promise<void> {
  const randr = await connection.extension<Resizing>('randr');
  const { crtcs } = await connection.ask<{ crtcs: number[] }>((_, done) =>
    randr.GetScreenResourcesCurrent(connection.root, done),
  );
  for (const crtc of crtcs) {
    await connection.ask((_, done) => randr.SetCrtcConfig(crtc, 0, 0, 0, 0, 0, 1, [], done));
  }
  connection.tell(() => randr.SetScreenSize(connection.root, width, height, 200, 150));
  await connection.sync();
}
