import { nodeDecoders } from '@karna/client/node';
import { expect, test } from 'vitest';
import type { Bgrx, Box } from '../ports.ts';
import { turboEncoder } from './stream-encoder.ts';

/** Every 100 px to the right it is redder, every 100 px down it is bluer. */
function picture(width: number, height: number): Bgrx {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[(y * width + x) * 4 + 2] = 20 * Math.floor(x / 100);
      data[(y * width + x) * 4] = 20 * Math.floor(y / 100);
    }
  }
  return { width, height, data };
}

const all = picture(1000, 800);

async function colourIn(box: Box, jpeg: Uint8Array | Promise<Uint8Array>) {
  const pixels = await nodeDecoders.jpeg(await jpeg, box.width, box.height);
  const [red = 0, , blue = 0] = pixels.subarray((50 * box.width + 50) * 4);
  return [Math.round(red / 20), Math.round(blue / 20)];
}

test('images show their part of the picture, large or small, also in its last corner', async () => {
  const encoder = turboEncoder();
  const boxes = [
    { x: 0, y: 0, width: 1000, height: 200 },
    { x: 200, y: 100, width: 600, height: 500 },
    { x: 400, y: 300, width: 600, height: 500 },
    { x: 800, y: 600, width: 200, height: 200 },
  ];
  const made = boxes.map((box) => colourIn(box, encoder.jpeg(all, box, 90)));
  expect(await Promise.all(made)).toEqual([
    [0, 0],
    [2, 1],
    [4, 3],
    [8, 6],
  ]);
});

test('an image stays as it is while others are made', async () => {
  const encoder = turboEncoder();
  const box = { x: 300, y: 200, width: 400, height: 400 };
  const first = await encoder.jpeg(all, box, 90);
  const kept = Uint8Array.from(first);
  await Promise.all([0, 100, 200].map((y) => encoder.jpeg(all, { ...box, y }, 90)));
  expect(first).toEqual(kept);
});
