import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { type Frame, halved } from './domain/frame.ts';
import { grown } from './domain/geometry.ts';
import type { Glance } from './domain/looking/look-memory.ts';
import { isOwn, type Part, partsOf } from './domain/looking/parts.ts';
import { partsFor, shareOf, staleAround } from './domain/looking/regions.ts';
import { changedTiles, hasSameSize } from './domain/looking/tiles.ts';
import { distinct, type Sighting } from './domain/sighting.ts';
import type { Models } from './ports.ts';

/** In a picture smaller than this nothing is too large for the full view (px). */
const leastHalvedPx = 64;
/** When more of the picture than this would be looked at again, one look at all of it is as cheap and more exact. */
const mostStale = 0.5;
/** A thing at the edge of what is looked at again may be found a cell further out. */
const slackPx = 8;

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
  const sights = {
    full: await renewed(full, frame, parts, models),
    half: await renewed(half, small, smallParts, models),
  };
  return { glance: { frame, sights }, lookedAt };
}

const halfBox = ({ x, y, width, height }: Box): Box => ({ x: x / 2, y: y / 2, width: width / 2, height: height / 2 });

/** What was seen before outside the parts, and what is seen now inside. */
async function renewed(
  known: readonly Sighting[],
  frame: Frame,
  parts: readonly Part[],
  models: Models,
): Promise<Sighting[]> {
  const kept = known.filter((sighting) => !parts.some((part) => isOwn(part, sighting)));
  const fresh = await sightings(
    frame,
    parts.map(({ look, own }) => ({ look, own: grown(own, slackPx) })),
    models,
  );
  return distinct([...kept, ...fresh]);
}
