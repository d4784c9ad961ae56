import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { at } from './frame.ts';
import { area, boxOf, clipped, likenessOfBoxes, sharedArea } from './geometry.ts';

/** What a detector says: one heat map per class and the way from each cell's centre to the four edges. */
export interface HeatMaps {
  readonly heat: Float32Array;
  /** Left, top, right, bottom distances in px, one map each. */
  readonly edges: Float32Array;
  readonly classes: number;
  /** Size of the maps in cells. */
  readonly width: number;
  readonly height: number;
}

export interface Proposal {
  readonly box: Box;
  /** Index into the model's class list. */
  readonly kind: number;
  /** 0..1. */
  readonly score: number;
}

/** A cell covers so many pixels each way. */
export const cellPx = 4;

/** The peaks above `floor` (the model has already suppressed everything but peaks), best first, at most `limit`. */
export function peaks(maps: HeatMaps, floor: number, limit: number): Proposal[] {
  const cells = maps.width * maps.height;
  const found: Proposal[] = [];
  for (let index = 0; index < cells * maps.classes; index++) {
    const score = at(maps.heat, index);
    if (score <= floor) continue;
    found.push({ box: boxAt(maps, index % cells), kind: Math.floor(index / cells), score });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, limit);
}

function boxAt(maps: HeatMaps, cell: number): Box {
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

/** Whether the weaker of two proposals says nothing new. */
export type IsDuplicate = (stronger: Proposal, weaker: Proposal) => boolean;

/** Elements of one class may not overlap much; of two classes, hardly less than fully: a link may fill its tab. */
export const sameElement: IsDuplicate = (stronger, weaker) =>
  likenessOfBoxes(stronger.box, weaker.box) > (stronger.kind === weaker.kind ? 0.55 : 0.8);

/** Text lines never overlap: one that lies mostly inside another is a part of it. */
export const sameLine: IsDuplicate = (stronger, weaker) => {
  const shared = sharedArea(stronger.box, weaker.box);
  if (shared === 0) return false;
  const smaller = Math.min(area(stronger.box), area(weaker.box));
  return shared / smaller > 0.75 || shared / (area(stronger.box) + area(weaker.box) - shared) > 0.4;
};

/** Keeps the strongest of those that mean the same; expects them best first. */
export function withoutDuplicates(proposals: readonly Proposal[], isDuplicate: IsDuplicate): Proposal[] {
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    if (!kept.some((stronger) => isDuplicate(stronger, proposal))) kept.push(proposal);
  }
  return kept;
}

/** Cut to the frame; what is then too small to be anything is dropped (px). */
export const withinFrame = (
  proposals: readonly Proposal[],
  width: number,
  height: number,
  least: { width: number; height: number },
): Proposal[] =>
  proposals
    .map((proposal) => ({ ...proposal, box: clipped(proposal.box, width, height) }))
    .filter(({ box }) => box.width >= least.width && box.height >= least.height);
