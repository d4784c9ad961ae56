import { systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { openMemoryDesktop } from './adapters/memory/open.ts';
import { MemoryReader, writtenLine } from './adapters/memory/reader.ts';
import { turboEncoder } from './adapters/stream-encoder.ts';
import { patternNames } from './domain/redaction/find.ts';
import { agentEvents } from './events.ts';
import type { StreamEncoder } from './ports.ts';
import { Redaction } from './redaction.ts';
import { Streamer } from './streaming.ts';
import { Sheet } from './testing/drawing.ts';
import { ShownScreen } from './testing/shown-screen.ts';
import { Watcher } from './testing/watcher.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function streaming(sheet: Sheet, redaction?: Redaction, encoder: StreamEncoder = turboEncoder()) {
  const screen = new ShownScreen(sheet);
  const desktop = openMemoryDesktop();
  const watchers: Watcher[] = [];
  const streamer = new Streamer({
    desktop: { ...desktop, screen: { ...desktop.screen, ...bound(screen) } },
    redaction,
    accessibility: undefined,
    encoder,
    clock: systemClock,
    events: agentEvents(quiet),
    tell: (body) => {
      for (const watcher of watchers) watcher.hear(body);
    },
    unsentBytes: () => 0,
    hands: () => ({ viewer: '', principal: '', reason: 'HANDS_REASON_UNSPECIFIED' }),
  });
  closing.push(() => streamer.close());
  const watch = (viewer: string) => {
    const watcher = new Watcher(viewer, (order) => streamer.take(order));
    watchers.push(watcher);
    return watcher;
  };
  return { screen, watch };
}

const bound = (screen: ShownScreen) => ({
  captureRegion: screen.captureRegion.bind(screen),
  displays: screen.displays.bind(screen),
  follow: screen.follow.bind(screen),
});

const exactly = (watcher: Watcher, sheet: Sheet) =>
  eventually(() => {
    const wrong = watcher.wrongIn(sheet);
    return wrong === 0 && watcher.isExact ? undefined : `${wrong} pixels, exact ${watcher.isExact}`;
  });

