import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decoded, SharpImages } from './image.ts';

const limits = { maxBytes: 100_000, maxPixels: 1_000_000 };
const images = new SharpImages(limits);
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });
const png = await picture(320, 200).png().toBuffer();
const webp = await picture(10, 10).webp().toBuffer();
const jpeg = await picture(320, 200).jpeg().toBuffer();

/** A PNG that says it is `width` x `height` and holds next to nothing: a decompression bomb's header. */
function boastful(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(type, 4);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(Buffer.concat([head.subarray(4), data])));
    return Buffer.concat([head, data, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}

describe('images', () => {
  test.each([
    ['PNG', png],
    ['JPEG', jpeg],
  ])('lets %s in and decodes it to three bytes a pixel', async (_, data) => {
    await images.check(data);
    const frame = await decoded(data, limits);
    expect([frame.width, frame.height, frame.rgb.length]).toEqual([320, 200, 320 * 200 * 3]);
    expect(Math.abs((frame.rgb[0] ?? 0) - 200)).toBeLessThan(4);
  });

  test.each([
    ['transparent', () => picture(20, 10).ensureAlpha(0.5).png()],
    ['grey', () => picture(20, 10).greyscale().png()],
    ['palette', () => picture(20, 10).png({ palette: true })],
    ['16 bit', () => picture(20, 10).toColourspace('rgb16').png()],
  ])('decodes a %s PNG too', async (_, make) => {
    expect((await decoded(await make().toBuffer(), limits)).rgb).toHaveLength(600);
  });

  test('gives equal bytes one key and others another', async () => {
    const [first, again, other] = await Promise.all([
      images.check(png),
      images.check(Buffer.from(png)),
      images.check(jpeg),
    ]);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });

  test.each([
    ['too many bytes', new Uint8Array(limits.maxBytes + 1), 'image.too_large'],
    ['too many pixels', boastful(50_000, 50_000), 'image.too_large'],
    ['a side too long', boastful(900_000, 1), 'image.too_large'],
    ['no image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image.invalid'],
    ['nothing', new Uint8Array(), 'image.invalid'],
    ['a PNG signature alone', png.subarray(0, 8), 'image.invalid'],
    ['WebP', webp, 'image.invalid'],
  ])('refuses %s before decoding', async (_, data, code) => {
    await expect(images.check(data)).rejects.toMatchObject({ code });
  });

  test.each([
    ['a PNG cut off', png.subarray(0, png.length - 60)],
    ['a JPEG cut off', jpeg.subarray(0, Math.floor(jpeg.length / 2))],
    ['a bomb of few bytes', boastful(3000, 300)],
  ])('does not decode %s', async (_, data) => {
    await expect(decoded(data, limits)).rejects.toMatchObject({ code: 'image.invalid' });
  });
});
