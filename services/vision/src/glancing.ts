import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { type Frame, halved } from './domain/frame.ts';
import { grown, twice } from './domain/geometry.ts';
import type { Glance } from './domain/looking/look-memory.ts';
import { isOwn, type Part, partsOf } from './domain/looking/parts.ts';
import { partsFor, shareOf, staleAround } from './domain/looking/regions.ts';
import { changedTiles, hasSameSize, markedShareOf } from './domain/looking/tiles.ts';
import { distinct, type Sighting } from './domain/sighting.ts';
import type { Models } from './ports.ts';

/** In a picture smaller than this nothing is too large for the full view (px). */
const leastHalvedPx = 64;
/** When more of the picture than this would be looked at again, one look at all of it is as cheap and more exact. */
const mostStale = 0.5;
/** Boxes are exact within some px: a change so close to one may be a part of it. */
const touchPx = 3;

/** Runs the screen network on a frame, or, when the frame before is known, on the parts of it that changed. */
export async function glanceAt(
  frame: Frame,
  models: Models,
  before?: Glance,
): Promise<{ glance: Glance; lookedAt: number }> {
  const again = before && hasSameSize(before.frame, frame) ? await changedGlance(frame, models, before) : undefined;
  return again ?? { glance: await wholeGlance(frame, models), lookedAt: 1 };
}

async function wholeGlance(frame: Frame, models: Models): Promise<Glance> {
  const small = halved(frame);
  const full = await sightings(frame, partsOf(frame.width, frame.height), models);
  const isTiny = Math.min(frame.width, frame.height) < leastHalvedPx;
  const half = isTiny ? [] : await sightings(small, partsOf(small.width, small.height), models);
  return { frame, sights: { full, half } };
}

async function sightings(frame: Frame, parts: readonly Part[], models: Models): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for (const part of parts) {
    const seen = await models.detect(frame, part.look);
    found.push(...seen.filter((sighting) => isOwn(part, sighting)));
  }
  return distinct(found);
}

/** Undefined when too much changed. */
async function changedGlance(
  frame: Frame,
  models: Models,
  before: Glance,
): Promise<{ glance: Glance; lookedAt: number } | undefined> {
  const tiles = changedTiles(before.frame, frame);
  const { full, half } = before.sights;
  const stale = staleAround(tiles, frame, full);
  if (stale.length === 0) return { glance: { frame, sights: before.sights }, lookedAt: 0 };
  const parts = partsFor(stale, frame);
  const lookedAt = shareOf(parts, frame);
  if (lookedAt > mostStale) return undefined;
  const small = halved(frame);
  const smallParts = partsFor(stale.map(halfBox), small);
  const isTouched = ({ box }: Sighting) => markedShareOf(tiles, grown(box, touchPx)) > 0;
  const isTouchedHalf = (sighting: Sighting) => isTouched({ ...sighting, box: twice(sighting.box) });
  const sights = {
    full: renewed(full, await sightings(frame, parts, models), parts, isTouched),
    half: renewed(half, await sightings(small, smallParts, models), smallParts, isTouchedHalf),
  };
  return { glance: { frame, sights }, lookedAt };
}

const halfBox = ({ x, y, width, height }: Box): Box => ({ x: x / 2, y: y / 2, width: width / 2, height: height / 2 });

/**
 * What is known, with what was seen now in the place of all that changed. What did not change keeps what was seen of it:
 * seen again, with less around it, it might be taken for something else.
 */
function renewed(
  known: readonly Sighting[],
  seen: readonly Sighting[],
  parts: readonly Part[],
  isTouched: (sighting: Sighting) => boolean,
): Sighting[] {
  const isStale = (sighting: Sighting) => isTouched(sighting) && parts.some((part) => isOwn(part, sighting));
  return distinct([...known.filter((sighting) => !isStale(sighting)), ...seen.filter(isTouched)]);
}
