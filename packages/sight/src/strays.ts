import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, right } from './boxes.ts';
import { byteAt, type Grey } from './frame.ts';

/** Neighbouring pixels of a row this far apart (0..255) are an edge of a glyph. */
const edgeContrast = 20;
/** Letters of one word stand closer than this (px); also those of large words at 2x. */
const letterGapPx = 7;
/** What may be a piece of a line (px): lower is a rule or a dot, higher a picture. */
const size = { least: { width: 5, height: 5 }, mostHeight: 40 };
/** A border touches nothing on its way: of its rows few have more than its two edges. */
const leastEdges = 6;
/** More than so many pieces are a picture, not text that was missed; the widest are looked at. */
const mostStrays = 200;

interface Piece {
  left: number;
  top: number;
  right: number;
  bottom: number;
  edges: number;
}

/**
 * What looks like a piece of text and lies in none of the `known` boxes: the network misses a line, or a part of one,
 * now and then. Finds much that is no text; whoever reads it finds out.
 */
export function strays(grey: Grey, known: readonly Box[]): Box[] {
  const edges = edgesOf(grey);
  for (const box of known) clear(edges, grey.width, grey.height, box);
  return pieces(edges, grey.width, grey.height)
    .filter(isTextual)
    .sort((a, b) => b.right - b.left - (a.right - a.left))
    .slice(0, mostStrays)
    .map((piece) => boxOf(piece.left - 1, piece.top - 2, piece.right + 2, piece.bottom + 2))
    .map((box) =>
      boxOf(
        Math.max(0, box.x),
        Math.max(0, box.y),
        Math.min(grey.width, right(box)),
        Math.min(grey.height, bottom(box)),
      ),
    );
}

/** 1 where a pixel differs from its right neighbour: level lines and plain areas leave nothing. */
function edgesOf({ width, height, levels }: Grey): Uint8Array {
  const edges = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let i = y * width, end = i + width - 1; i < end; i++) {
      const step = byteAt(levels, i) - byteAt(levels, i + 1);
      if (step > edgeContrast || step < -edgeContrast) edges[i] = 1;
    }
  }
  return edges;
}

function clear(edges: Uint8Array, width: number, height: number, box: Box): void {
  const left = Math.max(0, Math.floor(box.x) - 1);
  const to = Math.min(width, Math.ceil(right(box)) + 1);
  for (let y = Math.max(0, Math.floor(box.y) - 1); y < Math.min(height, Math.ceil(bottom(box)) + 1); y++) {
    edges.fill(0, y * width + left, y * width + to);
  }
}

/** Runs of edges on each row, joined with those they touch on the row above. */
function pieces(edges: Uint8Array, width: number, height: number): Piece[] {
  const done: Piece[] = [];
  let above: { run: Run; piece: Piece }[] = [];
  for (let y = 0; y < height; y++) {
    const here = runsOf(edges, y * width, width).map((run) => ({ run, piece: pieceOf(run, y) }));
    for (const entry of here) {
      for (const other of above) {
        if (other.run.from > entry.run.to + 1 || other.run.to < entry.run.from - 1) continue;
        const [kept, lost] = [other.piece, entry.piece];
        if (kept === lost) continue;
        grow(kept, lost);
        for (const each of here) if (each.piece === lost) each.piece = kept;
        for (const each of above) if (each.piece === lost) each.piece = kept;
      }
    }
    const alive = new Set(here.map(({ piece }) => piece));
    for (const piece of new Set(above.map((entry) => entry.piece))) if (!alive.has(piece)) done.push(piece);
    above = here;
  }
  return [...done, ...new Set(above.map(({ piece }) => piece))];
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly edges: number;
}

function runsOf(edges: Uint8Array, start: number, width: number): Run[] {
  const runs: Run[] = [];
  // Most rows of a screen are empty: a search for the first edge skips them quickly.
  let x = edges.subarray(start, start + width).indexOf(1);
  while (x >= 0 && x < width) {
    let last = x;
    let count = 1;
    for (let next = x + 1; next < width && next - last <= letterGapPx; next++) {
      if (edges[start + next] !== 1) continue;
      last = next;
      count++;
    }
    runs.push({ from: x, to: last, edges: count });
    const rest = edges.subarray(start + last + 1, start + width).indexOf(1);
    x = rest < 0 ? -1 : last + 1 + rest;
  }
  return runs;
}

const pieceOf = (run: Run, y: number): Piece => ({
  left: run.from,
  top: y,
  right: run.to + 1,
  bottom: y + 1,
  edges: run.edges,
});

function grow(piece: Piece, other: Piece): void {
  piece.left = Math.min(piece.left, other.left);
  piece.top = Math.min(piece.top, other.top);
  piece.right = Math.max(piece.right, other.right);
  piece.bottom = Math.max(piece.bottom, other.bottom);
  piece.edges += other.edges;
}

function isTextual({ left, top, right: to, bottom: end, edges }: Piece): boolean {
  const [width, height] = [to - left, end - top];
  if (width < size.least.width || height < size.least.height || height > size.mostHeight) return false;
  return edges >= leastEdges && width >= height * 0.5;
}
