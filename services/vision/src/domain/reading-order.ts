import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, sharedHeight } from '@karna/sight/boxes';

interface Placed {
  readonly box: Box;
}

/**
 * Row by row, each from left to right. Things share a row when they reach over each other by half of the lower one's
 * height; what spans several rows belongs to the one it begins in.
 */
export function inReadingOrder<T extends Placed>(things: readonly T[]): T[] {
  const rows: { band: Box; members: T[] }[] = [];
  for (const thing of [...things].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)) {
    const row = rows.findLast(({ band }) => isLevel(band, thing.box));
    if (row) row.members.push(thing);
    else rows.push({ band: thing.box, members: [thing] });
  }
  return rows
    .sort((a, b) => rowPlace(a.band) - rowPlace(b.band))
    .flatMap(({ members }) => members.sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y));
}

/** Rows are compared by where their first line lies, so that a tall box does not come after the text beside its top. */
const rowPlace = (band: Box): number => band.y + Math.min(band.height, 40) / 2;

export const isLevel = (a: Box, b: Box): boolean =>
  sharedHeight(a, b) >= Math.min(a.height, b.height) / 2 && bottom(a) > b.y;
