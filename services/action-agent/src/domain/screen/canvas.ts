import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, right } from '../boxes.ts';
import { type Pixels, words } from '../pixels.ts';
import { TileSet, tilePx } from './tiles.ts';

/** A part of the desktop: BGRX, rows without padding. */
export interface Part {
  readonly box: Box;
  readonly data: Uint8Array;
}

/** The picture as it left this desktop last. */
export class Canvas implements Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
  readonly words: Uint32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = Buffer.alloc(width * height * 4);
    this.words = words(this);
  }

  /** Puts a part in its place, and tells where it is another picture by it: per tile, as closely as a box can. */
  put({ box, data }: Part): Box[] {
    const part = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const next = { words: words({ width: box.width, height: box.height, data }), width: box.width };
    const changed: Box[] = [];
    for (const band of bandsOf(box)) {
      if (this.#isAsBefore(part, box, band)) continue;
      for (let left = box.x; left < right(box); left = nextTile(left)) {
        const width = Math.min(nextTile(left), right(box)) - left;
        const area = { x: left, y: band.y, width, height: band.height };
        const at = (band.y - box.y) * box.width + (left - box.x);
        const found = differenceIn(area, this, left + band.y * this.width, next, at);
        if (found) changed.push(found);
      }
      for (let y = band.y; y < bottom(band); y++) {
        const from = (y - box.y) * box.width * 4;
        part.copy(this.data, (y * this.width + box.x) * 4, from, from + box.width * 4);
      }
    }
    return changed;
  }

  #isAsBefore(part: Buffer, box: Box, band: Box): boolean {
    for (let y = band.y; y < bottom(band); y++) {
      const place = (y * this.width + box.x) * 4;
      const from = (y - box.y) * box.width * 4;
      if (part.compare(this.data, place, place + box.width * 4, from, from + box.width * 4) !== 0) return false;
    }
    return true;
  }

  /** Shows the rows of `from`, as they are, at `to`; the two may overlap. */
  move(from: Box, toY: number): void {
    const down = toY > from.y;
    for (let n = 0; n < from.height; n++) {
      const y = down ? from.height - 1 - n : n;
      const start = (from.y + y) * this.width + from.x;
      this.words.copyWithin((toY + y) * this.width + from.x, start, start + from.width);
    }
  }

  /** `reuse` is written into when it is large enough. */
  cut(box: Box, reuse?: Uint8Array): Part {
    const bytes = box.width * box.height * 4;
    const data = reuse && reuse.length >= bytes ? reuse.subarray(0, bytes) : new Uint8Array(bytes);
    for (let y = 0; y < box.height; y++) {
      const start = ((box.y + y) * this.width + box.x) * 4;
      data.set(this.data.subarray(start, start + box.width * 4), y * box.width * 4);
    }
    return { box, data };
  }

  tiles(): TileSet {
    return new TileSet(this);
  }
}

/** The rows of a box, cut where tiles begin. */
function* bandsOf(box: Box): Generator<Box> {
  for (let y = box.y; y < bottom(box); y = nextTile(y))
    yield { ...box, y, height: Math.min(nextTile(y), bottom(box)) - y };
}

const nextTile = (at: number): number => (Math.floor(at / tilePx) + 1) * tilePx;

interface Rows {
  readonly words: Uint32Array;
  readonly width: number;
}

/** The outline of what differs within `area`, which begins at `start` in `a` and at `other` in `b`; colours alone count. */
export function differenceIn(area: Box, a: Rows, start: number, b: Rows, other: number): Box | undefined {
  const [all, next] = [a.words, b.words];
  // Only what lies outside of what is known to differ is looked at.
  let [left, end, top, last] = [area.width, -1, -1, -1];
  for (let y = 0; y < area.height; y++) {
    const [i, j] = [start + y * a.width, other + y * b.width];
    let x = 0;
    while (x < area.width && ((all[i + x] as number) ^ (next[j + x] as number)) << 8 === 0) x++;
    if (x === area.width) continue;
    if (top < 0) top = y;
    last = y;
    if (x < left) left = x;
    for (x = area.width - 1; x > end && ((all[i + x] as number) ^ (next[j + x] as number)) << 8 === 0; ) x--;
    if (x > end) end = x;
  }
  return top < 0 ? undefined : { x: area.x + left, y: area.y + top, width: end - left + 1, height: last - top + 1 };
}
