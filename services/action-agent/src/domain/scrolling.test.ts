import { expect, test } from 'vitest';
import { changedBoxes, type Pixels } from './pixels.ts';
import { scrolledDown } from './scrolling.ts';

const [width, height] = [320, 240];
const list = { x: 32, y: 48, width: 240, height: 160 };

/** A screen with a list in it, of which each line shows something else, scrolled by so many px. */
function screen(scrolled: number, { period = Number.POSITIVE_INFINITY, lit = -1, gap = 40, line = 12 } = {}): Pixels {
  const data = new Uint8Array(width * height * 4).fill(255);
  const put = (x: number, y: number, value: number) => data.fill(value, (y * width + x) * 4, (y * width + x) * 4 + 3);
  for (let x = 0; x < width; x++) for (let y = 0; y < 16; y++) put(x, y, (x * 7 + y * 13) % 200);
  for (let y = list.y; y < list.y + list.height; y++) {
    const down = y - list.y + scrolled;
    const row = Math.floor(down / gap) % period;
    const inRow = down % gap;
    if (inRow >= line) continue;
    for (let x = list.x; x < list.x + list.width; x++)
      if (inkAt(row, x, inRow)) put(x, y, row === lit && x > 240 ? 90 : 40);
  }
  return { width, height, data };
}

function inkAt(row: number, x: number, y: number): boolean {
  let mixed = Math.imul((row * 64 + y) * 512 + x, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b);
  return ((mixed ^ (mixed >>> 13)) & 7) < 3;
}

const turn = (before: Pixels, after: Pixels) => scrolledDown(before, after, changedBoxes(before, after));

test('tells how far a list went, up and down', () => {
  expect(turn(screen(0), screen(53))).toBe(-53);
  expect(turn(screen(200), screen(130))).toBe(70);
});

test('also where no whole line is in sight both times', () => {
  expect(turn(screen(10), screen(158))).toBe(-148);
  expect(turn(screen(158), screen(10))).toBe(148);
});

test('says nothing where one record is nearly what another one was, or something lit up', () => {
  expect(turn(screen(0), screen(100, { lit: 3 }))).toBe(0);
});

test('says nothing where only blank rows are in sight both times, where another list is shown, or nothing moved', () => {
  expect(turn(screen(0), screen(140))).toBe(0);
  expect(turn(screen(0), screen(400))).toBe(0);
  expect(turn(screen(0), screen(0, { lit: 1 }))).toBe(0);
  expect(turn(screen(0), screen(0))).toBe(0);
});

test('says nothing where the list repeats itself so soon that it may have gone more than one way', () => {
  expect(turn(screen(0, { period: 2 }), screen(40, { period: 2 }))).toBe(0);
});

test('says nothing of screens of another size', () => {
  expect(scrolledDown(screen(0), { width: 2, height: 2, data: new Uint8Array(16) }, [list])).toBe(0);
});
