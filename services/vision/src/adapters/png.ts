import type { Frame } from '@karna/sight/frame';
import sharp from 'sharp';

/** Pixels as PNG; exact, so that a patch can be compared later. */
export async function encodedPng({ width, height, rgb }: Frame): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
