import { describe, expect, test } from 'vitest';
import { Sheet } from '../../testing/drawing.ts';
import { toEndsOfWords } from './ink.ts';
import { coarsened, type Mask, tidied } from './masks.ts';
import { painted } from './painting.ts';

const size = { width: 200, height: 100 };
const mask = (x: number, y: number, width: number, height: number, reason: Mask['reason'] = 'pattern'): Mask => ({
  box: { x, y, width, height },
  reason,
});

describe('masks', () => {
  test('are whole px, on a grid where they come from reading, and inside the screen', () => {
    expect(tidied([mask(9.3, 10.9, 11, 5)], size)).toEqual([mask(8, 8, 16, 8)]);
    expect(tidied([mask(9.3, 10.9, 11, 5, 'field')], size)).toEqual([mask(9, 10, 12, 6, 'field')]);
    expect(tidied([mask(-10, 90, 30, 30)], size)).toEqual([mask(0, 88, 20, 12)]);
    expect(tidied([mask(300, 0, 10, 10)], size)).toEqual([]);
  });

  test('are one where the words of a row overlap, and none inside another', () => {
    expect(tidied([mask(0, 8, 40, 16), mask(36, 8, 40, 16)], size)).toEqual([mask(0, 8, 76, 16)]);
    expect(tidied([mask(20, 20, 8, 8), mask(0, 0, 100, 60, 'field')], size)).toEqual([mask(0, 0, 100, 60, 'field')]);
  });

  test('hide what goes on inside of them', () => {
    const masks = [mask(20, 20, 60, 20)];
    expect(coarsened([{ x: 32, y: 16, width: 16, height: 16 }], masks)).toEqual([
      { x: 20, y: 16, width: 60, height: 24 },
    ]);
    expect(coarsened([{ x: 100, y: 0, width: 16, height: 16 }], masks)).toEqual([
      { x: 100, y: 0, width: 16, height: 16 },
    ]);
  });
});

describe('painting', () => {
  test('leaves nothing of what was there, and everything beside it', () => {
    const sheet = new Sheet(200, 100).letters({ x: 0, y: 0, width: 200, height: 100 }, 0x112233, 3);
    const other = new Sheet(200, 100).fill({ x: 0, y: 0, width: 200, height: 100 }, 0xabcdef);
    const box = { x: 40, y: 20, width: 50, height: 30 };
    const [a, b] = [sheet, other].map((picture) => painted(picture, [{ box, reason: 'pattern' }]));
    for (let y = 0; y < 100; y++) {
      for (let x = 0; x < 200; x++) {
        const at = (y * 200 + x) * 4;
        const isInside = x >= 40 && x < 90 && y >= 20 && y < 50;
        const same = isInside ? b?.data : sheet.data;
        expect(a?.data.subarray(at, at + 3)).toEqual(same?.subarray(at, at + 3));
      }
    }
  });

  test('does not touch the picture itself', () => {
    const sheet = new Sheet(50, 50);
    const before = sheet.data.slice();
    painted(sheet, [mask(0, 0, 50, 50)]);
    expect(sheet.data).toEqual(before);
  });
});

describe('a place', () => {
  const word = { x: 40, y: 20, width: 40, height: 16 };
  const place = { box: word, pitch: 8, isEven: false, isCut: { left: false, right: false } };

  test('grows to the end of the word it lies in, and no further', () => {
    const sheet = new Sheet(200, 100).letters({ x: 40, y: 20, width: 72, height: 16 }, 0, 3);
    sheet.letters({ x: 130, y: 20, width: 40, height: 16 }, 0, 3);
    const found = toEndsOfWords(sheet, place);
    expect(found.x).toBeGreaterThan(36);
    expect(found.x + found.width).toBeGreaterThanOrEqual(111);
    expect(found.x + found.width).toBeLessThan(120);
  });

  test('grows over an underscore that hangs below the line', () => {
    const sheet = new Sheet(200, 100).letters({ x: 40, y: 20, width: 40, height: 16 }, 0, 3);
    sheet.fill({ x: 80, y: 37, width: 9, height: 1 }, 0).letters({ x: 90, y: 20, width: 30, height: 16 }, 0, 3);
    expect(toEndsOfWords(sheet, place).width).toBeGreaterThanOrEqual(78);
  });

  test('stops at the border of its field, and where it was cut out of a word', () => {
    const sheet = new Sheet(200, 100).letters({ x: 40, y: 20, width: 42, height: 16 }, 0, 3);
    sheet.fill({ x: 83, y: 0, width: 1, height: 60 }, 0).letters({ x: 86, y: 20, width: 30, height: 16 }, 0, 3);
    expect(toEndsOfWords(sheet, place).width).toBeLessThan(48);
    expect(toEndsOfWords(sheet, { ...place, isCut: { left: true, right: true } })).toEqual(word);
  });
});