/** Repeatable, so that a failure can be looked into. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function scribble(sheet: Sheet, roll: (sides: number) => number) {
  const [x, y] = [roll(sheet.width - 10), roll(sheet.height - 10)];
  const box = { x, y, width: 1 + roll(sheet.width - x), height: 1 + roll(sheet.height - y) };
  const kind = roll(4);
  if (kind === 0) sheet.fill(box, roll(0x100_0000));
  else if (kind === 1) sheet.letters({ ...box, height: Math.min(box.height, 20) }, roll(0x100_0000));
  else if (kind === 2) for (let n = 0; n < 40; n++) sheet.fill(dot(box, roll), roll(0x100_0000));
  else scroll(sheet, box, roll(40) - 20);
  return box;
}

const dot = (box: { x: number; y: number; width: number; height: number }, roll: (sides: number) => number) => ({
  x: box.x + roll(box.width),
  y: box.y + roll(box.height),
  width: 1,
  height: 1,
});

function scroll(sheet: Sheet, box: { x: number; y: number; width: number; height: number }, by: number) {
  const before = Uint8Array.from(sheet.data);
  for (let row = 0; row < box.height; row++) {
    const from = row + by;
    if (from < 0 || from >= box.height) continue;
    const start = ((box.y + from) * sheet.width + box.x) * 4;
    sheet.data.set(before.subarray(start, start + box.width * 4), ((box.y + row) * sheet.width + box.x) * 4);
  }
}

function photograph(sheet: Sheet, roll: (sides: number) => number) {
  for (let y = 0; y < sheet.height; y++) {
    for (let x = 0; x < sheet.width; x++)
      sheet.fill({ x, y, width: 1, height: 1 }, (x * 65_793 + y * 257 + roll(64)) & 0xffffff);
  }
}

describe('the live picture', () => {
  test.each([1, 2, 3, 4])('comes to what the screen shows, whatever was drawn (%i)', async (seed) => {
    const roll = dice(seed);
    const sheet = new Sheet(330, 270);
    const { screen, watch } = streaming(sheet);
    const quick = watch('quick');
    const slow = watch('slow');
    for (let n = 0; n < 60; n++) {
      screen.drawn(scribble(sheet, roll));
      if (n % 7 === 0) slow.held = true;
      if (n % 7 === 5) slow.release();
      if (n % 3 === 0) await systemClock.sleep(roll(8));
    }
    slow.release();
    const late = watch('late');
    for (const watcher of [quick, slow, late]) await exactly(watcher, sheet);
  });

  test('shows a photograph at once, and exactly once it rests', async () => {
    const sheet = new Sheet(300, 200);
    photograph(sheet, dice(5));
    const { watch } = streaming(sheet);
    const watcher = watch('one');
    await eventually(() => (watcher.updates > 0 ? undefined : 'a first update'));
    expect(watcher.isExact).toBe(false);
    await exactly(watcher, sheet);
  });

  test('makes exact what rests a little at a time, however quickly the viewer takes it', async () => {
    const sheet = new Sheet(512, 320);
    photograph(sheet, dice(3));
    const { watch } = streaming(sheet);
    const watcher = watch('quick');
    await exactly(watcher, sheet);
    const [, first = 0, ...others] = watcher.heardMs; // the whole picture, then eight tiles of forty each
    expect(others).toHaveLength(4);
    expect((others.at(-1) ?? 0) - first).toBeGreaterThan(3 * 16); // the first may have come late
  });

  test('shows a large photograph whole, in bands that are made side by side', async () => {
    const sheet = new Sheet(1000, 700);
    photograph(sheet, dice(6));
    const { watch } = streaming(sheet);
    await exactly(watch('one'), sheet);
  });

  test('sends nothing of before to a viewer who begins anew while an image is being made', async () => {
    const sheet = new Sheet(300, 200);
    photograph(sheet, dice(7));
    const { jpeg, deflate } = turboEncoder();
    const [asked, ready] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { watch } = streaming(sheet, undefined, {
      deflate,
      jpeg: async (...part) => {
        asked.resolve();
        await ready.promise;
        return await jpeg(...part);
      },
    });
    const before = watch('one');
    await asked.promise;
    before.leave();
    const anew = watch('one');
    ready.resolve();
    await exactly(anew, sheet);
    expect(anew.first).toBe(1);
    expect(anew.updates).toBeGreaterThan(0);
  });

  test('is not held up by a viewer who takes nothing, who then gets the newest', async () => {
    const sheet = new Sheet(256, 256);
    const { screen, watch } = streaming(sheet);
    const quick = watch('quick');
    const stalled = watch('stalled');
    await exactly(stalled, sheet);
    stalled.held = true;
    const before = stalled.updates;
    for (let n = 1; n <= 30; n++) {
      sheet.fill({ x: 10, y: 10, width: 50, height: 50 }, n * 1000);
      screen.drawn({ x: 10, y: 10, width: 50, height: 50 });
      await eventually(() => (quick.colourAt(20, 20) === n * 1000 ? undefined : `picture ${n}`));
    }
    const untaken = stalled.updates - before;
    expect(untaken).toBeLessThan(10);
    stalled.release();
    await exactly(stalled, sheet);
    expect(stalled.updates - before).toBeLessThanOrEqual(untaken + 3);
  });

  test('begins anew when the desktop has another size', async () => {
    const { screen, watch } = streaming(new Sheet(300, 200));
    const watcher = watch('one');
    await exactly(watcher, screen.sheet);
    screen.become(new Sheet(200, 333, 0x123456).letters({ x: 5, y: 5, width: 100, height: 20 }, 0));
    await exactly(watcher, screen.sheet);
  });

  test('captures nothing while nobody watches', async () => {
    const { screen, watch } = streaming(new Sheet(300, 200));
    const watcher = watch('one');
    await exactly(watcher, screen.sheet);
    watcher.leave();
    const { captures } = screen;
    screen.drawn({ x: 0, y: 0, width: 10, height: 10 });
    await systemClock.sleep(50);
    expect(screen.captures).toBe(captures);
  });
});

const policy = { patterns: new Set(patternNames), fields: true, regions: [], windows: [] };
const card = writtenLine('4111 1111 1111 1111', 80, 70);
const ink = 0x10_1010;

/** Pixels of the card number that can be told from what surrounds them. */
const legible = (watcher: Watcher): number => {
  let count = 0;
  for (let y = card.box.y; y < card.box.y + card.box.height; y++)
    for (let x = card.box.x; x < card.box.x + card.box.width; x++) if (watcher.colourAt(x, y) === ink) count += 1;
  return count;
};

