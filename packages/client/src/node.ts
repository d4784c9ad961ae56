// What only Node has. Browsers bring their own.
import { inflateSync } from 'node:zlib';
import turbo from '@julusian/jpeg-turbo';
import type { ScreenDecoders } from './screen/decoders.ts';

/** For `KarnaClient.watchScreen` outside a browser. */
export const nodeDecoders: ScreenDecoders = {
  inflate: (stream, size) => inflateSync(stream, { maxOutputLength: Math.max(1, size) }),
  jpeg: (image, width, height) =>
    turbo.decompressSync(
      Buffer.from(image.buffer, image.byteOffset, image.byteLength),
      Buffer.alloc(width * height * 4),
      {
        format: turbo.FORMAT_RGBA,
      },
    ).data,
};
