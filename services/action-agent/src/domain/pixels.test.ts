import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { describe, expect, test } from 'vitest';
import { changedBoxes, changedShare, isPlain, type Pixels, tightly } from './pixels.ts';

const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8Array(width * height * 4),
});

function painted(picture: Pixels, ...boxes: readonly Box[]): Pixels {
  const data = Uint8Array.from(picture.data);
  for (const box of boxes)
    for (let y = box.y; y < box.y + box.height; y++)
      for (let x = box.x; x < box.x + box.width; x++) data[(y * picture.width + x) * 4 + 1] = 200;
  return { ...picture, data };
}

const page = blank(200, 100);

describe('changed boxes', () => {
  test('are none between equal pictures', () => {
    expect(changedBoxes(page, painted(page))).toEqual([]);
  });

  test('hug what changed to the tile', () => {
    expect(changedBoxes(page, painted(page, { x: 33, y: 18, width: 1, height: 1 }))).toEqual([
      { x: 32, y: 16, width: 16, height: 16 },
    ]);
  });

  test('end at the edge of the screen', () => {
    expect(changedBoxes(page, painted(page, { x: 199, y: 99, width: 1, height: 1 }))).toEqual([
      { x: 192, y: 96, width: 8, height: 4 },
    ]);
  });

  test('are one for touching tiles and several for places apart', () => {
    const after = painted(page, { x: 0, y: 0, width: 40, height: 20 }, { x: 120, y: 60, width: 4, height: 4 });
    expect(changedBoxes(page, after)).toEqual([
      { x: 0, y: 0, width: 48, height: 32 },
      { x: 112, y: 48, width: 16, height: 16 },
    ]);
  });

  test('swallow what lies inside their outline', () => {
    const frame = [
      { x: 0, y: 0, width: 160, height: 1 },
      { x: 0, y: 0, width: 1, height: 96 },
    ];
    const dot = { x: 100, y: 50, width: 1, height: 1 };
    expect(changedBoxes(page, painted(page, ...frame, dot))).toEqual([{ x: 0, y: 0, width: 160, height: 96 }]);
  });

  test('become one outline when there are very many', () => {
    const wide = blank(1600, 320);
    const dots = Array.from({ length: 300 }, (_, i) => ({
      x: (i % 50) * 32,
      y: Math.floor(i / 50) * 48,
      width: 1,
      height: 1,
    }));
    expect(changedBoxes(wide, painted(wide, ...dots))).toEqual([{ x: 0, y: 0, width: 1584, height: 256 }]);
  });

  test('are the whole desktop when its size changed', () => {
    expect(changedBoxes(blank(100, 100), page)).toEqual([{ x: 0, y: 0, width: 200, height: 100 }]);
  });

  test('ignore the byte that carries no colour', () => {
    const data = Uint8Array.from(page.data);
    data[3] = 255;
    expect(changedBoxes(page, { ...page, data })).toEqual([]);
  });

  test('do not depend on how the bytes are aligned', () => {
    const after = painted(page, { x: 33, y: 18, width: 1, height: 1 });
    const shifted = new Uint8Array(after.data.length + 1).subarray(1);
    shifted.set(after.data);
    expect(changedBoxes(page, { ...after, data: shifted })).toHaveLength(1);
  });
});

describe('the changed share', () => {
  const region = { x: 50, y: 50, width: 20, height: 20 };

  test.each([
    ['nothing', { x: 0, y: 0, width: 40, height: 40 }, 0],
    ['a caret', { x: 55, y: 52, width: 1, height: 8 }, 0.02],
    ['half', { x: 40, y: 40, width: 20, height: 60 }, 0.5],
    ['everything', { x: 0, y: 0, width: 200, height: 100 }, 1],
  ])('sees %s', (_, box, share) => {
    expect(changedShare(page, painted(page, box), region)).toBeCloseTo(share, 9);
  });

  test('counts what lies outside the picture as changed', () => {
    expect(changedShare(page, page, { x: 190, y: 0, width: 20, height: 10 })).toBe(0.5);
    expect(changedShare(page, page, { x: 500, y: 500, width: 20, height: 10 })).toBe(1);
    expect(changedShare(blank(10, 10), page, region)).toBe(1);
  });
});

test('drops the padding of rows', () => {
  const padded = Uint8Array.from([1, 1, 1, 1, 9, 9, 9, 9, 2, 2, 2, 2, 9, 9, 9, 9]);
  expect([...tightly(1, 2, 8, padded).data]).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  expect(tightly(2, 2, 8, padded).data.buffer).toBe(padded.buffer);
});

test('tells a plain picture from one with a single dot', () => {
  expect(isPlain(page)).toBe(true);
  expect(isPlain(painted(page, { x: 199, y: 99, width: 1, height: 1 }))).toBe(false);
});
