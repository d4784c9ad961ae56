// How far something was scrolled, told by its pixels: also where no whole line is in sight before and after.
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, union } from './boxes.ts';
import { type Pixels, tilePx, words } from './pixels.ts';

/** Rows are compared in so many parts beside each other: what is the same in each record is no help in finding where a row went. */
const parts = 8;
/** At the right edge of what is at least so wide (px) there may be a scrollbar, which goes another way: left out. */
const scrollbarPx = 24;
const wide = 300;
/** Every n-th pixel of a row is looked at. */
const everyPx = 3;
/** Smaller areas are not looked at (px). */
const leastHeight = 48;
/** Rows that show something, each something else, which have to be found again. */
const leastRows = 6;
/** Ways with the most rows for them that are looked into. */
const mostWays = 6;

/**
 * How far what changed from one picture of the screen to the next went down (px; negative: up). Everything that is in sight both times has to be the same,
 * from one end of what scrolled to the other. 0: it was not scrolled, or that cannot be told, as where it repeats itself.
 */
export function scrolledDown(before: Pixels, after: Pixels, changes: readonly Box[]): number {
  if (before.width !== after.width || before.height !== after.height || changes.length === 0) return 0;
  const within = changes.reduce(union);
  if (within.height < leastHeight) return 0;
  const [was, is] = [rowsOf(before, within), rowsOf(after, within)];
  const ways = likelyWays(was, is).filter((down) => isScroll(was, is, down, within));
  return ways.length === 1 ? (ways[0] ?? 0) : 0;
}

/** What the rows of a picture show, in parts: `prints[row * parts + part]`; 0: all one colour. */
interface Rows {
  readonly prints: Int32Array;
  readonly count: number;
}

function rowsOf(picture: Pixels, { x, width: whole }: Box): Rows {
  const width = whole < wide ? whole : whole - scrollbarPx;
  const all = words(picture);
  const prints = new Int32Array(picture.height * parts);
  for (let row = 0; row < picture.height; row++) {
    for (let part = 0; part < parts; part++) {
      const start = row * picture.width + x + Math.floor((part * width) / parts);
      const end = row * picture.width + x + Math.floor(((part + 1) * width) / parts);
      prints[row * parts + part] = printOf(all, start, end);
    }
  }
  return { prints, count: picture.height };
}

function printOf(all: Uint32Array, start: number, end: number): number {
  const first = all[start] ?? 0;
  let isPlain = true;
  let print = 1;
  for (let at = start; at < end; at += everyPx) {
    const word = all[at] ?? 0;
    isPlain &&= ((word ^ first) & 0x00ff_ffff) === 0;
    print = (Math.imul(print, 31) + (word & 0x00ff_ffff)) | 0;
  }
  return isPlain ? 0 : print || 1;
}

/** By the rows that are found once before and once after, in one part or another. */
function likelyWays(was: Rows, is: Rows): number[] {
  const votes = new Map<number, number>();
  for (let part = 0; part < parts; part++) {
    const places = onlyOnes(was, part);
    for (const [print, row] of onlyOnes(is, part)) {
      const down = row - (places.get(print) ?? row);
      if (down !== 0) votes.set(down, (votes.get(down) ?? 0) + 1);
    }
  }
  return [...votes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostWays)
    .map(([down]) => down);
}

function onlyOnes({ prints, count }: Rows, part: number): Map<number, number> {
  const places = new Map<number, number>();
  const again = new Set<number>();
  for (let row = 0; row < count; row++) {
    const print = prints[row * parts + part] ?? 0;
    if (print === 0) continue;
    if (places.has(print)) again.add(print);
    places.set(print, row);
  }
  for (const print of again) places.delete(print);
  return places;
}

/** Whether one run of rows went this way, from where what scrolled begins to where it ends: known to a square of what changed. */
function isScroll(was: Rows, is: Rows, down: number, within: Box): boolean {
  const [top, end] = [within.y + tilePx, bottom(within) - tilePx];
  for (let row = Math.max(0, down); row < Math.min(is.count, is.count + down); row++) {
    const first = row;
    const shown = new Set<number>();
    while (row < is.count && isAlike(was, row - down, is, row)) shown.add(shownBy(is, row++));
    shown.delete(0);
    const [low, high] = down < 0 ? [first, row - down] : [first - down, row];
    if (shown.size >= leastRows && low <= top && high >= end) return true;
  }
  return false;
}

function isAlike(was: Rows, from: number, is: Rows, to: number): boolean {
  if (from < 0 || from >= was.count) return false;
  for (let part = 0; part < parts; part++) {
    if (was.prints[from * parts + part] !== is.prints[to * parts + part]) return false;
  }
  return true;
}

/** 0: nothing but one colour. */
function shownBy({ prints }: Rows, row: number): number {
  let shown = 0;
  for (let part = 0; part < parts; part++) shown = (Math.imul(shown, 31) + (prints[row * parts + part] ?? 0)) | 0;
  return shown;
}
