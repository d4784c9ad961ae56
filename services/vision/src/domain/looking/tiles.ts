import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, boxOf, clipped, grown, union } from '@karna/sight/boxes';
import type { Span } from '@karna/sight/edges';
import { byteAt, type Frame } from '@karna/sight/frame';

/** Frames are compared in squares of this side (px). */
export const tilePx = 16;

/** Which tiles of a picture differ from another of the same size: one byte each, row by row. */
export interface Tiles {
  readonly columns: number;
  readonly rows: number;
  readonly marked: Uint8Array;
}

export const hasSameSize = (a: Frame, b: Frame): boolean => a.width === b.width && a.height === b.height;

/** The tiles in which two frames of one size differ, be it by one pixel. Some 0.3 ms when little changed (1280x720). */
export function changedTiles(before: Frame, after: Frame): Tiles {
  const columns = Math.ceil(after.width / tilePx);
  const rows = Math.ceil(after.height / tilePx);
  const marked = new Uint8Array(columns * rows);
  const [old, now] = [bytesOf(before), bytesOf(after)];
  const stride = after.width * 3;
  for (let y = 0; y < after.height; y++) {
    const from = y * stride;
    // The system's own comparison of memory: most rows are equal and cost 50 ns.
    if (now.compare(old, from, from + stride, from, from + stride) === 0) continue;
    const row = Math.floor(y / tilePx) * columns;
    for (let column = 0; column < columns; column++) {
      if (byteAt(marked, row + column) === 1) continue;
      const start = from + column * tilePx * 3;
      const end = Math.min(start + tilePx * 3, from + stride);
      if (now.compare(old, start, end, start, end) !== 0) marked[row + column] = 1;
    }
  }
  return { columns, rows, marked };
}

/** In how many rows of px two frames of one size differ: tells in .1 ms which frames are worth comparing closely. */
export function differingRows(before: Frame, after: Frame): number {
  const [old, now] = [bytesOf(before), bytesOf(after)];
  const stride = after.width * 3;
  let rows = 0;
  for (let from = 0; from < now.length; from += stride) {
    if (now.compare(old, from, from + stride, from, from + stride) !== 0) rows++;
  }
  return rows;
}

/** The rows and columns (px) that marked tiles lie in. */
export function markedSpans({ columns, rows, marked }: Tiles): { rows: Span[]; columns: Span[] } {
  const down = new Uint8Array(rows);
  const across = new Uint8Array(columns);
  for (let tile = marked.indexOf(1); tile >= 0; tile = marked.indexOf(1, tile + 1)) {
    down[Math.floor(tile / columns)] = 1;
    across[tile % columns] = 1;
  }
  return { rows: spansOf(down), columns: spansOf(across) };
}

function spansOf(marked: Uint8Array): Span[] {
  const spans: Span[] = [];
  for (let from = marked.indexOf(1); from >= 0; ) {
    const end = marked.indexOf(0, from);
    const to = end < 0 ? marked.length : end;
    spans.push({ from: from * tilePx, to: to * tilePx });
    from = marked.indexOf(1, to);
  }
  return spans;
}

const bytesOf = ({ rgb }: Frame): Buffer => Buffer.from(rgb.buffer, rgb.byteOffset, rgb.length);

/** 0..1. */
export function markedShare({ marked }: Tiles): number {
  let count = 0;
  for (let index = 0; index < marked.length; index++) count += byteAt(marked, index);
  return marked.length === 0 ? 0 : count / marked.length;
}

/** How much of a box (px) lies on marked tiles, 0..1. */
export function markedShareOf({ columns, rows, marked }: Tiles, box: Box): number {
  const left = Math.max(0, Math.floor(box.x / tilePx));
  const top = Math.max(0, Math.floor(box.y / tilePx));
  const end = Math.min(columns, Math.ceil((box.x + box.width) / tilePx));
  const base = Math.min(rows, Math.ceil((box.y + box.height) / tilePx));
  let count = 0;
  for (let row = top; row < base; row++)
    for (let column = left; column < end; column++) count += byteAt(marked, row * columns + column);
  return count / Math.max(1, (end - left) * (base - top));
}

/**
 * Boxes around marked tiles that touch or lie at most one tile apart, in px of a frame of this size. At most `limit`:
 * beyond it, those that waste least are put together.
 */
export function regionsOf(tiles: Tiles, size: { width: number; height: number }, limit: number): Box[] {
  const boxes = components(tiles).map(({ left, top, last, lowest }) =>
    clipped(boxOf(left * tilePx, top * tilePx, (last + 1) * tilePx, (lowest + 1) * tilePx), size.width, size.height),
  );
  return merged(boxes, limit);
}

interface Component {
  left: number;
  top: number;
  last: number;
  lowest: number;
}

function components({ columns, rows, marked }: Tiles): Component[] {
  const left = Uint8Array.from(marked);
  const found: Component[] = [];
  for (let start = 0; start < left.length; start++) {
    if (byteAt(left, start) === 0) continue;
    const component = { left: columns, top: rows, last: 0, lowest: 0 };
    const open = [start];
    left[start] = 0;
    for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
      const [x, y] = [tile % columns, Math.floor(tile / columns)];
      widen(component, x, y);
      for (let row = Math.max(0, y - 2); row <= Math.min(rows - 1, y + 2); row++) {
        for (let column = Math.max(0, x - 2); column <= Math.min(columns - 1, x + 2); column++) {
          const near = row * columns + column;
          if (byteAt(left, near) === 0) continue;
          left[near] = 0;
          open.push(near);
        }
      }
    }
    found.push(component);
  }
  return found;
}

function widen(component: Component, x: number, y: number): void {
  component.left = Math.min(component.left, x);
  component.top = Math.min(component.top, y);
  component.last = Math.max(component.last, x);
  component.lowest = Math.max(component.lowest, y);
}

/** Noise makes hundreds of components; looking at all pairs of so many is not worth it. */
const mostCompared = 120;

/**
 * Boxes are put together as long as one costs no more than two, each with `margin` px around it, and beyond `limit` in
 * any case, those first that waste least.
 */
export function merged(boxes: readonly Box[], limit: number, margin = 0): Box[] {
  const kept = [...boxes];
  for (let pair = cheapest(kept, margin); pair; pair = cheapest(kept, margin)) {
    if (pair.waste > 0 && kept.length <= limit) break;
    kept[pair.first] = pair.box;
    kept.splice(pair.second, 1);
  }
  return kept;
}

/** The two boxes that waste least when put together. */
function cheapest(boxes: readonly Box[], margin: number) {
  const cost = (box: Box) => area(grown(box, margin));
  let best: { first: number; second: number; box: Box; waste: number } | undefined;
  const some = boxes.slice(0, mostCompared);
  for (const [first, a] of some.entries()) {
    for (const [rest, b] of some.slice(first + 1).entries()) {
      const box = union([a, b]);
      const waste = cost(box) - cost(a) - cost(b);
      if (!best || waste < best.waste) best = { first, second: first + 1 + rest, box, waste };
      if (waste < 0) return best;
    }
  }
  return best;
}
