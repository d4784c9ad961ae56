import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { holdsCentre } from './boxes.ts';

/** One part of a frame that goes through the screen network in one piece. */
export interface Part {
  /** What is looked at: whole px, its corner at multiples of `networkStep`. */
  readonly look: Box;
  /** What is seen with its centre outside this belongs to a neighbour, or is known already. */
  readonly own: Box;
}

/** The network's coarsest level is 1/32 of the frame; a part that begins elsewhere would be seen in another raster. */
export const networkStep = 32;
/** A part is at most this large: 2560x1440. The network needs about 100 bytes of memory per pixel. */
const largestPx = 3_700_000;
const widestPx = 3_840;
/** Neighbours share so many px, so that what lies on a border is whole in one of them. */
const overlapPx = 192;

/**
 * Cuts a large frame into overlapping parts, which are as wide as may be: what is on a screen is wide rather than tall.
 * Only what is larger than the overlap can be cut in two; such things are found in the halved frame.
 */
export function partsOf(width: number, height: number): Part[] {
  if (width * height <= largestPx && width <= widestPx) {
    const all = { x: 0, y: 0, width, height };
    return [{ look: all, own: all }];
  }
  const columns = cut(width, widestPx);
  const tallest = Math.floor(largestPx / Math.min(width, widestPx) / networkStep) * networkStep;
  return cut(height, Math.max(tallest, 2 * overlapPx)).flatMap((row) =>
    columns.map((column) => ({
      look: { x: column.from, y: row.from, width: column.to - column.from, height: row.to - row.from },
      own: { x: column.ownFrom, y: row.ownFrom, width: column.ownTo - column.ownFrom, height: row.ownTo - row.ownFrom },
    })),
  );
}

/** Pieces of at most `longest` that overlap; each point of the length is owned by one of them. */
function cut(length: number, longest: number) {
  const step = longest - overlapPx;
  const count = Math.max(1, Math.ceil((length - overlapPx) / step));
  return Array.from({ length: count }, (_, index) => {
    const isLast = index === count - 1;
    const from = index * step;
    const ownFrom = index === 0 ? 0 : from + overlapPx / 2;
    return isLast
      ? { from, to: length, ownFrom, ownTo: length }
      : { from, to: from + longest, ownFrom, ownTo: from + step + overlapPx / 2 };
  });
}

export const isOwn = ({ own }: Part, { box }: { readonly box: Box }): boolean => holdsCentre(own, box);
