import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '@karna/common/errors';
import { eventually } from '@karna/common/testing';
import { namedKeys } from '@karna/proto/keys';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop, Point, RawFrame } from '../../ports.ts';
import type { Limits, Rig, Witness } from './rig.ts';

/** Texts with all that has gone wrong with typing somewhere: shifted symbols, accents, and scripts no layout has. */
export const texts = [
  '!@#$%^&*()_+-={}[]|\\:;"\'<>,.?/~`',
  'the Quick brown FOX jumps over 13 lazy dogs',
  'café é ñ ü ß €',
  '漢字かな交じり文を入力する',
  'Привет, мир! Ελληνικά',
  'العربية עברית',
  'emoji 😀 👍🏽 👩‍💻',
  'line1\nline2',
] as const;

/** Keys that change the state of the keyboard, or that a desktop may keep to itself. */
const skippedKeys = ['CapsLock', 'NumLock', 'ScrollLock', 'PrintScreen'];
const never = new AbortController().signal;
const untouched = { restless: false, firstChangeMs: 0, changedMs: 0 };

/** What every back end promises. `open` gives a fresh rig; the whole suite runs on one. */
export function describeDesktop(name: string, open: () => Promise<Rig>, limits: Limits): void {
  describe(`the ${name} desktop`, () => {
    let rig: Rig;
    let desktop: Desktop;
    let witness: Witness;

    beforeAll(async () => {
      rig = await open();
      ({ desktop, witness } = rig);
    });
    afterAll(() => rig?.close());
    beforeEach(async () => {
      await focusByTitle(desktop, witness.title);
      witness.forget();
      rig.neighbour.forget();
    });

    describe('screen', () => {
      it('captures the whole desktop at its size', async () => {
        const [display] = await desktop.screen.displays();
        const frame = await desktop.screen.capture();
        expect(frame.box).toEqual(display?.box);
        expect(frame.pixels.length).toBeGreaterThanOrEqual(frame.stride * (frame.height - 1) + frame.width * 4);
        expect(Math.abs(Date.now() - frame.capturedAt.getTime())).toBeLessThan(5_000);
        expect(performance.now() - frame.capturedElapsedMs).toBeLessThan(5_000);
      });

      it('shows colours as they were drawn, at the right place', async () => {
        const box = await witness.box();
        for (const [index, colour] of [0xff0000, 0x00ff00, 0x0000ff, 0x123456].entries()) {
          await witness.paint({ x: index * 20, y: 0, width: 20, height: 20 }, colour);
        }
        await desktop.screen.quietFor(50, 1_000, never);
        const frame = await desktop.screen.capture();
        const seen = [0, 1, 2, 3].map((index) => colourAt(frame, { x: box.x + index * 20 + 10, y: box.y + 10 }));
        expect(seen).toEqual([0xff0000, 0x00ff00, 0x0000ff, 0x123456]);
        const justOutside = [0, 3].map((index) => colourAt(frame, { x: box.x + index * 20 + 10, y: box.y + 20 }));
        expect(justOutside).not.toContain(0xff0000);
        expect(justOutside).not.toContain(0x123456);
      });

      it('captures a region as that part of the whole', async () => {
        const { x, y } = await witness.box();
        await witness.paint({ x: 0, y: 0, width: 40, height: 20 }, 0x336699);
        await desktop.screen.quietFor(50, 1_000, never);
        const part = await desktop.screen.captureRegion({ x: x + 5, y: y + 5, width: 30, height: 10 });
        expect(part.box).toEqual({ x: x + 5, y: y + 5, width: 30, height: 10 });
        expect([part.width, part.height]).toEqual([30, 10]);
        expect(colourAt(part, { x: 0, y: 0 })).toBe(0x336699);
        expect(colourAt(part, { x: 29, y: 9 })).toBe(0x336699);
      });

      it('clips a region to the desktop and refuses one beside it', async () => {
        const { width } = await desktop.screen.capture();
        const part = await desktop.screen.captureRegion({ x: width - 10, y: -5, width: 50, height: 25 });
        expect(part.box).toEqual({ x: width - 10, y: 0, width: 10, height: 20 });
        const beside = desktop.screen.captureRegion({ x: width + 1, y: 0, width: 10, height: 10 });
        await expect(beside).rejects.toMatchObject({ code: 'capture.failed' });
      });

      it('leaves a frame alone when the screen changes later', async () => {
        const { x, y } = await witness.box();
        await witness.paint({ x: 0, y: 0, width: 20, height: 20 }, 0xaa0000);
        await desktop.screen.quietFor(50, 1_000, never);
        const before = await desktop.screen.capture();
        await witness.paint({ x: 0, y: 0, width: 20, height: 20 }, 0x00aa00);
        await desktop.screen.quietFor(50, 1_000, never);
        await desktop.screen.capture();
        expect(colourAt(before, { x: x + 5, y: y + 5 })).toBe(0xaa0000);
      });

      it('settles after the quiet time when nothing changes', async () => {
        await desktop.screen.quietFor(200, 3_000, never);
        const start = performance.now();
        await expect(desktop.screen.quietFor(100, 2_000, never)).resolves.toEqual(untouched);
        const took = performance.now() - start;
        expect(took).toBeGreaterThanOrEqual(95);
        expect(took).toBeLessThan(1_000);
      });

      it('waits until a change is over', async () => {
        const painting = animate(witness, 1_200);
        const start = performance.now();
        const settled = await desktop.screen.quietFor(1_000, 5_000, never);
        const took = performance.now() - start;
        await painting;
        expect(settled.restless).toBe(false);
        expect(settled.firstChangeMs).toBeGreaterThan(0);
        expect(settled.firstChangeMs).toBeLessThan(600);
        // The wait ended so much after the last change that it saw.
        expect(settled.changedMs).toBeGreaterThan(settled.firstChangeMs);
        expect(settled.changedMs).toBeLessThanOrEqual(took - 1_000);
        expect(took).toBeGreaterThan(2_100);
      });

      it('tells on the way once a change is over, and never while it lasts', async () => {
        const painting = animate(witness, 600);
        const told: number[] = [];
        const start = performance.now();
        const onTheWay = { afterMs: 250, calm: () => void told.push(performance.now() - start) };
        const { changedMs } = await desktop.screen.quietFor(500, 5_000, never, onTheWay);
        const took = performance.now() - start;
        await painting;
        expect(told.at(-1)).toBeGreaterThanOrEqual(changedMs + 245);
        expect(told.at(-1)).toBeLessThan(took - 100);
      });

      it('says that the screen never came to rest', async () => {
        // Quiet is far longer than a painting machine under load may stall.
        const painting = animate(witness, 2_500);
        const start = performance.now();
        const settled = await desktop.screen.quietFor(1_500, 1_800, never);
        const took = performance.now() - start;
        await painting;
        expect(settled.restless).toBe(true);
        expect(took).toBeLessThan(2_400);
      });

      it('takes a drawing that changes no pixel for quiet', async () => {
        await witness.paint({ x: 0, y: 0, width: 20, height: 20 }, 0x224466);
        await desktop.screen.quietFor(200, 3_000, never);
        const painting = animate(witness, 800, [0x224466]);
        const start = performance.now();
        const settled = await desktop.screen.quietFor(200, 2_000, never);
        const took = performance.now() - start;
        await painting;
        expect(settled).toEqual(untouched);
        expect(took).toBeLessThan(700);
      });

      it('stops waiting when the signal aborts', async () => {
        const halted = new AbortController();
        const waiting = desktop.screen.quietFor(5_000, 10_000, halted.signal);
        setTimeout(() => halted.abort(new Error('halted')), 50);
        const start = performance.now();
        await expect(waiting).rejects.toThrow('halted');
        expect(performance.now() - start).toBeLessThan(1_000);
      });
    });

    describe('pointer', () => {
      it('is where it was moved', async () => {
        await desktop.pointer.move({ x: 123, y: 77 });
        expect(await desktop.screen.pointerPosition()).toEqual({ x: 123, y: 77 });
        await desktop.pointer.move({ x: 0, y: 0 });
        expect(await desktop.screen.pointerPosition()).toEqual({ x: 0, y: 0 });
      });

      it.each(['left', 'middle', 'right'] as const)('clicks with the %s button where it is', async (button) => {
        await moveTo({ x: 33, y: 44 });
        witness.forget();
        await desktop.pointer.down(button);
        await desktop.pointer.up(button);
        const at = { x: 33, y: 44 };
        await arrived((events) => events.filter(({ kind }) => kind.startsWith('button')).length === 2);
        expect((await witness.events()).filter(({ kind }) => kind !== 'move')).toEqual([
          { kind: 'button-down', button, at },
          { kind: 'button-up', button, at },
        ]);
      });

      it('drags: pressed at the first place, moved along, released at the last', async () => {
        await moveTo({ x: 20, y: 20 });
        witness.forget();
        await desktop.pointer.down('left');
        await delay(100); // a window manager holds the pointer at a press, and of moves meanwhile only the last remains
        await moveTo({ x: 60, y: 30 });
        await moveTo({ x: 100, y: 50 });
        await desktop.pointer.up('left');
        await arrived((events) => events.some(({ kind }) => kind === 'button-up'));
        const all = await witness.events();
        const events = all.slice(all.findIndex(({ kind }) => kind === 'button-down')); // the way there may still arrive
        expect(events[0]).toEqual({ kind: 'button-down', button: 'left', at: { x: 20, y: 20 } });
        expect(events).toContainEqual({ kind: 'move', at: { x: 60, y: 30 } });
        expect(events.at(-1)).toEqual({ kind: 'button-up', button: 'left', at: { x: 100, y: 50 } });
      });

      it.each([
        ['down', 0, 3],
        ['up', 0, -2],
        ['right', 2, 0],
        ['left', -3, 0],
      ])('turns the wheel %s', async (_, right, down) => {
        await moveTo({ x: 50, y: 50 });
        witness.forget();
        await desktop.pointer.wheel(right, down);
        await arrived((events) => sameTotal(events, right, down));
        expect(total(await witness.events())).toEqual({ right, down });
      });
    });

    describe('keyboard', () => {
      const keys = namedKeys.filter((key) => !skippedKeys.includes(key));

      it.each(keys.filter((key) => !limits.missingKeys.includes(key)))('presses %s', async (key) => {
        await tap(key);
        await arrived((events) => events.length >= 2);
        expect(await witness.events()).toEqual([
          { kind: 'key-down', key },
          { kind: 'key-up', key },
        ]);
      });

      it.each(['Control', 'Shift', 'Alt', 'Super'])('holds %s', async (key) => {
        await desktop.keyboard.down(key);
        await arrived((events) => events.length === 1);
        await desktop.keyboard.up(key);
        await arrived((events) => events.length === 2);
        expect((await witness.events()).map(({ kind }) => kind)).toEqual(['key-down', 'key-up']);
      });

      it.runIf(limits.missingKeys.length > 0)('refuses the keys that it does not have', async () => {
        for (const key of limits.missingKeys) {
          await expect(desktop.keyboard.down(key)).rejects.toMatchObject({ code: 'action.unsupported' });
        }
      });

      it('presses a chord in order and lets it go in reverse', async () => {
        await chord(['Control', 'Shift', 's']);
        await arrived((events) => events.length >= 6);
        expect(
          (await witness.events()).map((event) => [event.kind, 'key' in event && event.key.toLowerCase()]),
        ).toEqual([
          ['key-down', 'control'],
          ['key-down', 'shift'],
          ['key-down', 's'],
          ['key-up', 's'],
          ['key-up', 'shift'],
          ['key-up', 'control'],
        ]);
      });

      it('brings Shift for a character on the upper level and takes it away again', async () => {
        await chord(['Control', '+']);
        await arrived((events) => events.length >= 6);
        const events = await witness.events();
        expect(events).toContainEqual({ kind: 'key-down', key: 'Shift' });
        expect(events).toContainEqual({ kind: 'key-down', key: '+' });
        expect(held(events)).toEqual([]);
      });

      it.each(['', 'Hyper', 'ab', '\u0007'])('knows no key %j', async (key) => {
        await expect(desktop.keyboard.down(key)).rejects.toMatchObject({ code: 'key.unknown' });
        expect(await witness.events()).toEqual([]);
      });

      it.each(texts)('types %j exactly', async (text) => {
        await typed(text);
      });

      it('types what was just typed again, and then something else', async () => {
        await typed('é漢😀é');
        await typed('é漢😀ж');
      });

      it('types a long text with more foreign characters than there are keys', async () => {
        const many = Array.from({ length: 60 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('');
        await typed(`start ${many} middle ${'All work and no play. '.repeat(20)} end`);
      });

      it.each(['bell \u0007', 'half \ud83d of a pair'])('refuses %j before the first key', async (text) => {
        await expect(desktop.keyboard.type(text, never)).rejects.toMatchObject({ code: 'text.untypable' });
        expect(await witness.events()).toEqual([]);
      });

      it('stops typing when the signal aborts and leaves no key down', async () => {
        const halted = new AbortController();
        const typing = desktop.keyboard.type('ABC def '.repeat(500), halted.signal);
        setTimeout(() => halted.abort(new Error('halted')), 20);
        await expect(typing).rejects.toThrow('halted');
        await delay(50);
        const events = await witness.events();
        expect(events.length).toBeLessThan(2 * 8 * 500);
        expect(held(events)).toEqual([]);
        expect(await desktop.releaseAll()).toEqual([]);
      });

      it('types nothing when the signal has aborted already', async () => {
        await expect(desktop.keyboard.type('text', AbortSignal.abort(new Error('halted')))).rejects.toThrow('halted');
        expect(await witness.events()).toEqual([]);
      });

      it('releases all that is held and names it', async () => {
        await desktop.keyboard.down('Control');
        await desktop.keyboard.down('x');
        await moveTo({ x: 10, y: 10 });
        await desktop.pointer.down('left');
        const released = await desktop.releaseAll();
        expect(released.toSorted()).toEqual(['Control', 'left button', 'x']);
        await arrived((events) => events.some(({ kind }) => kind === 'button-up'));
        expect(held(await witness.events())).toEqual([]);
        expect(await desktop.releaseAll()).toEqual([]);
      });
    });

    describe('clipboard', () => {
      it.each(['plain', 'Grüße, 漢字 😀\nsecond line\n', ''])('keeps %j', async (text) => {
        await desktop.clipboard.write(text);
        expect(await desktop.clipboard.read()).toBe(text);
      });

      it('keeps a long text', async () => {
        const text = '0123456789 äöü '.repeat(30_000);
        await desktop.clipboard.write(text);
        expect((await desktop.clipboard.read()) === text).toBe(true);
      });

      it('lends itself and gives back what was there', async () => {
        await desktop.clipboard.write('former');
        const inside = await desktop.clipboard.borrow('borrowed', () => desktop.clipboard.read());
        expect(inside).toBe('borrowed');
        expect(await desktop.clipboard.read()).toBe('former');
      });

      it('gives back what was there when the work fails', async () => {
        await desktop.clipboard.write('former');
        const work = () => Promise.reject(new Error('the window vanished'));
        await expect(desktop.clipboard.borrow('borrowed', work)).rejects.toThrow('the window vanished');
        expect(await desktop.clipboard.read()).toBe('former');
      });

      it('says so when no application took what was lent', async () => {
        await desktop.clipboard.write('former');
        const borrowing = desktop.clipboard.borrow('borrowed', async () => 'pasted nowhere');
        await expect(borrowing).rejects.toMatchObject({ code: 'action.failed' });
        expect(await desktop.clipboard.read()).toBe('former');
      });

      it('is pasted whole while it is lent', async () => {
        await desktop.clipboard.write('former');
        const field = await focusedField();
        const text = `pasted ${'漢字 and more. '.repeat(400)}`;
        await desktop.clipboard.borrow(text, () => chord(['Control', 'v']));
        await shows(field, text);
        expect(await desktop.clipboard.read()).toBe('former');
      });
    });

    describe('windows', () => {
      it('lists them with title, place and the active one', async () => {
        const windows = await desktop.windows.list();
        const own = windows.find(({ title }) => title === witness.title);
        const client = await witness.box();
        expect(own).toMatchObject({ active: true, minimized: false });
        expect(own?.application).not.toBe('');
        const frame = own?.box ?? { x: 0, y: 0, width: 0, height: 0 };
        expect(frame.x).toBeLessThanOrEqual(client.x);
        expect(frame.y).toBeLessThan(client.y); // above it is the title bar
        expect(frame.width).toBeGreaterThanOrEqual(client.width);
        expect(frame.y + frame.height).toBeGreaterThanOrEqual(client.y + client.height);
        expect(windows.filter(({ active }) => active)).toHaveLength(1);
      });

      it('lists the active window last, on top', async () => {
        await focusByTitle(desktop, rig.neighbour.title);
        expect((await desktop.windows.list()).at(-1)?.title).toBe(rig.neighbour.title);
        await focusByTitle(desktop, witness.title);
        expect((await desktop.windows.list()).at(-1)?.title).toBe(witness.title);
      });

      it('gives the keyboard to the window that it focuses', async () => {
        await focusByTitle(desktop, rig.neighbour.title);
        await tap('k');
        await eventually(async () => ((await rig.neighbour.events()).length >= 2 ? undefined : 'no key yet'), {
          timeoutMs: 2_000,
        });
        expect(await witness.events()).not.toContainEqual({ kind: 'key-down', key: 'k' });
      });

      it('minimises a window and brings it back', async () => {
        const { id } = await windowOf(desktop, rig.neighbour.title);
        await desktop.windows.minimize(id);
        expect(await windowOf(desktop, rig.neighbour.title)).toMatchObject({ minimized: true, active: false });
        await desktop.windows.focus(id);
        expect(await windowOf(desktop, rig.neighbour.title)).toMatchObject({ minimized: false, active: true });
      });

      it('does not find a window that is not there', async () => {
        await expect(desktop.windows.focus('0xdeadbeef')).rejects.toMatchObject({ code: 'window.not_found' });
        await expect(desktop.windows.close('no window')).rejects.toMatchObject({ code: 'window.not_found' });
      });
    });

    describe('applications', () => {
      it('opens a program by its everyday name, and ends it', async () => {
        const { said, application } = limits.everydayProgram;
        await desktop.applications.launch({ $case: 'application', value: said });
        const isOpen = async () =>
          (await desktop.windows.list()).some((window) => application.test(window.application));
        await eventually(async () => ((await isOpen()) ? undefined : 'no window yet'), {
          timeoutMs: 20_000,
        });
        await closeBy(application);
        await eventually(async () => ((await isOpen()) ? 'still open' : undefined), {
          timeoutMs: 5_000,
        });
      });

      it('does not find a program that is not there', async () => {
        const launching = desktop.applications.launch({ $case: 'application', value: 'Frobnicator 3000' });
        await expect(launching).rejects.toMatchObject({ code: 'app.not_found' });
      });

      const closeBy = async (application: RegExp) => {
        for (const window of await desktop.windows.list()) {
          if (application.test(window.application)) await desktop.windows.close(window.id);
        }
      };
    });

    describe('halt key', () => {
      it('is heard, and not any more after that was ended', async () => {
        let heard = 0;
        const forget = desktop.haltKey.onPressed(() => heard++);
        await chord(['Control', 'Alt', 'Escape']);
        await eventually(() => (heard === 1 ? undefined : `heard ${heard} times`), {
          timeoutMs: 1_000,
        });
        await delay(50);
        expect(heard).toBe(1);
        forget();
        await chord(['Control', 'Alt', 'Escape']);
        await delay(50);
        expect(heard).toBe(1);
      });

      it('is not mistaken for other keys', async () => {
        let heard = 0;
        const forget = desktop.haltKey.onPressed(() => heard++);
        for (const keys of [['Escape'], ['Control', 'Escape'], ['Control', 'Alt', 'e']]) await chord(keys);
        await delay(50);
        forget();
        expect(heard).toBe(0);
      });
    });

    describe('teach key', () => {
      it('is heard where it was asked for, and not mistaken for others', async () => {
        if (!desktop.teachKey) return;
        let heard = 0;
        const forget = desktop.teachKey.onPressed(() => heard++);
        for (const keys of [['r'], ['Control', 'r'], ['Control', 'Alt', 'e'], ['Control', 'Alt', 'Escape']])
          await chord(keys);
        await chord(['Control', 'Alt', 'r']);
        await eventually(() => (heard > 0 ? undefined : 'the key'), { timeoutMs: 1_000 });
        await delay(50);
        forget();
        expect(heard).toBe(1);
      });
    });

    const moveTo = async ({ x, y }: Point) => {
      const box = await witness.box();
      await desktop.pointer.move({ x: box.x + x, y: box.y + y });
    };

    const tap = async (key: string) => {
      await desktop.keyboard.down(key);
      await desktop.keyboard.up(key);
    };

    const chord = async (keys: readonly string[]) => {
      for (const key of keys) await desktop.keyboard.down(key);
      for (const key of keys.toReversed()) await desktop.keyboard.up(key);
    };

    const arrived = (isThere: (events: Awaited<ReturnType<Witness['events']>>) => boolean) =>
      eventually(async () => (isThere(await witness.events()) ? undefined : 'events'), {
        timeoutMs: 2_000,
      }).catch(() => undefined); // the assertion that follows says what is different

    const focusedField = async () => {
      const field = await rig.field();
      await desktop.pointer.move(field.at);
      await desktop.pointer.down('left');
      await desktop.pointer.up('left');
      await field.clear();
      await desktop.screen.quietFor(100, 2_000, never);
      return field;
    };

    const typed = async (text: string) => {
      const field = await focusedField();
      await desktop.keyboard.type(text, never);
      await shows(field, text);
    };

    const shows = async (field: { text(): Promise<string> }, text: string) => {
      await eventually(async () => ((await field.text()) === text ? undefined : 'another text'), {
        timeoutMs: 10_000,
      }).catch(() => undefined);
      expect(await field.text()).toBe(text);
    };
  });
}

type Events = Awaited<ReturnType<Witness['events']>>;

/** Keys and buttons that went down and did not come up. */
function held(events: Events): string[] {
  const down = new Set<string>();
  for (const event of events) {
    if (event.kind === 'key-down') down.add(event.key.toLowerCase());
    if (event.kind === 'key-up') down.delete(event.key.toLowerCase());
    if (event.kind === 'button-down') down.add(event.button);
    if (event.kind === 'button-up') down.delete(event.button);
  }
  return [...down];
}

const total = (events: Events) =>
  events.reduce(
    (sum, event) => (event.kind === 'wheel' ? { right: sum.right + event.right, down: sum.down + event.down } : sum),
    { right: 0, down: 0 },
  );

const sameTotal = (events: Events, right: number, down: number): boolean => {
  const sum = total(events);
  return sum.right === right && sum.down === down;
};

function colourAt({ pixels, stride }: RawFrame, { x, y }: Point): number {
  const at = y * stride + x * 4;
  return ((pixels[at + 2] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at] ?? 0);
}

/** Paints a corner of the window again and again. */
async function animate(witness: Witness, forMs: number, colours = [0xff8800, 0x0088ff]): Promise<void> {
  const end = performance.now() + forMs;
  for (let step = 0; performance.now() < end; step++) {
    await witness.paint({ x: 0, y: 0, width: 20, height: 20 }, colours[step % colours.length] ?? 0);
    await delay(30);
  }
}

async function windowOf(desktop: Desktop, title: string) {
  const window = (await desktop.windows.list()).find((known) => known.title === title);
  if (!window) throw new Error('the window is not listed');
  return window;
}

async function focusByTitle(desktop: Desktop, title: string): Promise<void> {
  const { id } = await windowOf(desktop, title);
  await desktop.windows.focus(id).catch((error: unknown) => {
    if (!hasCode(error, 'action.failed')) throw error;
    throw new Error('the window manager gave the focus to another window');
  });
}
