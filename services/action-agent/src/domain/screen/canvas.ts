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

  /** Puts a part in its place, and tells where it is another picture by it: per tile, cut to the rows that differ. */
  put({ box, data }: Part): Box[] {
    const part = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const rowBytes = box.width * 4;
    const rows = new ChangedRows(box);
    for (let y = 0; y < box.height; y++) {
      const at = ((box.y + y) * this.width + box.x) * 4;
      const from = y * rowBytes;
      if (part.compare(this.data, at, at + rowBytes, from, from + rowBytes) === 0) continue;
      rows.note(y, (x, width) => {
        const [a, b] = [at + x * 4, from + x * 4];
        return part.compare(this.data, a, a + width * 4, b, b + width * 4) !== 0;
      });
      part.copy(this.data, at, from, from + rowBytes);
    }
    return rows.boxes();
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

/** First and last changed row of each tile that a box lies on. */
class ChangedRows {
  readonly #box: Box;
  readonly #found = new Map<number, { column: number; top: number; bottom: number }>();

  constructor(box: Box) {
    this.#box = box;
  }

  /** `differs(x, width)`: whether the row differs between these places in the box. */
  note(y: number, differs: (x: number, width: number) => boolean): void {
    const box = this.#box;
    const row = Math.floor((box.y + y) / tilePx);
    for (let x = 0; x < box.width; ) {
      const column = Math.floor((box.x + x) / tilePx);
      const width = Math.min(box.width, (column + 1) * tilePx - box.x) - x;
      if (differs(x, width)) {
        const key = row * 65_536 + column;
        const known = this.#found.get(key);
        if (known) known.bottom = y;
        else this.#found.set(key, { column, top: y, bottom: y });
      }
      x += width;
    }
  }

  boxes(): Box[] {
    const { x, y, width } = this.#box;
    return [...this.#found.values()].map(({ column, top, bottom }) => {
      const left = Math.max(x, column * tilePx);
      const right = Math.min(x + width, (column + 1) * tilePx);
      return { x: left, y: y + top, width: right - left, height: bottom - top + 1 };
    });
  }
}
