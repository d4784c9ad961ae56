import { describe, expect, test } from 'vitest';
import { type Grey, matchTemplate } from './template-matching.ts';

/** A picture without two alike places. */
function noise(width: number, height: number, seed: number): Grey {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 16) & 255;
  };
  return { width, height, values: Uint8Array.from({ length: width * height }, next) };
}

/** Each value of `small` covers 4 x 4 px: what halving the picture leaves is still there. */
function coarse(small: Grey): Grey {
  const width = small.width * 4;
  const height = small.height * 4;
  const values = Uint8Array.from(
    { length: width * height },
    (_, at) => small.values[Math.floor(at / width / 4) * small.width + Math.floor((at % width) / 4)] ?? 0,
  );
  return { width, height, values };
}

describe('plain template matching', () => {
  const picture = coarse(noise(40, 30, 7));

  test('finds a part of a picture where it is', () => {
    expect(matchTemplate(picture, picture, [61, 43, 32, 20])).toEqual({
      x: 77,
      y: 53,
      likeness: expect.closeTo(1, 5),
    });
  });

  test('finds it in other brightness and contrast', () => {
    const dull = { ...picture, values: picture.values.map((value) => 60 + value / 2) };
    const match = matchTemplate(dull, picture, [60, 44, 32, 20]);
    expect(match).toMatchObject({ x: 76, y: 54 });
    expect(match?.likeness).toBeGreaterThan(0.99);
  });

  test('is not sure of what is not there', () => {
    expect(matchTemplate(picture, coarse(noise(40, 30, 99)), [60, 44, 32, 20])?.likeness).toBeLessThan(0.8);
  });

  test('finds nothing that is larger than the picture', () => {
    expect(matchTemplate(coarse(noise(5, 5, 1)), picture, [0, 0, 100, 100])).toBeUndefined();
  });
});
