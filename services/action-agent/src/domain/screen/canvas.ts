import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
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
    const next = words({ width: box.width, height: box.height, data });
    const rowBytes = box.width * 4;
    const changes = new Changes(box);
    for (let y = 0; y < box.height; y++) {
      const place = (box.y + y) * this.width + box.x;
      const from = y * rowBytes;
      if (part.compare(this.data, place * 4, place * 4 + rowBytes, from, from + rowBytes) === 0) continue;
      changes.note(y, (x) => next[y * box.width + x] !== this.words[place + x]);
      part.copy(this.data, place * 4, from, from + rowBytes);
    }
    return changes.boxes();
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

  cut(box: Box): Part {
    const data = Buffer.allocUnsafe(box.width * box.height * 4);
    for (let y = 0; y < box.height; y++) {
      const start = ((box.y + y) * this.width + box.x) * 4;
      this.data.copy(data, y * box.width * 4, start, start + box.width * 4);
    }
    return { box, data };
  }

  tiles(): TileSet {
    return new TileSet(this);
  }
}

interface Extent {
  left: number;
  right: number;
  readonly top: number;
  bottom: number;
}

/** How far the changes reach in each tile that a box lies on. */
class Changes {
  readonly #box: Box;
  readonly #found = new Map<number, Extent>();

  constructor(box: Box) {
    this.#box = box;
  }

  /** A row that differs somewhere; `differs(x)`: at this place in it. */
  note(y: number, differs: (x: number) => boolean): void {
    const box = this.#box;
    const row = Math.floor((box.y + y) / tilePx) * 65_536;
    for (let x = 0; x < box.width; ) {
      const column = Math.floor((box.x + x) / tilePx);
      const end = Math.min(box.width, (column + 1) * tilePx - box.x);
      this.#noteTile(row + column, y, x, end, differs);
      x = end;
    }
  }

  /** Only what lies outside of what is known to have changed is looked at. */
  #noteTile(tile: number, y: number, from: number, end: number, differs: (x: number) => boolean): void {
    const known = this.#found.get(tile);
    let left = from;
    const leftEnd = known?.left ?? end;
    while (left < leftEnd && !differs(left)) left++;
    if (!known && left === end) return;
    let right = end - 1;
    const rightEnd = Math.max(known?.right ?? left, left);
    while (right > rightEnd && !differs(right)) right--;
    if (!known) {
      this.#found.set(tile, { left, right, top: y, bottom: y });
      return;
    }
    if (left === known.left && right === known.right && !differsBetween(left, right, differs)) return;
    known.left = left;
    known.right = right;
    known.bottom = y;
  }

  boxes(): Box[] {
    const { x, y } = this.#box;
    return [...this.#found.values()].map(({ left, right, top, bottom }) => {
      return { x: x + left, y: y + top, width: right - left + 1, height: bottom - top + 1 };
    });
  }
}

function differsBetween(left: number, right: number, differs: (x: number) => boolean): boolean {
  for (let x = left; x <= right; x++) if (differs(x)) return true;
  return false;
}
