import { expect, test } from 'vitest';
import { snappedToInk } from './ink.ts';
import { strays } from './strays.ts';
import { Sheet } from './testing/sheet.ts';

const word = { x: 40, y: 20, width: 60, height: 12 };

test('a word that no line covers is found', () => {
  const [box, ...more] = strays(new Sheet(300, 80).strokes(word, 0), []);
  expect(more).toEqual([]);
  expect(box?.x).toBeLessThanOrEqual(40);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThanOrEqual(98);
});

test('a word that a line covers is none, the rest of that line is', () => {
  const sheet = new Sheet(300, 80).strokes(word, 0).strokes({ ...word, x: 130 }, 0);
  expect(strays(sheet, [{ x: 38, y: 18, width: 66, height: 16 }])).toMatchObject([{ width: expect.any(Number) }]);
});

test('rules, borders and pictures are none', () => {
  const sheet = new Sheet(300, 200)
    .fill({ x: 10, y: 10, width: 200, height: 1 }, 0)
    .fill({ x: 10, y: 10, width: 1, height: 60 }, 0);
  sheet.strokes({ x: 100, y: 60, width: 120, height: 100 }, 0);
  expect(strays(sheet, [])).toEqual([]);
});

test('two rows are two pieces', () => {
  const sheet = new Sheet(300, 80).strokes(word, 0).strokes({ ...word, y: 36 }, 0);
  expect(strays(sheet, [])).toHaveLength(2);
});

test('a line that ends within a word goes on to the end of it', () => {
  const { frame } = new Sheet(300, 80).strokes({ ...word, width: 200 }, 0).strokes({ ...word, x: 260, width: 20 }, 0);
  const box = snappedToInk(frame, { x: 40, y: 19, width: 50, height: 14 }, 40);
  expect(box.x + box.width).toBeGreaterThanOrEqual(238);
  expect(box.x + box.width).toBeLessThan(255);
});
