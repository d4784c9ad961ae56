import { expect, test } from 'vitest';
import { boxOf } from './boxes.ts';
import { cutAtRules } from './cut-at-rules.ts';
import { edgesOf } from './edges.ts';
import { Sheet } from './testing/sheet.ts';

const line = boxOf(20, 40, 120, 54);
const sheet = () => new Sheet(200, 100).strokes({ x: 22, y: 42, width: 40, height: 10 }, 0);

test('cuts a line of two cells at the border between them', () => {
  const drawn = sheet().fill({ x: 70, y: 36, width: 1, height: 22 }, 160);
  const pieces = cutAtRules(line, edgesOf(drawn));
  expect(pieces.map(({ x }) => x)).toEqual([20, 72]);
  expect(pieces[0]?.width).toBeLessThanOrEqual(50);
  expect(pieces.at(-1)).toEqual(boxOf(72, 40, 120, 54));
});

test('leaves a letter alone that is as high as the line', () => {
  const drawn = sheet().fill({ x: 70, y: 40, width: 1, height: 14 }, 0);
  expect(cutAtRules(line, edgesOf(drawn))).toEqual([line]);
});

test('leaves nothing of what lies under a border at its end', () => {
  const drawn = sheet().fill({ x: 119, y: 30, width: 3, height: 40 }, 0);
  expect(cutAtRules(line, edgesOf(drawn))).toEqual([boxOf(20, 40, 118, 54)]);
});

test('cuts at the border of a field that is hardly higher than its text, where the field is known', () => {
  const drawn = sheet().fill({ x: 70, y: 40, width: 1, height: 14 }, 0);
  expect(cutAtRules(line, edgesOf(drawn), [boxOf(71, 39, 150, 55)]).map(({ x }) => x)).toEqual([20, 72]);
  expect(cutAtRules(line, edgesOf(drawn), [boxOf(80, 39, 150, 55)])).toEqual([line]);
});

test('cuts at the round border of a known field beside a label in larger type', () => {
  const drawn = sheet().fill({ x: 70, y: 41, width: 2, height: 12 }, 0);
  const tall = boxOf(20, 36, 120, 58);
  expect(cutAtRules(tall, edgesOf(drawn), [boxOf(70, 39, 150, 55)]).map(({ x }) => x)).toContain(73);
  expect(cutAtRules(tall, edgesOf(drawn))).toEqual([tall]);
});

test('leaves large letters alone that are drawn like boxes', () => {
  const drawn = sheet().fill({ x: 70, y: 38, width: 3, height: 19 }, 0);
  const tall = boxOf(20, 32, 120, 62);
  expect(cutAtRules(tall, edgesOf(drawn), [boxOf(70, 38, 90, 57)])).toEqual([tall]);
  expect(cutAtRules(tall, edgesOf(drawn), [boxOf(70, 36, 90, 59)])).not.toEqual([tall]);
});
