import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { chunk, pngOf } from '../testing/pictures.ts';
import { decoded, SharpImages } from './image.ts';

const limits = { maxBytes: 1_000_000, maxPixels: 4_000_000 };
const images = new SharpImages(limits);
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });
const png = await picture(320, 200).png().toBuffer();
const jpeg = await picture(320, 200).jpeg().toBuffer();
/** Rows of grey noise: nothing that compresses, so that cutting it off cuts pixels off. */
const noise = await sharp({
  create: {
    width: 320,
    height: 200,
    channels: 3,
    background: '#888',
    noise: { type: 'gaussian', mean: 128, sigma: 60 },
  },
})
  .png()
  .toBuffer();

/** Formats that are none of ours. */
const other = {
  gif: await picture(10, 10).gif().toBuffer(),
  webp: await picture(10, 10).webp().toBuffer(),
  tiff: await picture(10, 10).tiff().toBuffer(),
  avif: await picture(16, 16).avif().toBuffer(),
};

const seen = async (data: Uint8Array) => {
  await images.check(data);
  return decoded(data, limits);
};
/** The red, green and blue of a place. */
const colourAt = ({ width, rgb }: { width: number; rgb: Uint8Array }, x: number, y: number) => [
  ...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];
const isNear = (colour: readonly number[], wanted: readonly number[], tolerance = 6) =>
  colour.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= tolerance);