describe('what is secret in the live picture', () => {
  test('never leaves: veiled until it was read, masked from then on', async () => {
    const reader = new MemoryReader();
    const sheet = new Sheet(400, 200);
    const { screen, watch } = streaming(sheet, new Redaction({ policy, reader }));
    const watcher = watch('one');
    await exactly(watcher, sheet);
    reader.lines = [card];
    let seen = 0;
    const looking = setInterval(() => {
      seen = Math.max(seen, legible(watcher));
    }, 1);
    sheet.letters(card.box, ink);
    screen.drawn(card.box);
    await eventually(() => (watcher.wasVeiled ? undefined : 'a veil'));
    await eventually(() => (watcher.isVeiled ? 'the end of the veil' : undefined));
    clearInterval(looking);
    expect(seen).toBe(0);
    expect(watcher.colourAt(card.box.x + 1, card.box.y + 5)).not.toBe(0xffffff);
  });

  test('ordinary writing is veiled until it was read, and sharp from then on, also when it comes back', async () => {
    const sheet = new Sheet(400, 200);
    const reader = new MemoryReader();
    const { screen, watch } = streaming(sheet, new Redaction({ policy, reader }));
    const watcher = watch('one');
    await exactly(watcher, sheet);
    await eventually(() => (reader.asked.length > 0 ? undefined : 'a first reading'));
    const caret = { x: 100, y: 70, width: 2, height: 16 };
    sheet.fill(caret, ink);
    screen.drawn(caret);
    await eventually(() => (watcher.wasVeiled ? undefined : 'a veil'));
    await exactly(watcher, sheet);
    // Both looks were read: they pass from now on, even when nothing can be read.
    reader.failure = new Error('the reader broke');
    for (const colour of [0xffffff, ink, 0xffffff, ink]) {
      sheet.fill(caret, colour);
      screen.drawn(caret);
      await exactly(watcher, sheet);
    }
  });

  test('what is no writing passes at once, even when nothing can be read', async () => {
    const sheet = new Sheet(400, 200);
    const reader = new MemoryReader();
    const { screen, watch } = streaming(sheet, new Redaction({ policy, reader }));
    const watcher = watch('one');
    await exactly(watcher, sheet);
    reader.failure = new Error('the reader broke');
    sheet.fill({ x: 0, y: 0, width: 400, height: 100 }, 0x336699);
    screen.drawn({ x: 0, y: 0, width: 400, height: 100 });
    await exactly(watcher, sheet);
    sheet.letters(card.box, ink);
    screen.drawn(card.box);
    await eventually(() => (watcher.wasVeiled ? undefined : 'a veil'));
    await systemClock.sleep(100);
    expect(legible(watcher)).toBe(0);
  });

  test('a configured place is masked in the very first picture', async () => {
    const regions = [{ x: { px: 10 }, y: { px: 10 }, width: { px: 100 }, height: { px: 50 } }];
    const sheet = new Sheet(400, 200).fill({ x: 0, y: 0, width: 400, height: 200 }, 0x00ff00);
    const { watch } = streaming(sheet, new Redaction({ policy: { ...policy, regions }, reader: new MemoryReader() }));
    const watcher = watch('one');
    await eventually(() => (watcher.updates > 0 ? undefined : 'a first update'));
    expect(watcher.colourAt(50, 30)).not.toBe(0x00ff00);
    expect(watcher.colourAt(200, 100)).toBe(0x00ff00);
  });
});
