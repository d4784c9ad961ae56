import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Canvas, Part } from './canvas.ts';

/** Smaller areas are sent anew for less than it takes to look for this (px). */
const leastPx = 96;
/** Pixels of a row that are looked at. */
const samples = 192;
/** Rows that have to agree, and their share of those that changed. */
const leastRows = 8;
const leastShare = 0.25;

/** An area whose rows are shown elsewhere now. */
export interface Scroll {
  readonly from: Box;
  readonly toY: number;
}

/** Whether `next` is mostly what the canvas shows there, moved up or down. A guess: what it gets wrong shows as a difference. */
export function findScroll(canvas: Canvas, next: Part, within: Box): Scroll | undefined {
  const { x, y, width, height } = within;
  if (width < leastPx || height < leastPx) return undefined;
  const part = new Uint32Array(next.data.buffer, next.data.byteOffset, next.data.byteLength >> 2);
  const before = rowPrints(canvas.words, y * canvas.width + x, canvas.width, within);
  const start = (y - next.box.y) * next.box.width + (x - next.box.x);
  const after = rowPrints(part, start, next.box.width, within);
  const by = shiftOf(before, after);
  if (by === undefined) return undefined;
  const from = { x, width, y: by > 0 ? y + by : y, height: height - Math.abs(by) };
  return { from, toY: from.y - by };
}

function rowPrints(all: Uint32Array, start: number, stride: number, { width, height }: Box): Int32Array {
  const step = Math.max(1, Math.floor(width / samples));
  const prints = new Int32Array(height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    const end = start + row * stride + width;
    for (let at = start + row * stride; at < end; at += step) sum = (Math.imul(sum, 31) + (all[at] ?? 0)) | 0;
    prints[row] = sum;
  }
  return prints;
}

/** How many rows lower in `before` most changed rows of `after` are found. Rows that occur twice (blank ones) say nothing. */
function shiftOf(before: Int32Array, after: Int32Array): number | undefined {
  const places = new Map<number, number>();
  before.forEach((print, row) => {
    places.set(print, places.has(print) ? -1 : row);
  });
  const votes = new Map<number, number>();
  let changed = 0;
  after.forEach((print, row) => {
    if (before[row] === print) return;
    changed += 1;
    const place = places.get(print) ?? -1;
    if (place >= 0 && place !== row) votes.set(place - row, (votes.get(place - row) ?? 0) + 1);
  });
  let [best, most] = [0, 0];
  for (const [by, count] of votes) if (count > most) [best, most] = [by, count];
  return most >= leastRows && most >= changed * leastShare ? best : undefined;
}
