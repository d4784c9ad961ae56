import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, right, sharedArea, union } from '@karna/sight/boxes';
import type { ReadCharacter } from '@karna/sight/ctc';
import type { Grey } from '@karna/sight/frame';
import {
  boxOfCells,
  columnAt,
  fewest,
  type Glyphs,
  type Grid,
  glyphsOn,
  gridOf,
  rowOf,
  standsOn,
} from './cell-grid.ts';

/** A line as it was read: columns are those of the crop, which is `width` of them wide. */
export interface ReadLine {
  readonly box: Box;
  readonly width: number;
  readonly characters: readonly ReadCharacter[];
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly glyph: string;
}

/** Cells of one row from the first ink to the last, with no wide gap between. */
export interface Stretch {
  readonly box: Box;
  readonly cells: readonly Cell[];
}

/** What one window shows in fixed-width type. */
export interface Typed {
  readonly grid: Grid;
  /** The lines that were read well enough to be of use. */
  readonly lines: readonly ReadLine[];
  /** These, and what was read badly. */
  readonly replaced: readonly ReadLine[];
  /** All that stands in its rows. */
  readonly stretches: readonly Stretch[];
}

/** Of a line's glyphs at least this share stands in other lines of the window as well. */
const leastRecurring = 0.5;
/** So many empty cells end a stretch. */
const widestGap = 4;
/** What equal glyphs were read as must be agreed upon: by so many places, with such a share of their sureness. */
const agreed = { places: 2, share: 0.6 };
/** A cell that nothing was read in says so as surely as this. */
const sureOfNothing = 0.5;

/** Terminals draw each character into a cell of whole px, always with the same pixels. What stands on such grids, window by window. */
export function typedIn(grey: Grey, lines: readonly ReadLine[]): Typed[] {
  const placed = lines.map((line) => ({ line, box: line.box, xs: placesOf(line) }));
  const grid = gridOf(grey, placed);
  if (!grid) return [];
  const glyphs = glyphsOn(grey, grid);
  const on = recurring(
    placed
      .filter((one) => standsOn(grid, one))
      .map(({ line }) => ({ line, cells: cellsUnder(glyphs, grid, line.box) })),
  );
  if (on.length < fewest.lines) return [];
  const seen = new Set(on.flatMap(({ cells }) => cells.map(({ glyph }) => glyph)));
  const members = on.map(({ line }) => line);
  // What was cut out badly, across two rows for example, is of the window all the same.
  const isOfWindow = (line: ReadLine) => members.includes(line) || areMostly(seen, cellsUnder(glyphs, grid, line.box));
  const { own = [], others = [] } = Object.groupBy(lines, (line) => (isOfWindow(line) ? 'own' : 'others'));
  return [
    { grid, lines: members, replaced: own, stretches: stretchesIn(glyphs, grid, own, others) },
    ...typedIn(grey, others),
  ];
}

/**
 * The stretches of a window, which were read once more as a whole, put right: each glyph is what the places that show it agree on, and blanks
 * are where nothing stands.
 */
export function settled({ grid, lines, stretches }: Typed, again: readonly ReadLine[]): ReadLine[] {
  const read = [...lines, ...again].flatMap((line) => readIn(grid, line));
  const byPlace = Map.groupBy(read, ({ place }) => place);
  const readingsOf = (cell: Cell) => byPlace.get(placeOf(cell)) ?? [];
  const known = agreedOn(
    stretches.flatMap(({ cells }) => cells.map((cell) => ({ glyph: cell.glyph, readings: readingsOf(cell) }))),
  );
  return stretches.map(({ box, cells }) => ({
    box,
    width: box.width,
    characters: cells.flatMap((cell): ReadCharacter[] => {
      const column = (cell.column + 0.5) * grid.width + grid.x - box.x;
      const [surest] = readingsOf(cell).toSorted((a, b) => b.confidence - a.confidence);
      const { text, confidence } = known.get(cell.glyph) ?? surest ?? nothing;
      // Editors draw a mark where a blank is: what nobody reads parts words too.
      if (cell.glyph === '' || text === '') return [{ text: ' ', column, confidence: 1 }];
      return [{ text, column, confidence: Math.max(confidence, surest?.text === text ? surest.confidence : 0) }];
    }),
  }));
}

interface Said {
  readonly text: string;
  /** 0..1. */
  readonly confidence: number;
}

const nothing: Said = { text: '', confidence: sureOfNothing };

/** Where each character was read (px of the picture). */
const placesOf = (line: ReadLine): number[] =>
  line.characters.filter(({ text }) => text !== ' ').map(({ column }) => xOf(line, column));

const xOf = ({ box, width }: ReadLine, column: number): number => box.x + (column / width) * box.width;

