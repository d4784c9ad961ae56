import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { grown, moved, twice } from '@karna/sight/boxes';
import { edgesAfter, edgesOf } from '@karna/sight/edges';
import { type Frame, greyAfter, greyOf, halfSize, halved } from '@karna/sight/frame';
import { isOwn, type Part, partsOf } from '@karna/sight/parts';
import { countsHalved } from './domain/looking/both-sizes.ts';
import type { Glance, Sights } from './domain/looking/look-memory.ts';
import { isLittle, partsFor, shareOf, staleAround } from './domain/looking/regions.ts';
import { changedTiles, hasSameSize, markedShareOf, markedSpans, type Tiles } from './domain/looking/tiles.ts';
import { distinct, isLine, type Sighting } from './domain/sighting.ts';
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

/** A frame in one of the two sizes it is looked at in. */
interface View {
  readonly width: number;
  readonly height: number;
  /** What lies in a part of it, in px of this size. */
  look(part: Box): Promise<Sighting[]>;
}

const wholeOf = (frame: Frame, models: Models): View => ({
  width: frame.width,
  height: frame.height,
  look: (part) => models.detect(frame, part),
});

/** Only the parts that are looked at are ever made. */
function halfOf(frame: Frame, models: Models): View {
  const { width, height } = halfSize(frame);
  return {
    width,
    height,
    look: async (part) => {
      const found = await models.detect(halved(frame, part), { ...part, x: 0, y: 0 });
      return found.filter(countsHalved).map((sighting) => ({ ...sighting, box: moved(sighting.box, part.x, part.y) }));
    },
  };
}

async function wholeGlance(frame: Frame, models: Models): Promise<Glance> {
  const [whole, half] = [wholeOf(frame, models), halfOf(frame, models)];
  const full = await sightings(whole, partsOf(whole.width, whole.height));
  const seenHalf = isTiny(frame) ? [] : await sightings(half, partsOf(half.width, half.height));
  const grey = greyOf(frame);
  return { isWhole: true, frame, grey, edges: edgesOf(grey), sights: { full, half: seenHalf } };
}

const isTiny = ({ width, height }: Frame): boolean => Math.min(width, height) < leastHalvedPx;

async function sightings(view: View, parts: readonly Part[]): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for (const part of parts) {
    const seen = await view.look(part.look);
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
  const stale = staleAround(tiles, frame, before.sights.full);
  if (stale.length === 0) return { glance: { ...before, frame }, lookedAt: 0 };
  const lookedAt = shareOf(partsFor(stale, frame), frame);
  if (lookedAt > mostStale) return undefined;
  const spans = markedSpans(tiles);
  const grey = greyAfter(before.grey, frame, spans.rows);
  const edges = edgesAfter(before.edges, grey, spans);
  return {
    glance: {
      isWhole: false,
      frame,
      grey,
      edges,
      sights: await changedSights(frame, models, before.sights, { tiles, stale }),
    },
    lookedAt,
  };
}

async function changedSights(
  frame: Frame,
  models: Models,
  { full, half }: Sights,
  { tiles, stale }: { tiles: Tiles; stale: readonly Box[] },
): Promise<Sights> {
  const isTouched = ({ box }: Sighting) => markedShareOf(tiles, grown(box, touchPx)) > 0;
  const isTouchedHalf = (sighting: Sighting) => isTouched({ ...sighting, box: twice(sighting.box) });
  const isKnownHalf = isLittle(tiles, frame) && !half.some((sighting) => isLine(sighting) && isTouchedHalf(sighting));
  return {
    full: await renewed(full, wholeOf(frame, models), stale, isTouched),
    half:
      isTiny(frame) || isKnownHalf
        ? half
        : await renewed(half, halfOf(frame, models), stale.map(halfBox), isTouchedHalf),
  };
}

const halfBox = ({ x, y, width, height }: Box): Box => ({ x: x / 2, y: y / 2, width: width / 2, height: height / 2 });

/**
 * What is known, with what is seen now in the place of all that changed. What did not change keeps what was seen of it:
 * seen again, with less around it, it might be taken for something else.
 */
async function renewed(
  known: readonly Sighting[],
  view: View,
  stale: readonly Box[],
  isTouched: (sighting: Sighting) => boolean,
): Promise<Sighting[]> {
  const parts = partsFor(stale, view);
  const isStale = (sighting: Sighting) => isTouched(sighting) && parts.some((part) => isOwn(part, sighting));
  const seen = await sightings(view, parts);
  return distinct([...known.filter((sighting) => !isStale(sighting)), ...seen.filter(isTouched)]);
}
