import { expect, test } from 'vitest';
import { bottom, right } from './boxes.ts';
import { networkStep, partsOf } from './parts.ts';

test.each([
  [1920, 1080],
  [2560, 1440],
  [3, 900],
])('a frame of %i x %i is looked at in one piece', (width, height) => {
  const all = { x: 0, y: 0, width, height };
  expect(partsOf(width, height)).toEqual([{ look: all, own: all }]);
});

test.each([
  [3840, 2160],
  [7680, 2160],
  [1000, 30_000],
  [32_000, 1200],
  [4000, 40],
])('the parts of %i x %i own every pixel once, reach beyond it and are of bounded size', (width, height) => {
  const parts = partsOf(width, height);
  expect(parts.length).toBeGreaterThan(1);
  const owned = parts.reduce((sum, { own }) => sum + own.width * own.height, 0);
  expect(owned).toBe(width * height);
  for (const { look, own } of parts) {
    expect([look.x % networkStep, look.y % networkStep]).toEqual([0, 0]);
    expect(look.x <= own.x && look.y <= own.y && right(look) >= right(own) && bottom(look) >= bottom(own)).toBe(true);
    expect(right(look) <= width && bottom(look) <= height).toBe(true);
    expect(look.width * look.height).toBeLessThanOrEqual(3_700_000);
    const isCut = own.x > 0 || own.y > 0 || right(own) < width || bottom(own) < height;
    expect(isCut).toBe(true);
  }
});

test('neighbouring parts share enough for what lies on their border', () => {
  const [first, second] = partsOf(3840, 2160);
  expect(bottom(first?.look ?? { x: 0, y: 0, width: 0, height: 0 }) - (second?.look.y ?? 0)).toBeGreaterThanOrEqual(
    192,
  );
});
