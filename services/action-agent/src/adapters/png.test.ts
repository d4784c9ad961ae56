import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pngPictures } from './png.ts';

// Blue, green, red, anything.
const picture = { width: 2, height: 1, data: Uint8Array.from([10, 20, 30, 255, 40, 50, 60, 0]) };

test.each(['fast', 'small'] as const)('encodes a PNG whose colours are exact (%s)', async (effort) => {
  const { data, info } = await sharp(await pngPictures.encode(picture, effort))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 2, height: 1, channels: 3 });
  expect([...data]).toEqual([30, 20, 10, 60, 50, 40]);
});

test('makes it smaller when asked to', async () => {
  const [width, height] = [300, 200];
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i * i) >> 5);
  const [fast, small] = await Promise.all([
    pngPictures.encode({ width, height, data }, 'fast'),
    pngPictures.encode({ width, height, data }, 'small'),
  ]);
  expect(small.byteLength).toBeLessThan(fast.byteLength);
});
