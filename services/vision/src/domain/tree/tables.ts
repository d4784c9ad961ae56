import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, centreX, centreY, right, sharedWidth } from '@karna/sight/boxes';
import type { Element } from '../screen.ts';

export interface Place {
  readonly row: number;
  /** 0 for rows. */
  readonly column: number;
}

/** Rows of one list lie no further apart than this share of their height. */
const widestGap = 0.7;
/** A header stands within so many row heights above the first row. */
const headerReach = 1.6;

/**
 * Where rows, cells and what stands in rows without cells lie in their table: rows from 1, cells above the first row in row 0,
 * columns from 1.
 */
export function placesOf(elements: readonly Element[], parents: ReadonlyMap<Element, Element>): Map<Element, Place> {
  const places = new Map<Element, Place>();
  const rows = elements.filter(({ role }) => role === 'ROLE_ROW');
  const unheld = elements.filter(
    (element) => element.role === 'ROLE_CELL' && parents.get(element)?.role !== 'ROLE_ROW',
  );
  for (const table of tablesOf(rows, parents)) {
    const contents = table.map((row) => elements.filter((element) => parents.get(element) === row));
    const entries = contents.map((entry) => {
      const cells = entry.filter(({ role }) => role === 'ROLE_CELL');
      return cells.length > 0 ? cells : entry;
    });
    const header = headerOf(table, unheld);
    const columns = columnsOf([header, ...entries]);
    for (const [index, row] of table.entries()) places.set(row, { row: index + 1, column: 0 });
    for (const [row, entry] of [header, ...entries].entries()) {
      for (const element of entry) places.set(element, { row, column: columnAt(columns, element.box) });
    }
  }
  return places;
}

/** Rows that lie below each other, as wide as each other and part of the same thing. */
function tablesOf(rows: readonly Element[], parents: ReadonlyMap<Element, Element>): Element[][] {
  const tables: Element[][] = [];
  for (const row of [...rows].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)) {
    const table = tables.find((members) => {
      const last = members.at(-1);
      return last !== undefined && parents.get(last) === parents.get(row) && isNext(last.box, row.box);
    });
    if (table) table.push(row);
    else tables.push([row]);
  }
  return tables;
}

const isNext = (above: Box, below: Box): boolean =>
  sharedWidth(above, below) > 0.8 * Math.max(above.width, below.width) &&
  below.y - bottom(above) <= widestGap * Math.min(above.height, below.height) &&
  below.y > above.y + above.height / 2;

function headerOf([first]: readonly Element[], unheld: readonly Element[]): Element[] {
  if (!first) return [];
  const near = unheld.filter(
    ({ box }) =>
      bottom(box) <= first.box.y + box.height / 2 &&
      first.box.y - bottom(box) <= headerReach * first.box.height &&
      centreX(box) >= first.box.x &&
      centreX(box) <= right(first.box),
  );
  const lowest = Math.max(...near.map(({ box }) => centreY(box)));
  return near.filter(({ box }) => lowest - centreY(box) <= box.height / 2);
}

/** Spans of x that things of several rows share; ordered from left to right. */
function columnsOf(entries: readonly (readonly Element[])[]): { from: number; to: number }[] {
  const columns: { from: number; to: number }[] = [];
  for (const { box } of entries.flat().sort((a, b) => a.box.x - b.box.x)) {
    const last = columns.at(-1);
    if (last && centreX(box) < last.to && box.x < last.to - 0.3 * Math.min(box.width, last.to - last.from)) {
      last.to = Math.max(last.to, right(box));
    } else columns.push({ from: box.x, to: right(box) });
  }
  return columns;
}

function columnAt(columns: readonly { from: number; to: number }[], box: Box): number {
  const inside = columns.findIndex(({ from, to }) => centreX(box) >= from && centreX(box) <= to);
  return inside + 1;
}
