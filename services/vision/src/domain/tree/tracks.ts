import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { centreX, centreY, right } from '@karna/sight/boxes';
import type { Element } from '../screen.ts';

/** Things below each other at one pitch that begin, end or have their middle on one line: a column of a list. */
export interface Track {
  readonly members: readonly Element[];
  /** From one member's middle to the next (px). */
  readonly pitch: number;
}

/** Edges this far apart are one line (in line heights); detected boxes are a pixel or two off. */
const aligned = 0.3;
/** A pitch may vary by so much of itself, and by two px of rounding. */
const pitchSlack = { share: 0.1, px: 2 };
/** Records closer than a line are none; further apart than this they are cards or sections (line heights). */
const pitches = { least: 1.05, most: 9 };
const leastMembers = 3;
/** A record of a list has at most so many lines that begin at one edge. */
const mostLinesPerRecord = 3;

export const edges: readonly ((box: Box) => number)[] = [({ x }) => x, right, centreX];

/** Every track among these elements, the longest first. One element may stand in several. */
export function tracksOf(elements: readonly Element[], unit: number): Track[] {
  const columns = edges.flatMap((edge) => alignedBy(elements, edge, aligned * unit));
  return columns
    .flatMap((column) => runsOf(column, unit))
    .sort((a, b) => b.members.length - a.members.length || a.pitch - b.pitch);
}

function alignedBy(elements: readonly Element[], edge: (box: Box) => number, tolerance: number): Element[][] {
  const columns: Element[][] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const element of [...elements].sort((a, b) => edge(a.box) - edge(b.box))) {
    if (edge(element.box) - from > 2 * tolerance) {
      columns.push([]);
      from = edge(element.box);
    }
    columns.at(-1)?.push(element);
  }
  return columns.filter((column) => column.length >= leastMembers);
}

/** Every 1st, 2nd or 3rd member at one pitch: records of two lines have a title and a note at the same edge. */
function runsOf(column: readonly Element[], unit: number): Track[] {
  const ordered = [...column].sort((a, b) => centreY(a.box) - centreY(b.box));
  for (let step = 1; step <= mostLinesPerRecord; step++) {
    const runs = Array.from({ length: step }, (_, phase) => ordered.filter((_, index) => index % step === phase))
      .flatMap(evenRuns)
      .filter(({ pitch, members }) => isPitch(pitch, unit) && members.length >= leastMembers);
    if (runs.length > 0) return runs;
  }
  return [];
}

const isPitch = (pitch: number, unit: number): boolean => pitch >= pitches.least * unit && pitch <= pitches.most * unit;

function evenRuns(ordered: readonly Element[]): Track[] {
  const runs: Track[] = [];
  let from = 0;
  for (let index = 1; index <= ordered.length; index++) {
    const next = ordered[index];
    const members = ordered.slice(from, index);
    const pitch = pitchOf(members);
    if (next && (members.length < 2 || isEven(distance(members.at(-1), next), pitch))) continue;
    if (members.length > 1) runs.push({ members, pitch });
    // The last member may begin the next run.
    from = members.length > 1 ? index - 1 : index;
  }
  return runs;
}

const distance = (a: Element | undefined, b: Element): number => (a ? centreY(b.box) - centreY(a.box) : 0);
const pitchOf = (members: readonly Element[]): number => {
  const [first, last] = [members[0], members.at(-1)];
  return first && last && members.length > 1 ? distance(first, last) / (members.length - 1) : 0;
};

export const isEven = (gap: number, pitch: number): boolean =>
  Math.abs(gap - pitch) <= pitchSlack.px + pitchSlack.share * pitch;
