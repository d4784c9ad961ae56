import { deflateSync } from 'node:zlib';
import turbo from '@julusian/jpeg-turbo';
import type { Bgrx, Box, StreamEncoder } from '../ports.ts';

/** Below this quality colours are told half as finely, as the eye sees them. */
const fineFrom = 70;
/** From so many bytes on, time counts more than size. */
const largeBytes = 64 * 1024;
/** Below so many px it takes longer to hand an image to another thread than to make it (0.5 ms). */
const largePx = 64 * 1024;

/** libjpeg-turbo and zlib. A tile takes 0.02 ms on this thread, a screen of photographs 7 ms of the others. */
export function turboEncoder(): StreamEncoder {
  const rooms: Buffer[] = [];
  return {
    jpeg(picture, box, quality) {
      const { width, height } = box;
      const subsampling = quality >= fineFrom ? turbo.SAMP_444 : turbo.SAMP_420;
      const { rows, stride } = rowsOf(picture, box);
      const options = { format: turbo.FORMAT_BGRX, width, height, stride, subsampling, quality };
      const room = roomFor(turbo.bufferSize(options), rooms);
      const taken = (made: Buffer): Uint8Array => {
        rooms.push(room);
        return new Uint8Array(made);
      };
      const isLarge = width * height >= largePx;
      return isLarge ? turbo.compress(rows, room, options).then(taken) : taken(turbo.compressSync(rows, room, options));
    },
    deflate: (bytes) => deflateSync(bytes, { level: bytes.length > largeBytes ? 1 : 4 }),
  };
}

/** One that is free, or a new one, of few sizes: rooms are ten times as large as what is made in them, and would soon be garbage. */
function roomFor(bytes: number, rooms: Buffer[]): Buffer {
  const free = rooms.findIndex(({ length }) => length >= bytes);
  const [room] = free < 0 ? [] : rooms.splice(free, 1);
  return room ?? Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(bytes)));
}

/** The rows of a box, and how far apart they begin (px). They are where they were, unless the library would look for the last one beyond the end. */
function rowsOf({ width: stride, data }: Bgrx, { x, y, width, height }: Box): { rows: Buffer; stride: number } {
  const all = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const start = (y * stride + x) * 4;
  const end = start + height * stride * 4;
  if (end <= all.length) return { rows: all.subarray(start, end), stride };
  const rows = Buffer.allocUnsafe(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = start + row * stride * 4;
    all.copy(rows, row * width * 4, from, from + width * 4);
  }
  return { rows, stride: width };
}
