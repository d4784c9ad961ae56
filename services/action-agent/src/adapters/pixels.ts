import type { Box } from '../ports.ts';

// Comparing pictures by whole rows: Buffer.compare is a memcmp, 10 times faster than a loop over pixels (0.27 ms for
// two equal 1920x1080 frames).

/** Whether the rows of `part`, which shows `box`, differ from the same place in `whole`. */
export function differs(whole: Uint8Array, wholeWidth: number, part: Uint8Array, box: Box): boolean {
  return rows(wholeWidth, box).some(({ at, from, bytes }) => compare(whole, at, part, from, bytes) !== 0);
}

/** Puts `part` into its place in `whole`. */
export function paste(whole: Uint8Array, wholeWidth: number, part: Uint8Array, box: Box): void {
  for (const { at, from, bytes } of rows(wholeWidth, box)) whole.set(part.subarray(from, from + bytes), at);
}

/** The smallest box around both. */
export function around(a: Box | undefined, b: Box): Box {
  if (!a) return b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

interface Row {
  /** Offset in the whole picture, offset in the part, length: all in bytes. */
  readonly at: number;
  readonly from: number;
  readonly bytes: number;
}

function rows(wholeWidth: number, { x, y, width, height }: Box): Row[] {
  if (width === wholeWidth) return [{ at: y * wholeWidth * 4, from: 0, bytes: width * height * 4 }];
  return Array.from({ length: height }, (_, row) => ({
    at: ((y + row) * wholeWidth + x) * 4,
    from: row * width * 4,
    bytes: width * 4,
  }));
}

const compare = (a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, bytes: number): number =>
  view(a).compare(view(b), bStart, bStart + bytes, aStart, aStart + bytes);

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
