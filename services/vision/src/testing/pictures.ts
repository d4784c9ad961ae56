import { deflateSync } from 'node:zlib';

// PNG put together by hand, so that it can be wrong in any way.

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngParts {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType?: number;
  readonly bitDepth?: number;
  readonly interlaced?: boolean;
  /** Rows with their filter bytes, not yet compressed; too short by default. */
  readonly pixels?: Buffer;
  /** Between IHDR and IDAT. */
  readonly chunks?: readonly (readonly [type: string, data: Buffer])[];
}

export function pngOf({
  width,
  height,
  colourType = 2,
  bitDepth = 8,
  interlaced,
  pixels,
  chunks = [],
}: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...chunks.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(pixels ?? Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A compressed text or profile chunk that holds so many zeros. */
export const inflated = (type: 'zTXt' | 'iCCP' | 'iTXt', bytes: number): readonly [string, Buffer] => {
  const head = type === 'iTXt' ? 'name\0\u0001\0\0\0' : 'name\0\0';
  return [type, Buffer.concat([Buffer.from(head), deflateSync(Buffer.alloc(bytes), { level: 9 })])];
};

export function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, sum]);
}

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}

/** A progressive JPEG whose last scan comes again and again: each is work over all pixels, and costs few bytes. */
export function withRepeatedScans(progressive: Buffer, times: number): Buffer {
  const last = progressive.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = progressive.subarray(last, -2); // without the end marker
  return Buffer.concat([progressive.subarray(0, -2), ...Array<Buffer>(times).fill(scan), progressive.subarray(-2)]);
}