describe('images that are read', () => {
  const half = () =>
    sharp({ create: { width: 20, height: 10, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } });
  test.each([
    ['PNG', () => picture(20, 10).png(), [200, 100, 50]],
    ['JPEG', () => picture(20, 10).jpeg({ quality: 95 }), [200, 100, 50]],
    ['progressive JPEG', () => picture(20, 10).jpeg({ quality: 95, progressive: true }), [200, 100, 50]],
    ['interlaced PNG', () => picture(20, 10).png({ progressive: true }), [200, 100, 50]],
    ['16-bit PNG', () => picture(20, 10).toColourspace('rgb16').png(), [200, 100, 50]],
    ['palette PNG', () => picture(20, 10).png({ palette: true }), [200, 100, 50]],
    ['grey PNG', () => picture(20, 10).greyscale().png(), [124, 124, 124]],
    ['grey JPEG', () => picture(20, 10).greyscale().jpeg(), [124, 124, 124]],
    ['half transparent PNG, on white', () => half().png(), [255, 127, 127]],
    ['transparent palette PNG, on white', () => half().png({ palette: true }), [255, 127, 127]],
  ])('%s', async (_, make, colour) => {
    const frame = await seen(await make().toBuffer());
    expect([frame.width, frame.height, frame.rgb.length]).toEqual([20, 10, 600]);
    expect(isNear(colourAt(frame, 5, 5), colour), String(colourAt(frame, 5, 5))).toBe(true);
  });

  test('CMYK JPEG, not as a negative', async () => {
    const printed = await picture(20, 10).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(printed).metadata()).space).toBe('cmyk');
    const colour = colourAt(await seen(printed), 5, 5);
    expect(isNear(colour, [200, 100, 50], 40), String(colour)).toBe(true); // inks are not exact
  });

  test('1-bit PNG', async () => {
    const rows = Buffer.from([0, 0b10000000, 0, 0b01000000]);
    const frame = await seen(pngOf({ width: 2, height: 2, colourType: 0, bitDepth: 1, pixels: rows }));
    expect([0, 1, 2, 3].map((at) => frame.rgb[at * 3])).toEqual([255, 0, 0, 255]);
  });

  test('what was photographed sideways is turned upright', async () => {
    const sideways = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#ffffff' } })
      .composite([
        { input: { create: { width: 10, height: 10, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
      ])
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const frame = await seen(sideways);
    expect([frame.width, frame.height]).toEqual([10, 20]);
    expect(isNear(colourAt(frame, 5, 3), [255, 0, 0])).toBe(true); // its left half is the upper one now
    expect(isNear(colourAt(frame, 5, 16), [255, 255, 255])).toBe(true);
  });

  test('of an animation the first picture', async () => {
    const control = Buffer.alloc(8);
    control.writeUInt32BE(1000); // pictures
    const rows = Buffer.concat(Array<Buffer>(2).fill(Buffer.from([0, 1, 2, 3, 1, 2, 3])));
    const frame = await seen(pngOf({ width: 2, height: 2, pixels: rows, chunks: [['acTL', control]] }));
    expect([frame.width, frame.height, frame.rgb[0]]).toEqual([2, 2, 1]);
  });

  test('what hangs behind the picture is not looked at', async () => {
    const zip = Buffer.from('PK\u0003\u0004 and so on');
    const page = Buffer.from('<script>alert(1)</script>');
    for (const data of [Buffer.concat([png, zip]), Buffer.concat([jpeg, page])])
      await expect(seen(data)).resolves.toMatchObject({ width: 320, height: 200 });
  });

  test('has one key for equal bytes and others for others', async () => {
    const [first, again, other] = await Promise.all([png, Buffer.from(png), jpeg].map((data) => images.check(data)));
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });
});

describe('images that are refused before a pixel is decoded', () => {
  test.each([
    ['too many bytes', new Uint8Array(limits.maxBytes + 1), 'image.too_large'],
    ['a bomb: few bytes that say 50 000 x 50 000', pngOf({ width: 50_000, height: 50_000 }), 'image.too_large'],
    ['the largest that the format can say', pngOf({ width: 0x7fffffff, height: 0x7fffffff }), 'image.invalid'],
    ['a side too long', pngOf({ width: 100_000, height: 1 }), 'image.too_large'],
    ['a side too high', pngOf({ width: 1, height: 100_000 }), 'image.too_large'],
    ['a JPEG that says 65 500 x 65 500', boastfulJpeg(65_500, 65_500), 'image.too_large'],
    ['no width', pngOf({ width: 0, height: 10 }), 'image.invalid'],
    ['no height', pngOf({ width: 10, height: 0 }), 'image.invalid'],
    ['a negative width', pngOf({ width: 0xffffffff, height: 10 }), 'image.invalid'],
    ['no such colours', pngOf({ width: 10, height: 10, colourType: 5 }), 'image.invalid'],
    ['no such depth', pngOf({ width: 10, height: 10, bitDepth: 7 }), 'image.invalid'],
    ['nothing', new Uint8Array(), 'image.invalid'],
    ['a PNG signature alone', png.subarray(0, 8), 'image.invalid'],
    ['a JPEG signature alone', jpeg.subarray(0, 3), 'image.invalid'],
    ['a PNG signature before something else', Buffer.concat([png.subarray(0, 8), jpeg]), 'image.invalid'],
    ['a JPEG signature before something else', Buffer.concat([jpeg.subarray(0, 3), png]), 'image.invalid'],
    ['text', Buffer.from('just words'), 'image.invalid'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image.invalid'],
    ['GIF', other.gif, 'image.invalid'],
    ['WebP', other.webp, 'image.invalid'],
    ['TIFF', other.tiff, 'image.invalid'],
    ['AVIF', other.avif, 'image.invalid'],
    ['HEIC', Buffer.from('000000206674797068656963000000006d696631', 'hex'), 'image.invalid'],
    ['BMP', Buffer.from('424d3a000000000000003600000028000000', 'hex'), 'image.invalid'],
    ['PDF', Buffer.from('%PDF-1.7\n'), 'image.invalid'],
  ])('%s', async (_, data, code) => {
    await expect(images.check(data)).rejects.toMatchObject({ code });
  });
});

describe('images that are refused while they are decoded', () => {
  test.each([
    ['a PNG cut off in its pixels', noise.subarray(0, noise.length / 2)],
    ['a PNG without its last pixels', noise.subarray(0, noise.length - 500)],
    ['a PNG with fewer pixels than it says', pngOf({ width: 3000, height: 300 })],
    ['a PNG with no pixels', pngOf({ width: 300, height: 300, pixels: Buffer.alloc(0) })],
    ['a PNG with damaged pixels', damaged(noise)],
    ['a JPEG cut off', jpeg.subarray(0, Math.floor(jpeg.length / 2))],
    ['a JPEG header alone', jpeg.subarray(0, 200)],
  ])('%s', async (_, data) => {
    await expect(decoded(data, limits)).rejects.toMatchObject({ code: 'image.invalid' });
  });

  test('more pixels than allowed, should a check have been left out', async () => {
    await expect(decoded(await picture(3000, 2000).png().toBuffer(), limits)).rejects.toMatchObject({
      code: 'image.invalid',
    });
  });
});

/** A JPEG that says it is larger than it is. */
function boastfulJpeg(width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.indexOf(Buffer.from([0xff, 0xc0]));
  copy.writeUInt16BE(height, frame + 5);
  copy.writeUInt16BE(width, frame + 7);
  return copy;
}

/** Its pixels changed in the middle, the checksum made right again. */
function damaged(data: Buffer): Buffer {
  const at = data.indexOf('IDAT');
  const length = data.readUInt32BE(at - 4);
  const pixels = Buffer.from(data.subarray(at + 4, at + 4 + length));
  pixels.fill(0xff, length / 2, length / 2 + 200);
  return Buffer.concat([data.subarray(0, at - 4), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
