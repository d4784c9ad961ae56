import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, boxOf, clipped, sharedArea } from './boxes.ts';
import { at } from './frame.ts';

/** What a network says of lines of text: how surely one is centred in each cell, and the way from there to its edges. */
export interface LineMaps {
  /** 0..1, one map for each class that means a line; only peaks are above zero. */
  readonly heat: readonly Float32Array[];
  /** Left, top, right, bottom distances in px, one map each. */
  readonly edges: Float32Array;
  /** Size of the maps in cells. */
  readonly width: number;
  readonly height: number;
}

export interface Proposal {
  readonly box: Box;
  /** 0..1. */
  readonly score: number;
}

/** A cell covers so many pixels each way. */
export const cellPx = 4;

/** The peaks above `floor`, best first, at most `limit`. */
export function peaks(maps: LineMaps, floor: number, limit: number): Proposal[] {
  const found: Proposal[] = [];
  for (const heat of maps.heat) {
    for (let cell = 0; cell < heat.length; cell++) {
      const score = at(heat, cell);
      if (score > floor) found.push({ box: boxAt(maps, cell), score });
    }
  }
  return found.sort((a, b) => b.score - a.score).slice(0, limit);
}

function boxAt(maps: LineMaps, cell: number): Box {
  const cells = maps.width * maps.height;
  const x = ((cell % maps.width) + 0.5) * cellPx;
  const y = (Math.floor(cell / maps.width) + 0.5) * cellPx;
  return boxOf(
    x - at(maps.edges, cell),
    y - at(maps.edges, cells + cell),
    x + at(maps.edges, 2 * cells + cell),
    y + at(maps.edges, 3 * cells + cell),
  );
}

/** Lines of text never overlap: one that lies mostly inside another is a part of it. Expects them best first. */
export function withoutDuplicates(proposals: readonly Proposal[]): Proposal[] {
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    if (!kept.some((stronger) => isSameLine(stronger.box, proposal.box))) kept.push(proposal);
  }
  return kept;
}

function isSameLine(stronger: Box, weaker: Box): boolean {
  const shared = sharedArea(stronger, weaker);
  if (shared === 0) return false;
  const smaller = Math.min(area(stronger), area(weaker));
  return shared / smaller > 0.75 || shared / (area(stronger) + area(weaker) - shared) > 0.4;
}

/** Narrower or lower is no text (px). */
const least = { width: 3, height: 4 };

/** Cut to the picture; what is then too small to be read is dropped. */
export const withinFrame = (proposals: readonly Proposal[], width: number, height: number): Box[] =>
  proposals
    .map(({ box }) => clipped(box, width, height))
    .filter((box) => box.width >= least.width && box.height >= least.height);