const placeOf = ({ row, column }: Omit<Cell, 'glyph'>): string => `${row}:${column}`;

/** What was read in which cell. */
const readIn = (grid: Grid, line: ReadLine): (Said & { readonly place: string })[] =>
  line.characters
    .filter(({ text }) => text !== ' ')
    .map(({ text, column, confidence }) => ({
      text,
      confidence,
      place: placeOf({ row: rowOf(grid, line.box), column: columnAt(grid, xOf(line, column)) }),
    }));

/** The cells that a box covers at least half of. */
function cellsUnder(glyphs: Glyphs, grid: Grid, box: Box): Cell[] {
  const from = columnAt(grid, box.x + grid.width / 2);
  const to = columnAt(grid, right(box) - grid.width / 2);
  return rowsUnder(grid, box).flatMap((row) => cellsIn(glyphs, row, from, to));
}

function rowsUnder(grid: Grid, box: Box): number[] {
  const first = Math.round((box.y - grid.y) / grid.height);
  const end = Math.max(first + 1, Math.round((bottom(box) - grid.y) / grid.height));
  return Array.from({ length: end - first }, (_, n) => first + n);
}

const cellsIn = (glyphs: Glyphs, row: number, from: number, to: number): Cell[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => ({
    row,
    column: from + n,
    glyph: glyphs(row, from + n),
  }));

/** Those whose glyphs stand in other lines too, as they must where all are drawn alike. */
function recurring<Line extends { readonly cells: readonly Cell[] }>(lines: readonly Line[]): Line[] {
  const counts = new Map<string, number>();
  const glyphsIn = ({ cells }: Line) => cells.map(({ glyph }) => glyph).filter((glyph) => glyph !== '');
  for (const line of lines) {
    for (const glyph of new Set(glyphsIn(line))) counts.set(glyph, (counts.get(glyph) ?? 0) + 1);
  }
  const common = new Set([...counts].filter(([, count]) => count > 1).map(([glyph]) => glyph));
  return lines.filter(({ cells }) => areMostly(common, cells));
}

function areMostly(glyphs: ReadonlySet<string>, cells: readonly Cell[]): boolean {
  const inked = cells.filter(({ glyph }) => glyph !== '');
  return inked.length > 0 && inked.filter(({ glyph }) => glyphs.has(glyph)).length >= leastRecurring * inked.length;
}

/** All ink in the rows and columns that lines were seen in, where nothing else stands. */
function stretchesIn(glyphs: Glyphs, grid: Grid, lines: readonly ReadLine[], others: readonly ReadLine[]): Stretch[] {
  const window = union(lines.map(({ box }) => box));
  const [from, to] = [columnAt(grid, window.x + grid.width / 2), columnAt(grid, right(window) - grid.width / 2)];
  const rows = new Set(lines.flatMap(({ box }) => rowsUnder(grid, box)));
  const isFree = ({ row, column }: Cell) =>
    others.every(({ box }) => 2 * sharedArea(box, boxOfCells(grid, row, column, column)) < grid.width * grid.height);
  return [...rows].flatMap((row) =>
    stretchesOf(cellsIn(glyphs, row, from, to).filter(isFree)).map((cells) => ({
      box: boxOfCells(grid, row, cells[0]?.column ?? 0, cells.at(-1)?.column ?? 0),
      cells,
    })),
  );
}

function stretchesOf(cells: readonly Cell[]): Cell[][] {
  const stretches: Cell[][] = [];
  for (const cell of cells.filter(({ glyph }) => glyph !== '')) {
    const open = stretches.at(-1);
    const last = open?.at(-1);
    if (!open || !last || cell.column - last.column > widestGap) stretches.push([cell]);
    else open.push(...cells.filter(({ column }) => column > last.column && column <= cell.column));
  }
  return stretches;
}

/** What each glyph is, where the places that show it agree. */
function agreedOn(
  places: readonly { readonly glyph: string; readonly readings: readonly Said[] }[],
): Map<string, Said> {
  const found = new Map<string, Said>();
  for (const [glyph, those] of Map.groupBy(places, (place) => place.glyph)) {
    if (glyph === '' || those.length < agreed.places) continue;
    const votes = those.flatMap(({ readings }) => (readings.length > 0 ? readings : [nothing]));
    const parties = [...Map.groupBy(votes, ({ text }) => text)].map(([text, voices]) => ({
      text,
      voices,
      sum: sumOf(voices),
    }));
    const [first] = parties.sort((a, b) => b.sum - a.sum);
    if (!first || first.sum < agreed.share * sumOf(votes)) continue;
    found.set(glyph, { text: first.text, confidence: first.sum / first.voices.length });
  }
  return found;
}

const sumOf = (voices: readonly Said[]): number => voices.reduce((sum, { confidence }) => sum + confidence, 0);
