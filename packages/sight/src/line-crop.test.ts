// Preparing crops: the reader was trained on crops that Python prepared (models/vision/reader/normalise.py), and reads
// only what looks the same. The fixture comes from there (agreement.py).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Grey } from './frame.ts';
import { cropLine, readerHeight } from './line-crop.ts';

interface Case {
  readonly width: number;
  readonly height: number;
  readonly levels: readonly number[];
  readonly cropWidth: number;
  readonly places: readonly number[];
  readonly values: readonly number[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('./line-crop.fixture.json', import.meta.url), 'utf8'));

const greyOf = ({ width, height, levels }: Pick<Case, 'width' | 'height' | 'levels'>): Grey => ({
  width,
  height,
  levels: Uint8Array.from(levels),
});
const whole = ({ width, height }: Grey) => ({ x: 0, y: 0, width, height });

/** The picture with `margin` px of noise on all sides. */
function framed(grey: Grey, margin: number): Grey {
  const width = grey.width + 2 * margin;
  const height = grey.height + 2 * margin;
  const levels = Uint8Array.from({ length: width * height }, (_, index) => (index * 97) % 256);
  for (let y = 0; y < grey.height; y++) {
    levels.set(grey.levels.subarray(y * grey.width, (y + 1) * grey.width), (y + margin) * width + margin);
  }
  return { width, height, levels };
}

describe('a crop', () => {
  test.each(cases)('of $width x $height px is what the reader was trained on', (expected) => {
    const grey = greyOf(expected);
    const crop = cropLine(grey, whole(grey));
    expect(crop.width).toBe(expected.cropWidth);
    expect(crop.values).toHaveLength(crop.width * readerHeight);
    for (const [index, place] of expected.places.entries()) {
      expect(crop.values[place]).toBeCloseTo(expected.values[index]!, 3);
    }
  });

  test.each(cases)('of $width x $height px depends on nothing outside its box', (expected) => {
    const grey = greyOf(expected);
    const { width, height } = expected;
    const inside = cropLine(framed(grey, 7), { x: 7, y: 7, width, height });
    expect(inside.values).toEqual(cropLine(grey, whole(grey)).values);
  });

  test('of tall text averages: thin lines get thinner, none gets lost', () => {
    const height = 4 * readerHeight;
    for (let row = 8; row < height - 8; row += 5) {
      const levels = Array.from({ length: 40 * height }, (_, index) => (Math.trunc(index / 40) === row ? 0 : 255));
      const { values } = cropLine(greyOf({ width: 40, height, levels }), { x: 0, y: 0, width: 40, height });
      expect(Math.max(...values)).toBeGreaterThan(0.8);
    }
  });

  test('of nothing at all is quiet', () => {
    const { values } = cropLine(greyOf({ width: 30, height: 12, levels: new Array(360).fill(128) }), {
      x: 0,
      y: 0,
      width: 30,
      height: 12,
    });
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.001);
  });
});
