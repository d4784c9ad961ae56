import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawBoxes } from './draw.ts';

test('frames the box and leaves the rest as it was', async () => {
  const blank = await sharp({ create: { width: 100, height: 60, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  const drawn = await drawBoxes(blank, [{ box: { x: 20, y: 30, width: 40, height: 20 }, label: '1 <&>' }]);
  const { data, info } = await sharp(drawn).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
  expect([info.width, info.height]).toEqual([100, 60]);
  expect(at(90, 55)).toEqual([255, 255, 255]);
  expect(at(40, 40)).toEqual([255, 255, 255]);
  expect(at(40, 29)).toEqual([0xd6, 0, 0x4c]);
});
