import { expect, test } from 'vitest';
import { bandsOf } from './bands.ts';

test('an ordinary frame is looked at in one piece', () => {
  expect(bandsOf(1920, 1080)).toEqual([{ top: 0, height: 1080, ownFrom: 0, ownTo: 1080 }]);
});

test.each([
  [3840, 2160],
  [7680, 2160],
  [1000, 30_000],
  [32_000, 1200],
])('the bands of %i x %i own every row once and reach beyond it', (width, height) => {
  const bands = bandsOf(width, height);
  expect(bands.length).toBeGreaterThan(1);
  let next = 0;
  for (const { top, height: rows, ownFrom, ownTo } of bands) {
    expect(ownFrom).toBe(next);
    expect(top).toBeLessThanOrEqual(ownFrom);
    expect(top + rows).toBeGreaterThanOrEqual(ownTo);
    expect(top + rows).toBeLessThanOrEqual(height);
    next = ownTo;
  }
  expect(next).toBe(height);
});
