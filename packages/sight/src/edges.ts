import { byteAt, type Grey } from './frame.ts';

/** A straight edge: `place` is its row (or column), `from`..`to` its extent, `end` where its thickness ends. */
export interface Edge {
  readonly place: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** All straight edges of a picture, each list by place and then by where they begin. */
export interface Edges {
  readonly across: readonly Edge[];
  readonly down: readonly Edge[];
}

/** Rows or columns (px), `to` not among them. Several of them are apart from each other. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Neighbouring pixels this far apart (0..255) may be an edge: grey borders on white differ by 20, filled fields by 10. */
const edgeContrast = 8;
/** Shorter straight edges are glyphs (px). */
const shortestAcross = 16;
const shortestDown = 8;
/** More than any screen has; keeps noise from costing seconds. */
const mostEdges = 6000;

export const edgesOf = (grey: Grey): Edges => ({
  across: edgesAcross(grey, [{ from: 0, to: grey.height }]),
  down: edgesDown(grey, [{ from: 0, to: grey.width }]),
});

/** Those of a picture that differs from another one, whose edges are known, in these rows and these columns only. */
export function edgesAfter(
  known: Edges,
  grey: Grey,
  changed: { rows: readonly Span[]; columns: readonly Span[] },
): Edges {
  if (Math.max(known.across.length, known.down.length) >= mostEdges) return edgesOf(grey);
  const [rows, columns] = [withNeighbours(changed.rows), withNeighbours(changed.columns)];
  return {
    across: inOrder([...outside(known.across, rows), ...edgesAcross(grey, rows)]),
    down: inOrder([...outside(known.down, columns), ...edgesDown(grey, columns)]),
  };
}

/** An edge lies between a row and the next: what changed in one changes also the edge above it. */
const withNeighbours = (spans: readonly Span[]): Span[] =>
  spans.map(({ from, to }) => ({ from: Math.max(0, from - 1), to }));

/** An edge of place 1 lies between 0 and 1. */
const outside = (edges: readonly Edge[], spans: readonly Span[]): Edge[] =>
  edges.filter(({ place }) => !spans.some(({ from, to }) => place > from && place <= to));

const inOrder = (edges: Edge[]): Edge[] => edges.sort((a, b) => a.place - b.place || a.from - b.from);

/** Dark to bright is 1, bright to dark -1. A run keeps its direction: neighbouring glyphs alternate, borders do not. */
const direction = (difference: number): number => (difference > edgeContrast ? 1 : difference < -edgeContrast ? -1 : 0);

/** Runs along rows over which the row below differs. */
function edgesAcross(grey: Grey, rows: readonly Span[]): Edge[] {
  const runs: Edge[] = [];
  for (const { from, to } of rows) {
    for (let y = from; y < Math.min(to, grey.height - 1) && runs.length < mostEdges; y++) {
      if (!isLikeAbove(grey, y + 1)) addRunsAlong(grey, y, runs);
    }
  }
  return runs;
}

function addRunsAlong({ width, levels }: Grey, y: number, runs: Edge[]): void {
  const row = y * width;
  let sign = 0;
  let from = 0;
  for (let x = 0; x <= width; x++) {
    const now = x < width ? direction(byteAt(levels, row + x) - byteAt(levels, row + width + x)) : 0;
    if (now === sign) continue;
    if (sign !== 0 && x - from >= shortestAcross) runs.push({ place: y + 1, end: y + 1, from, to: x });
    from = x;
    sign = now;
  }
}

/** Runs down columns over which the next column differs. Goes row by row all the same: that is how memory lies. */
const edgesDown = (grey: Grey, columns: readonly Span[]): Edge[] =>
  inOrder(columns.flatMap(({ from, to }) => runsDown(grey, from, Math.min(to, grey.width - 1))));

function runsDown(grey: Grey, left: number, end: number): Edge[] {
  const { width, height, levels } = grey;
  const runs: Edge[] = [];
  const signs = new Int8Array(width);
  const starts = new Int32Array(width);
  for (let y = 0; y <= height && runs.length < mostEdges; y++) {
    if (y > 0 && y < height && isLikeAbove(grey, y)) continue;
    const row = y * width;
    for (let x = left; x < end; x++) {
      const now = y < height ? direction(byteAt(levels, row + x) - byteAt(levels, row + x + 1)) : 0;
      const sign = signs[x] ?? 0;
      if (now === sign) continue;
      const from = starts[x] ?? 0;
      if (sign !== 0 && y - from >= shortestDown) runs.push({ place: x + 1, end: x + 1, from, to: y });
      starts[x] = y;
      signs[x] = now;
    }
  }
  return runs;
}

/** A row that is the row above it again, as many are, begins and ends nothing. The system compares them in 50 ns. */
function isLikeAbove({ width, levels }: Grey, y: number): boolean {
  const bytes = Buffer.from(levels.buffer, levels.byteOffset, levels.length);
  const row = y * width;
  return bytes.compare(bytes, row - width, row, row, row + width) === 0;
}
