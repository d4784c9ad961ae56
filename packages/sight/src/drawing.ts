import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, likenessOfBoxes, right } from './boxes.ts';
import { type Edge, type Edges, edgesOf } from './edges.ts';
import type { Grey } from './frame.ts';

/** Rounded corners take so much of a side at most (px). */
const cornerPx = 10;
/** Between straight lines that meet there may be so much blur (px). */
const straightPx = 2;
const lowestPx = 14;
const tallestPx = 420;
/** Two edges this close with the same extent are the two sides of one drawn border (px). */
const thickestBorderPx = 4;
/** A thicker bar is not a line to write on. */
const thickestRulePx = 3;

/** Straight drawing on a screen. */
export interface Drawing {
  /** Boxes with four straight sides: fields, buttons, list boxes. */
  readonly boxes: readonly Box[];
  /** Thin level lines. */
  readonly rules: readonly Box[];
}

/**
 * Finds what is drawn with straight lines. The detector is unsure about wide and empty fields; four straight sides are
 * hard to mistake. What such a box is, its content says.
 */
export const drawingOf = (grey: Grey): Drawing => drawnWith(edgesOf(grey));

/** The same where the edges are known. */
export function drawnWith(edges: Edges): Drawing {
  const across = mergedEdges(edges.across);
  const columns = indexed(mergedEdges(edges.down), (edge) => edge.place);
  const boxes = across.flatMap((top) => nextBelow(top, across).flatMap((base) => cells(top, base, columns)));
  const rules = across
    .filter((edge) => edge.end > edge.place && edge.end - edge.place <= thickestRulePx)
    .map((edge) => boxOf(edge.from, edge.place, edge.to, edge.end));
  return { boxes: withoutTwins(boxes), rules };
}

/** Joins the two sides of one border. */
function mergedEdges(edges: readonly Edge[]): Edge[] {
  const merged: Edge[] = [];
  const open = new Map<number, number[]>();
  for (const edge of edges) {
    const near = [-1, 0, 1].flatMap((step) => open.get((edge.from >> 3) + step) ?? []);
    const twin = near.find((index) => isTwin(merged[index], edge));
    const known = twin === undefined ? undefined : merged[twin];
    if (twin !== undefined && known) {
      merged[twin] = {
        ...known,
        end: edge.end,
        from: Math.min(known.from, edge.from),
        to: Math.max(known.to, edge.to),
      };
    } else {
      open.set(edge.from >> 3, [...(open.get(edge.from >> 3) ?? []), merged.length]);
      merged.push(edge);
    }
  }
  return merged;
}

const isTwin = (known: Edge | undefined, edge: Edge): boolean =>
  known !== undefined &&
  edge.place - known.end <= thickestBorderPx / 2 &&
  edge.end - known.place <= thickestBorderPx &&
  Math.abs(known.from - edge.from) <= cornerPx / 2 &&
  Math.abs(known.to - edge.to) <= cornerPx / 2;

/** The edges below `top` that may be the other side of a box: nearly the same extent, the nearest few. */
function nextBelow(top: Edge, edges: readonly Edge[]): Edge[] {
  const found: Edge[] = [];
  for (const edge of edges) {
    if (edge.place - top.place < lowestPx) continue;
    if (edge.place - top.place > tallestPx || found.length === 3) break;
    if (Math.abs(edge.from - top.from) <= cornerPx && Math.abs(edge.to - top.to) <= cornerPx) found.push(edge);
  }
  return found;
}

/** The boxes between two level edges: from one upright edge that reaches over the height to the next. */
function cells(top: Edge, base: Edge, columns: Map<number, Edge[]>): Box[] {
  const uprights = uprightsBetween(top, base, columns);
  const boxes: Box[] = [];
  for (const [index, left] of uprights.entries()) {
    const next = uprights.slice(index + 1).find((edge) => edge.place - left.end >= lowestPx);
    if (next) boxes.push(boxOf(left.place, top.place, next.end, base.end));
  }
  return boxes.filter((box) => box.width >= box.height * 0.5);
}

function uprightsBetween(top: Edge, base: Edge, columns: Map<number, Edge[]>): Edge[] {
  const from = Math.min(top.from, base.from) - cornerPx;
  const to = Math.max(top.to, base.to) + cornerPx;
  const found: Edge[] = [];
  for (let bucket = from >> 5; bucket <= to >> 5; bucket++) {
    for (const edge of columns.get(bucket) ?? []) {
      if (edge.place >= from && edge.place <= to && reachesOver(edge, top, base)) found.push(edge);
    }
  }
  // What reaches beyond the height is a side of something larger.
  const sides = found.filter((edge) => edge.from >= top.place - straightPx && edge.to <= base.end + straightPx);
  return found.filter((edge) => !sides.some((side) => isOutdoneBy(edge, side))).sort((a, b) => a.place - b.place);
}

/** The first letter in a low box reaches nearly as far as its side, but the side stands beside it. */
const isOutdoneBy = (edge: Edge, side: Edge): boolean =>
  Math.abs(side.place - edge.place) <= cornerPx && side.from < edge.from - straightPx && side.to > edge.to + straightPx;

/** Only at the ends corners may be round: what stands inside and falls short of the sides is a caret, or a letter. */
function reachesOver(upright: Edge, top: Edge, base: Edge): boolean {
  const height = base.end - top.place;
  const isAtEnd = [top.from, top.to, base.from, base.to].some((end) => Math.abs(end - upright.place) <= cornerPx);
  const corners = isAtEnd ? Math.min(cornerPx, height / 4) : straightPx;
  return upright.from <= top.place + corners && upright.to >= base.end - corners;
}

function indexed(edges: readonly Edge[], place: (edge: Edge) => number): Map<number, Edge[]> {
  const index = new Map<number, Edge[]>();
  for (const edge of edges) {
    const bucket = place(edge) >> 5;
    const list = index.get(bucket);
    if (list) list.push(edge);
    else index.set(bucket, [edge]);
  }
  return index;
}

/** Of nearly equal boxes the smaller: the larger one reaches over to a neighbour's border. */
function withoutTwins(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  const order = [...boxes].sort((a, b) => a.width * a.height - b.width * b.height);
  for (const box of order) if (!kept.some((smaller) => likenessOfBoxes(smaller, box) > 0.8)) kept.push(box);
  return kept.sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Whether two boxes share a side: they belong to one grid or one row of joined buttons. */
export const sharesSide = (a: Box, b: Box): 'beside' | 'stacked' | 'none' => {
  const near = thickestBorderPx;
  const level = Math.abs(a.y - b.y) <= near && Math.abs(bottom(a) - bottom(b)) <= near;
  const plumb = Math.abs(a.x - b.x) <= near && Math.abs(right(a) - right(b)) <= near;
  if (level && (Math.abs(right(a) - b.x) <= near || Math.abs(right(b) - a.x) <= near)) return 'beside';
  if (plumb && (Math.abs(bottom(a) - b.y) <= near || Math.abs(bottom(b) - a.y) <= near)) return 'stacked';
  return 'none';
};
