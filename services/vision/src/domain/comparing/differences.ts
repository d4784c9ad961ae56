import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, clipped, right } from '@karna/sight/boxes';
import { byteAt, type Frame } from '@karna/sight/frame';
import { changedTiles, regionsOf, type Tiles, tilePx } from '../looking/tiles.ts';

/** Colours this close (0..255) look the same: smoothed edges and compressed pictures differ by less. */
const noticeable = 24;

/** The pixels in which two frames of one size differ so that a person could notice. */
export class Differences {
  /** How many there are. */
  readonly count: number;
  readonly #mask: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  /** Sums over everything above and left, one row and column more than the frame has: any box is counted in four reads. */
  readonly #sums: Uint32Array;
  readonly #tiles: Tiles;

  constructor(mask: Uint8Array, size: { width: number; height: number }, tiles: Tiles) {
    this.#mask = mask;
    this.#width = size.width;
    this.#height = size.height;
    this.#sums = summed(mask, size.width, size.height);
    this.#tiles = {
      ...tiles,
      marked: tiles.marked.map((_, index) => (this.within(tileBox(tiles, index)) > 0 ? 1 : 0)),
    };
    this.count = this.within({ x: 0, y: 0, ...size });
  }

  /** How many lie in a box. */
  within(box: Box): number {
    const part = clipped(box, this.#width, this.#height);
    const [left, top, end, base] = [part.x, part.y, right(part), bottom(part)].map(Math.round);
    const at = (x = 0, y = 0) => this.#sums[y * (this.#width + 1) + x] ?? 0;
    return at(end, base) - at(left, base) - at(end, top) + at(left, top);
  }

  /** Those outside the tiles that `leaves` names. */
  without(leaves: (tile: Box) => boolean): Differences {
    const mask = this.#mask.slice();
    const size = { width: this.#width, height: this.#height };
    for (let index = 0; index < this.#tiles.marked.length; index++) {
      const tile = tileBox(this.#tiles, index);
      if (this.#tiles.marked[index] === 1 && leaves(clipped(tile, size.width, size.height))) clear(mask, size, tile);
    }
    return new Differences(mask, size, this.#tiles);
  }

  /** Boxes just around what differs, at most `limit`; only around the tiles that `counts` accepts. */
  regions(limit: number, counts: (tile: Box) => boolean = () => true): Box[] {
    const { columns, rows, marked } = this.#tiles;
    const counted = marked.map((mark, index) => (mark === 1 && counts(tileBox(this.#tiles, index)) ? 1 : 0));
    const size = { width: this.#width, height: this.#height };
    return regionsOf({ columns, rows, marked: counted }, size, limit).map((box) => this.#tight(box));
  }

  #tight(box: Box): Box {
    let [left, top, end, base] = [box.x, box.y, right(box), bottom(box)];
    while (left < end && this.within(boxOf(left, top, left + 1, base)) === 0) left++;
    while (end > left && this.within(boxOf(end - 1, top, end, base)) === 0) end--;
    while (top < base && this.within(boxOf(left, top, end, top + 1)) === 0) top++;
    while (base > top && this.within(boxOf(left, base - 1, end, base)) === 0) base--;
    return boxOf(left, top, end, base);
  }
}

const tileBox = ({ columns }: Tiles, index: number): Box => ({
  x: (index % columns) * tilePx,
  y: Math.floor(index / columns) * tilePx,
  width: tilePx,
  height: tilePx,
});

function summed(mask: Uint8Array, width: number, height: number): Uint32Array {
  const stride = width + 1;
  const sums = new Uint32Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += byteAt(mask, y * width + x);
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

/** What lies in the boxes of `ignore` does not count. */
export function differencesBetween(before: Frame, after: Frame, ignore: readonly Box[] = []): Differences {
  const tiles = changedTiles(before, after);
  const mask = new Uint8Array(after.width * after.height);
  for (let tile = 0; tile < tiles.marked.length; tile++) {
    if (tiles.marked[tile] === 1) markTile(mask, before, after, tileBox(tiles, tile));
  }
  for (const box of ignore) clear(mask, after, box);
  return new Differences(mask, after, tiles);
}

function markTile(mask: Uint8Array, before: Frame, after: Frame, tile: Box): void {
  const { x, y, width, height } = clipped(tile, after.width, after.height);
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      if (isOther(before, after, column, row)) mask[row * after.width + column] = 1;
    }
  }
}

/**
 * A pixel that takes a colour from right beside it is an edge that was smoothed otherwise, or moved by a pixel: nobody
 * notices. Asked both ways, so that a thin line that went is a difference as well as one that came.
 */
function isOther(before: Frame, after: Frame, x: number, y: number): boolean {
  const pixel = (y * after.width + x) * 3;
  for (let colour = pixel; colour < pixel + 3; colour++) {
    if (Math.abs(byteAt(before.rgb, colour) - byteAt(after.rgb, colour)) <= noticeable) continue;
    if (isBeyond(before, x, y, byteAt(after.rgb, colour), colour - pixel)) return true;
    if (isBeyond(after, x, y, byteAt(before.rgb, colour), colour - pixel)) return true;
  }
  return false;
}

/** Whether a value lies outside what the pixel and its eight neighbours have in that colour. */
function isBeyond({ rgb, width, height }: Frame, x: number, y: number, value: number, colour: number): boolean {
  let low = 255;
  let high = 0;
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      const level = byteAt(rgb, (row * width + column) * 3 + colour);
      if (level < low) low = level;
      if (level > high) high = level;
    }
  }
  return value < low - noticeable || value > high + noticeable;
}

function clear(mask: Uint8Array, { width, height }: { width: number; height: number }, box: Box): void {
  const part = clipped(box, width, height);
  const [left, end] = [Math.floor(part.x), Math.ceil(right(part))];
  for (let y = Math.floor(part.y); y < Math.ceil(bottom(part)); y++) {
    mask.fill(0, y * width + left, y * width + end);
  }
}
