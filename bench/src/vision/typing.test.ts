import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { typedFrames } from './typing.ts';

const blank = { create: { width: 200, height: 60, channels: 3, background: { r: 240, g: 240, b: 240 } } } as const;
const word = (x: number, width: number) => ({ text: 'Ada', confidence: 1, box: { x, y: 20, width, height: 14 } });

/** Black bars stand for letters. */
async function written(...places: readonly number[]): Promise<Uint8Array> {
  const bar = await sharp({ create: { width: 3, height: 12, channels: 3, background: { r: 0, g: 0, b: 0 } } })
    .png()
    .toBuffer();
  return sharp(blank)
    .composite(places.map((left) => ({ input: bar, left, top: 21 })))
    .png()
    .toBuffer();
}

const darkPixels = async (image: Uint8Array) => {
  const grey = await sharp(image).greyscale().raw().toBuffer();
  return grey.filter((value) => value < 128).length;
};

describe('frames of somebody who types', () => {
  test('have one letter more each', async () => {
    const base = await written(12, 102);
    const frames = await typedFrames(base, [word(10, 30), word(100, 30)], 5);
    const counts = await Promise.all([base, ...frames].map(darkPixels));
    expect(counts).toEqual([72, 108, 144]);
  });

  test('have none where there is no room', async () => {
    const base = await written(12, 44);
    expect(await typedFrames(base, [word(10, 30), word(180, 18)], 5)).toEqual([]);
  });
});
