// Pictures of few bytes that want much: each is decoded in a process of its own, whose memory is measured.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inflated, pngOf, withRepeatedScans } from '../testing/pictures.ts';

const script = fileURLToPath(new URL('./testing/decode-bomb.ts', import.meta.url));
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });

/** Checks and decodes it; what came of it, and the largest memory that took (MB). */
async function explode(data: Buffer): Promise<{ peakMb: number; tookMs: number; outcome: string }> {
  const child = promisify(execFile)(process.execPath, ['--conditions=source', script], { timeout: 60_000 });
  child.child.stdin?.end(data);
  return JSON.parse((await child).stdout);
}

const bombs: readonly (readonly [string, () => Buffer | Promise<Buffer>])[] = [
  ['60 000 x 60 000 in some bytes', () => pngOf({ width: 60_000, height: 60_000 })],
  [
    '100 MB of pixels for a picture of 10 x 10',
    () => pngOf({ width: 10, height: 10, pixels: Buffer.alloc(100_000_000) }),
  ],
  ['a comment of 300 MB', () => pngOf({ width: 10, height: 10, chunks: [inflated('zTXt', 300_000_000)] })],
  [
    'an international comment of 300 MB',
    () => pngOf({ width: 10, height: 10, chunks: [inflated('iTXt', 300_000_000)] }),
  ],
  ['a colour profile of 300 MB', () => pngOf({ width: 10, height: 10, chunks: [inflated('iCCP', 300_000_000)] })],
  [
    '10 000 comments',
    () => pngOf({ width: 10, height: 10, chunks: Array(10_000).fill(['tEXt', Buffer.from('a\0b')]) }),
  ],
  [
    '1000 scans',
    async () => withRepeatedScans(await picture(2000, 2000).jpeg({ progressive: true }).toBuffer(), 1_000),
  ],
];

test('takes no more memory and time over any bomb than over a picture of the allowed size', {
  timeout: 180_000,
}, async () => {
  const { peakMb: harmlessMb } = await explode(await picture(2000, 2000).png().toBuffer());
  for (const [name, make] of bombs) {
    const { peakMb, tookMs, outcome } = await explode(await make());
    expect(outcome, name).toMatch(/^(image\.(invalid|too_large)|10x10)$/);
    expect(peakMb - harmlessMb, `${name}: MB above a harmless picture`).toBeLessThan(30);
    expect(tookMs, `${name}: ms`).toBeLessThan(20_000);
  }
});
