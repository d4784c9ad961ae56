import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, right } from '@karna/sight/boxes';
import { byteAt, type Grey } from '@karna/sight/frame';

/** Where the characters of one window stand: each in a cell of `width` x `height` px; one of the cells begins at `x`, `y`. */
export interface Grid {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text, and where each of its characters was read (px of the picture). */
export interface Placed {
  readonly box: Box;
  readonly xs: readonly number[];
}

/** Cells are of whole px, so wide and so high. */
const cell = { narrowest: 5, widest: 32, lowest: 8, highest: 64 };
/** How well characters or lines stand at multiples of a pitch (0..1, the length of their mean phase; of series the mean of its square). */
const onGrid = { series: 0.3, line: 0.6, window: 0.6 };
/** Lines of one window have phases no further apart than this (cells). */
const onePhase = 0.2;
/** Fewer characters of a line, or fewer lines, say nothing about a grid. */
export const fewest = { characters: 6, lines: 3 };
/** Multiples of a pitch that fit nearly as well: the largest is meant. */
const alike = 0.03;
/** Where characters and lines were read says where cells begin, to so many px. */
const surest = 1.5;
/** More of the strongest contrast than this is ink; less contrast (0..255) is none. */
const inkShare = 0.5;
const leastContrast = 32;
/** A character is read somewhere inside its cell: at most so far from the middle (cells); of a line's characters at least this share. */
const offMiddle = 0.4;
const leastInCells = 0.75;
/** The middle of a line is that of its row, to so much of a row. */
const offRow = 0.3;

export const columnAt = (grid: Grid, x: number): number => Math.floor((x - grid.x) / grid.width);
export const rowOf = (grid: Grid, { y, height }: Box): number => Math.floor((y + height / 2 - grid.y) / grid.height);

/** The cells of a row from one column to another, both included. */
export const boxOfCells = (grid: Grid, row: number, from: number, to: number): Box => ({
  x: grid.x + from * grid.width,
  y: grid.y + row * grid.height,
  width: (to - from + 1) * grid.width,
  height: grid.height,
});

/** The grid on which the most characters stand; undefined when there is none. */
export function gridOf(grey: Grey, lines: readonly Placed[]): Grid | undefined {
  const long = lines.filter(({ xs }) => xs.length >= fewest.characters);
  const allXs = long.map(({ xs }) => xs);
  const width = pitchOf(allXs, cell.narrowest, cell.widest);
  if (width === undefined) return undefined;
  const phased = long
    .map((line) => ({ ...line, ...meanPhase(line.xs, width) }))
    .filter(({ length }) => length >= onGrid.line)
    .sort((a, b) => b.xs.length - a.xs.length);
  for (const { phase } of phased) {
    const together = phased.filter((line) => apartOn(width, line.phase, phase) <= width * onePhase);
    const grid = gridOver(grey, together, width);
    if (grid) return grid;
  }
  return undefined;
}

function gridOver(grey: Grey, lines: readonly Placed[], width: number): Grid | undefined {
  if (lines.length < fewest.lines) return undefined;
  const boxes = lines.map(({ box }) => box);
  const middles = boxes.map(({ y, height }) => y + height / 2);
  const height = pitchOf([middles], cell.lowest, cell.highest);
  if (height === undefined) return undefined;
  const across = meanPhase(
    lines.flatMap(({ xs }) => xs),
    width,
  );
  const down = meanPhase(middles, height);
  if (across.length < onGrid.window || down.length < onGrid.window) return undefined;
  const x = leastCut(grey, boxes, width, across.phase - width / 2, 'x');
  const y = leastCut(grey, boxes, height, down.phase - height / 2, 'y');
  return { x, y, width, height };
}

/** Whether a line may stand on the grid, as far as places tell. */
export function standsOn(grid: Grid, { box, xs }: Placed): boolean {
  const off = (box.y + box.height / 2 - grid.y) / grid.height - rowOf(grid, box) - 0.5;
  if (xs.length === 0 || Math.abs(off) >= offRow || box.height > 1.5 * grid.height) return false;
  const inCells = xs.filter((x) => Math.abs((x - grid.x) / grid.width - columnAt(grid, x) - 0.5) <= offMiddle);
  return inCells.length >= leastInCells * xs.length;
}

/**
 * The pitch (whole px) that the places of each series are multiples of, each series with a phase of its own; undefined when there is none.
 * Of a pitch and its multiples that fit as well the largest.
 */
function pitchOf(series: readonly (readonly number[])[], least: number, most: number): number | undefined {
  const count = series.reduce((sum, places) => sum + places.length, 0);
  if (count === 0) return undefined;
  // Places without any order leave one over their number.
  const fitOf = (pitch: number) =>
    series.reduce((sum, places) => sum + places.length * meanPhase(places, pitch).length ** 2 - 1, 0) / count;
  const fits = Array.from({ length: most - least + 1 }, (_, n) => ({ pitch: least + n, fit: fitOf(least + n) }));
  const best = fits.reduce((a, b) => (b.fit > a.fit ? b : a));
  if (best.fit < onGrid.series) return undefined;
  return fits.findLast(({ pitch, fit }) => pitch % best.pitch === 0 && fit > best.fit - alike)?.pitch;
}

function meanPhase(places: readonly number[], pitch: number): { readonly length: number; readonly phase: number } {
  let [across, along] = [0, 0];
  for (const place of places) {
    const angle = (2 * Math.PI * place) / pitch;
    across += Math.cos(angle);
    along += Math.sin(angle);
  }
  const phase = (Math.atan2(along, across) / (2 * Math.PI)) * pitch;
  return { length: Math.hypot(across, along) / places.length, phase: (phase + pitch) % pitch };
}

function apartOn(pitch: number, a: number, b: number): number {
  const apart = (((a - b) % pitch) + pitch) % pitch;
  return Math.min(apart, pitch - apart);
}

/** Of the places for the edges between cells near the guess that which cuts through the least ink. */
function leastCut(grey: Grey, boxes: readonly Box[], pitch: number, guess: number, axis: 'x' | 'y'): number {
  const cuts = new Float64Array(pitch);
  const reach = axis === 'y' ? pitch >> 1 : 0;
  for (const box of boxes) {
    const isInk = inkIn(grey, box);
    for (let y = Math.max(1, box.y - reach); y < Math.min(grey.height, bottom(box) + reach); y++) {
      for (let x = Math.max(1, box.x); x < right(box); x++) {
        if (!isInk(x, y) || !(axis === 'x' ? isInk(x - 1, y) : isInk(x, y - 1))) continue;
        const at = (axis === 'x' ? x : y) % pitch;
        cuts[at] = (cuts[at] ?? 0) + 1;
      }
    }
  }
  const near = Array.from(cuts, (cut, at) => ({ at, cut, off: apartOn(pitch, at, guess) }));
  const [best] = near.filter(({ off }) => off <= surest).sort((a, b) => a.cut - b.cut || a.off - b.off);
  return best?.at ?? 0;
}

/** What stands out from the most common brightness in a box. */
function inkIn({ levels, width }: Grey, box: Box): (x: number, y: number) => boolean {
  const counts = new Uint32Array(256);
  for (let y = box.y; y < bottom(box); y++) {
    for (let x = box.x; x < right(box); x++) {
      const level = byteAt(levels, y * width + x);
      counts[level] = (counts[level] ?? 0) + 1;
    }
  }
  const paper = counts.indexOf(Math.max(...counts));
  const darkest = counts.findIndex((count) => count > 0);
  const brightest = counts.findLastIndex((count) => count > 0);
  const least = Math.max(leastContrast, inkShare * Math.max(paper - darkest, brightest - paper));
  return (x, y) => Math.abs(byteAt(levels, y * width + x) - paper) >= least;
}

/** The ink of a cell, wherever it stands and whatever its colours are: equal glyphs are equal. Empty where there is none. */
export type Glyphs = (row: number, column: number) => string;

/** Each cell is looked at once. */
export function glyphsOn(grey: Grey, grid: Grid): Glyphs {
  const known = new Map<string, string>();
  return (row, column) => {
    const place = `${row}:${column}`;
    const glyph = known.get(place) ?? glyphIn(grey, boxOfCells(grid, row, column, column));
    known.set(place, glyph);
    return glyph;
  };
}

function glyphIn(grey: Grey, box: Box): string {
  if (box.x < 0 || box.y < 0 || right(box) > grey.width || bottom(box) > grey.height || isPlain(grey, box)) return '';
  const isInk = inkIn(grey, box);
  const rows = Array.from({ length: box.height }, (_, down) => {
    let bits = 0;
    for (let x = box.x; x < right(box); x++) bits = 2 * bits + (isInk(x, box.y + down) ? 1 : 0);
    return bits;
  });
  return isNothing(rows, box.width) ? '' : rows.join();
}

function isPlain({ levels, width }: Grey, box: Box): boolean {
  const first = byteAt(levels, box.y * width + box.x);
  for (let y = box.y; y < bottom(box); y++) {
    for (let x = box.x; x < right(box); x++) if (byteAt(levels, y * width + x) !== first) return false;
  }
  return true;
}

/** No ink; the outline of a cell: the cursor of a window without the keyboard; what bold type, drawn twice a px apart, leaves in the next cell. */
function isNothing(rows: readonly number[], width: number): boolean {
  const [full, first] = [2 ** width - 1, 2 ** (width - 1)];
  const isEdge = (n: number) => n === 0 || n === rows.length - 1;
  return (
    rows.every((row) => row === 0 || row === first) || rows.every((row, n) => row === (isEdge(n) ? full : first + 1))
  );
}
