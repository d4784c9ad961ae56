import { describe, expect, test } from 'vitest';
import { black, canvas, type Place } from '../../testing/hand-made.ts';
import { changedTiles, markedShare, markedShareOf, markedSpans, merged, regionsOf } from './tiles.ts';

const size = { width: 100, height: 70 };
const drawn = (...places: Place[]) => {
  const picture = canvas(size.width, size.height);
  for (const place of places) picture.fill(place, black);
  return picture.frame;
};
const box = ([x, y, width, height]: Place) => ({ x, y, width, height });

describe('tiles that differ', () => {
  test('are none between equal frames', () => {
    const tiles = changedTiles(drawn([3, 3, 5, 5]), drawn([3, 3, 5, 5]));
    expect([tiles.columns, tiles.rows, markedShare(tiles)]).toEqual([7, 5, 0]);
  });

  test('are told by one pixel, also in the cut-off tiles at the edges', () => {
    for (const [x, y, tile] of [
      [0, 0, 0],
      [15, 15, 0],
      [16, 15, 1],
      [99, 69, 34],
    ] as const) {
      const { marked } = changedTiles(drawn(), drawn([x, y, 1, 1]));
      expect([...marked.keys()].filter((index) => marked[index] === 1)).toEqual([tile]);
    }
  });

  test('are told in frames that lie anywhere in memory', () => {
    const { rgb } = drawn([40, 40, 2, 2]);
    const moved = new Uint8Array(rgb.length + 3);
    moved.set(rgb, 3);
    expect(markedShare(changedTiles(drawn([40, 40, 2, 2]), { ...size, rgb: moved.subarray(3) }))).toBe(0);
    expect(markedShare(changedTiles(drawn(), { ...size, rgb: moved.subarray(3) }))).toBeGreaterThan(0);
  });

  test('cover a share of a box', () => {
    const tiles = changedTiles(drawn(), drawn([0, 0, 16, 16]));
    expect(markedShareOf(tiles, box([0, 0, 32, 32]))).toBe(0.25);
    expect(markedShareOf(tiles, box([32, 32, 32, 32]))).toBe(0);
  });
});

test('marked tiles lie in spans of rows and of columns', () => {
  const tiles = changedTiles(drawn(), drawn([0, 0, 1, 1], [20, 40, 5, 3], [40, 40, 1, 1], [99, 69, 1, 1]));
  expect(markedSpans(tiles)).toEqual({
    rows: [
      { from: 0, to: 16 },
      { from: 32, to: 48 },
      { from: 64, to: 80 },
    ],
    columns: [
      { from: 0, to: 48 },
      { from: 96, to: 112 },
    ],
  });
});

describe('regions', () => {
  const regions = (limit: number, ...places: Place[]) =>
    regionsOf(changedTiles(drawn(), drawn(...places)), size, limit);

  test('hold what lies together, and stay inside the frame', () => {
    expect(regions(9, [2, 2, 3, 3], [18, 18, 3, 3], [97, 66, 2, 2])).toEqual([
      box([0, 0, 32, 32]),
      box([96, 64, 4, 6]),
    ]);
  });

  test('hold what surrounds them: the inside of a frame that was drawn is looked at too', () => {
    expect(regions(9, [0, 0, 80, 1], [0, 63, 80, 1], [0, 0, 1, 64], [79, 0, 1, 64])).toEqual([box([0, 0, 80, 64])]);
  });

  test('are at most as many as allowed: those that lie nearest become one', () => {
    const found = regions(2, [0, 0, 1, 1], [0, 48, 1, 1], [96, 0, 1, 1]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(box([0, 0, 16, 64]));
  });
});

test('boxes are put together when one costs no more than two with the room around them', () => {
  const two = [box([0, 0, 10, 10]), box([30, 0, 10, 10])];
  expect(merged(two, 9)).toHaveLength(2);
  expect(merged(two, 9, 20)).toEqual([box([0, 0, 40, 10])]);
});
