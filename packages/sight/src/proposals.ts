import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, boxOf, sharedArea } from './boxes.ts';
import { floatAt } from './frame.ts';

/** How likely an element is in each state, 0..1. */
export interface States {
  readonly checked: number;
  readonly selected: number;
  readonly disabled: number;
  readonly focused: number;
}

/** What the screen network says about one part of a frame: maps of `width` x `height` cells, one after the other. */
export interface HeatMaps {
  /** One map per class: how likely an element of this class has its centre in the cell; zero beside peaks. */
  readonly heat: Float32Array;
  /** Four maps per group: px from the cell's centre to the left, top, right and lower edge. */
  readonly edges: Float32Array;
  /** For each class the group of its boxes: things of several classes may share a centre. */
  readonly groups: readonly number[];
  /** Four maps: checked, selected, disabled, focused. */
  readonly states: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface Proposal {
  /** In px of what the network looked at. */
  readonly box: Box;
  /** Index into the model's class list. */
  readonly kind: number;
  /** 0..1. */
  readonly score: number;
  readonly states: States;
}

/** A cell covers so many pixels each way. */
export const cellPx = 4;

/** The peaks above the `floors` of their classes, best first, at most `limit`; a class without a floor is not looked for. */
export function peaks(maps: HeatMaps, floors: readonly (number | undefined)[], limit: number): Proposal[] {
  const { heat } = maps;
  const cells = maps.width * maps.height;
  const found: Proposal[] = [];
  for (let kind = 0; kind < maps.groups.length; kind++) {
    const floor = floors[kind];
    if (floor === undefined) continue;
    const first = kind * cells;
    for (let cell = 0; cell < cells; cell++) {
      const score = floatAt(heat, first + cell);
      if (score > floor) found.push(proposalAt(maps, kind, cell, score));
    }
  }
  return found.sort((a, b) => b.score - a.score).slice(0, limit);
}

const proposalAt = (maps: HeatMaps, kind: number, cell: number, score: number): Proposal => ({
  box: boxAt(maps, maps.groups[kind] ?? 0, cell),
  kind,
  score,
  states: statesAt(maps.states, maps.width * maps.height, cell),
});

function boxAt({ edges, width, height }: HeatMaps, group: number, cell: number): Box {
  const cells = width * height;
  const first = 4 * group * cells + cell;
  const x = ((cell % width) + 0.5) * cellPx;
  const y = (Math.floor(cell / width) + 0.5) * cellPx;
  return boxOf(
    x - floatAt(edges, first),
    y - floatAt(edges, first + cells),
    x + floatAt(edges, first + 2 * cells),
    y + floatAt(edges, first + 3 * cells),
  );
}

const statesAt = (states: Float32Array, cells: number, cell: number): States => ({
  checked: floatAt(states, cell),
  selected: floatAt(states, cells + cell),
  disabled: floatAt(states, 2 * cells + cell),
  focused: floatAt(states, 3 * cells + cell),
});

/** Lines of text never overlap: one that lies mostly inside another is a part of it. */
export function isSameLine(stronger: Box, weaker: Box): boolean {
  const shared = sharedArea(stronger, weaker);
  if (shared === 0) return false;
  const smaller = Math.min(area(stronger), area(weaker));
  return shared / smaller > 0.75 || shared / (area(stronger) + area(weaker) - shared) > 0.4;
}
