import type { Box } from '@karna/proto/gen/geometry/v1/geometry';

/** A picture of the whole desktop: 4 bytes per pixel, blue first, the fourth meaningless; rows without padding. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The same picture without padding at the end of its rows; not copied when it has none. */
export function tightly(width: number, height: number, stride: number, padded: Uint8Array): Pixels {
  const row = width * 4;
  if (stride === row) return { width, height, data: padded.subarray(0, row * height) };
  const data = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) data.set(padded.subarray(y * stride, y * stride + row), y * row);
  return { width, height, data };
}

/** Side of the squares in which changes are looked for (px): about a character cell, so that boxes hug what changed. */
export const tilePx = 16;
/** More boxes than this say no more than their common outline. */
const maxBoxes = 64;

/** Where `after` differs from `before`, as few boxes as describe it well. Pictures of different size differ everywhere. */
export function changedBoxes(before: Pixels, after: Pixels): Box[] {
  const { width, height } = after;
  if (before.width !== width || before.height !== height) return [{ x: 0, y: 0, width, height }];
  const grid = changedTiles(before, after);
  const boxes = untilDisjoint(islands(grid));
  return (boxes.length > maxBoxes ? [boxes.reduce(union)] : boxes).map((box) => toPixels(box, width, height));
}

/** The share (0..1) of pixels of `region` whose colour differs. Parts of it outside either picture count as different. */
export function changedShare(before: Pixels, after: Pixels, region: Box): number {
  const total = region.width * region.height;
  if (before.width !== after.width || before.height !== after.height || total <= 0) return 1;
  const [a, b] = [words(before), words(after)];
  let same = 0;
  const right = Math.min(after.width, region.x + region.width);
  for (let y = Math.max(0, region.y); y < Math.min(after.height, region.y + region.height); y++) {
    for (let i = y * after.width + Math.max(0, region.x); i < y * after.width + right; i++) {
      if ((((a[i] ?? 0) ^ (b[i] ?? 0)) & 0x00ff_ffff) === 0) same++;
    }
  }
  return 1 - same / total;
}

/** Whether it is all one colour, as a window is that its program has not drawn into yet. */
export function isPlain(picture: Pixels): boolean {
  const all = words(picture);
  const first = all[0] ?? 0;
  return all.every((word) => ((word ^ first) & 0x00ff_ffff) === 0);
}

/** Every pixel as one number; the byte order of all platforms we run on is little endian: 0xXXRRGGBB. */
export const words = ({ data }: Pixels): Uint32Array =>
  data.byteOffset % 4 === 0
    ? new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
    : new Uint32Array(Uint8Array.from(data).buffer);

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly marked: Uint8Array;
}

// memcmp finds the bands that changed at ten times the speed of a loop; only those are looked into.
function changedTiles(before: Pixels, after: Pixels): Grid {
  const { width, height } = after;
  const columns = Math.ceil(width / tilePx);
  const rows = Math.ceil(height / tilePx);
  const marked = new Uint8Array(columns * rows);
  const [a, b] = [words(before), words(after)];
  for (let row = 0; row < rows; row++) {
    const end = Math.min(height, (row + 1) * tilePx);
    if (sameBytes(before.data, after.data, row * tilePx * width * 4, end * width * 4)) continue;
    for (let y = row * tilePx; y < end; y++) {
      if (sameBytes(before.data, after.data, y * width * 4, (y + 1) * width * 4)) continue;
      markRow(a, b, y * width, width, marked.subarray(row * columns, (row + 1) * columns));
    }
  }
  return { columns, rows, marked };
}

const sameBytes = (a: Uint8Array, b: Uint8Array, from: number, to: number): boolean =>
  Buffer.compare(a.subarray(from, to), b.subarray(from, to)) === 0;

function markRow(a: Uint32Array, b: Uint32Array, start: number, width: number, marked: Uint8Array): void {
  for (let x = 0; x < width; x++) {
    if ((((a[start + x] ?? 0) ^ (b[start + x] ?? 0)) & 0x00ff_ffff) === 0) continue;
    const tile = (x / tilePx) | 0;
    marked[tile] = 1;
    x = (tile + 1) * tilePx - 1; // the rest of this tile cannot add anything
  }
}

/** Outlines, in tiles, of the groups of marked tiles that touch, corners included. */
function islands({ columns, rows, marked }: Grid): Box[] {
  const boxes: Box[] = [];
  const open: number[] = [];
  for (let start = 0; start < marked.length; start++) {
    if (!marked[start]) continue;
    let box = tileAt(start, columns);
    marked[start] = 0;
    open.push(start);
    for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
      box = union(box, tileAt(tile, columns));
      for (const near of neighbours(tile, columns, rows)) {
        if (!marked[near]) continue;
        marked[near] = 0;
        open.push(near);
      }
    }
    boxes.push(box);
  }
  return boxes;
}

const tileAt = (tile: number, columns: number): Box => ({
  x: tile % columns,
  y: Math.floor(tile / columns),
  width: 1,
  height: 1,
});

function* neighbours(tile: number, columns: number, rows: number): Generator<number> {
  const { x, y } = tileAt(tile, columns);
  for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row++)
    for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column++)
      yield row * columns + column;
}

/** Outlines of separate groups may still overlap (an L around a dot): those become one. */
function untilDisjoint(boxes: readonly Box[]): Box[] {
  const apart: Box[] = [];
  for (let box of boxes) {
    for (let i = apart.findIndex((other) => overlaps(box, other)); i >= 0; ) {
      const [met] = apart.splice(i, 1);
      if (met) box = union(box, met);
      i = apart.findIndex((other) => overlaps(box, other));
    }
    apart.push(box);
  }
  return apart;
}

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function toPixels(box: Box, width: number, height: number): Box {
  const x = box.x * tilePx;
  const y = box.y * tilePx;
  return {
    x,
    y,
    width: Math.min(width, x + box.width * tilePx) - x,
    height: Math.min(height, y + box.height * tilePx) - y,
  };
}
