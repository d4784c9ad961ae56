import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, bottom, boxOf, clipped, grown, right, sharedArea, union } from '@karna/sight/boxes';
import { networkStep, type Part } from '@karna/sight/parts';
import { isField, isHolder } from '../roles.ts';
import type { Sighting } from '../sighting.ts';
import { markedShareOf, merged, regionsOf, type Tiles } from './tiles.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A thing that changed in part may have its middle so far from the change (px); larger ones are looked at as a whole.
 * And so much around it the network needs to see what it sees in the whole frame: with 96 px 97 of 100 sightings are the
 * same, the others being doubtful ones; with 48 px 91.
 */
const reachPx = 24;
const contextPx = 96;
/** Several small looks cost more than one: each has its context. */
const mostLooks = 6;
/** A thing is looked at again as a whole when it is this small (px), or when so much of it changed. */
const smallPx = { width: 360, height: 120 };
const muchChanged = 0.2;

/** What must be looked at again after these tiles changed, in px of the frame: what was seen there before no longer counts. */
export function staleAround(tiles: Tiles, size: Size, known: readonly Sighting[]): Box[] {
  const stale = regionsOf(tiles, size, 4 * mostLooks).map((region) => {
    const touched = known.filter((sighting) => sharedArea(sighting.box, region) > 0 && isWhole(sighting, tiles));
    return clipped(union([grown(region, reachPx), ...touched.map(({ box }) => box)]), size.width, size.height);
  });
  return merged(stale, mostLooks, contextPx);
}

const isWhole = ({ box, role }: Sighting, tiles: Tiles): boolean =>
  // A part of a wide field looks like a narrower one.
  (!isHolder(role) && (isField(role) || box.width <= smallPx.width) && box.height <= smallPx.height) ||
  markedShareOf(tiles, box) > muchChanged;

/**
 * What appears or goes within so little (px, two tiles of 16 high) is nothing that is told from the halved frame alone: things of 240
 * x 72 and more, and type that is taller.
 */
const littlePx = { width: 224, height: 32 };

/** Whether only so little changed that nothing large can have. */
export const isLittle = (tiles: Tiles, size: Size): boolean =>
  regionsOf(tiles, size, 4 * mostLooks).every(
    ({ width, height }) => width <= littlePx.width && height <= littlePx.height,
  );

/** The parts of a frame to run the network on, so that it sees these boxes as it would see them in the whole frame. */
export const partsFor = (stale: readonly Box[], size: Size): Part[] =>
  stale.map((own) => ({ own, look: aligned(grown(own, contextPx), size) }));

/** Grown to the network's raster, cut at the frame's edges. */
function aligned(box: Box, size: Size): Box {
  const down = (value: number) => Math.floor(value / networkStep) * networkStep;
  const up = (value: number) => Math.ceil(value / networkStep) * networkStep;
  return clipped(boxOf(down(box.x), down(box.y), up(right(box)), up(bottom(box))), size.width, size.height);
}

/** How much of a frame these parts are, 0..1 and more when they overlap. */
export const shareOf = (parts: readonly Part[], { width, height }: Size): number =>
  parts.reduce((sum, { look }) => sum + area(look), 0) / Math.max(1, width * height);
