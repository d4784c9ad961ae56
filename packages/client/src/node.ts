// What only Node has. Browsers bring their own.
import { inflateSync } from 'node:zlib';
import turbo from '@julusian/jpeg-turbo';
import type { Pixels, ScreenDecoders } from './screen/decoders.ts';

/** Below so many px it takes longer to hand an image to another thread than to read it. */
const largePx = 64 * 1024;

const bufferOf = ({ buffer, byteOffset, byteLength }: Pixels): Buffer => Buffer.from(buffer, byteOffset, byteLength);

function taken(spare: Pixels[], bytes: number): Pixels | undefined {
  const index = spare.findIndex(({ length }) => length === bytes);
  return index < 0 ? undefined : spare.splice(index, 1)[0];
}

/** For `KarnaClient.watchScreen` outside a browser. */
export const nodeDecoders: ScreenDecoders = {
  inflate: (stream, size) => inflateSync(stream, { maxOutputLength: Math.max(1, size) }),
  jpeg: (image, width, height, spare = []) => {
    const packed = bufferOf(image);
    const pixels = bufferOf(taken(spare, width * height * 4) ?? Buffer.allocUnsafeSlow(width * height * 4));
    const options = { format: turbo.FORMAT_RGBA };
    if (width * height < largePx) return turbo.decompressSync(packed, pixels, options).data;
    return turbo.decompress(packed, pixels, options).then(({ data }) => data);
  },
};
