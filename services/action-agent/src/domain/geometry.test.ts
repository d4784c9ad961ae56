import { expect, test } from 'vitest';
import { alongPath, clipped, isInside } from './geometry.ts';

const screen = { width: 100, height: 50 };

test.each([
  [{ x: 0, y: 0 }, true],
  [{ x: 99, y: 49 }, true],
  [{ x: 100, y: 0 }, false],
  [{ x: 0, y: 50 }, false],
  [{ x: -1, y: 0 }, false],
])('knows whether %o is on the desktop', (point, inside) => {
  expect(isInside(point, screen)).toBe(inside);
});

test('clips a box to the desktop', () => {
  expect(clipped({ x: -10, y: 40, width: 30, height: 30 }, screen)).toEqual({ x: 0, y: 40, width: 20, height: 10 });
  expect(clipped({ x: 100, y: 0, width: 5, height: 5 }, screen)).toBeUndefined();
  expect(clipped({ x: 5, y: 5, width: 0, height: 5 }, screen)).toBeUndefined();
});

test('walks a path in small steps and touches every corner', () => {
  const places = alongPath(
    [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 4 },
    ],
    8,
  );
  expect(places).toEqual([
    { x: 7, y: 0 },
    { x: 13, y: 0 },
    { x: 20, y: 0 },
    { x: 20, y: 4 },
  ]);
});

test('still arrives when start and end are the same place', () => {
  const here = { x: 3, y: 3 };
  expect(alongPath([here, here], 8)).toEqual([here]);
});
