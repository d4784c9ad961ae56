import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Scroll, ScrollDirection } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { observeAll, observeBaseline, scrollAt, settle } from '../../domain/actions.ts';
import { centre } from '../../domain/geometry.ts';
import { AmbiguousTarget } from '../../domain/halts.ts';
import { describe } from '../../domain/targets.ts';
import { confirmed, unseen } from '../../domain/verification.ts';
import { type Acted, changesOn, type Glance, missingTarget } from '../sighting.ts';
import type { StepRun } from '../step-run.ts';
import type { Outcome, Verb } from './verb.ts';

/** Wheel clicks between two looks for a target: less than a window's height, so that nothing is skipped. */
const searchClicks = 3;
/** Wheel clicks at once on the way to an end. */
const endClicks = 15;
/** Scrolled so often at most: some pages have no end. */
const maxScrolls = 60;

export const scrolling = ({ target, direction, clicks }: Scroll): Verb => ({
  perform: (run) => (target ? scrollTo(run, target, direction) : scrollBy(run, direction, clicks)),
  // A search goes on from where it is. Wheel clicks would add up.
  judge: async (_, acted) => {
    if (target) return 'again';
    return acted ? unseen('nothing_changed') : 'unknown';
  },
});

/** In the direction that was said (down unless said) to the end, then once through all of it from the other end. */
async function scrollTo(run: StepRun, query: TargetQuery, direction: ScrollDirection): Promise<Outcome> {
  const way = direction === 'SCROLL_DIRECTION_UNSPECIFIED' ? 'SCROLL_DIRECTION_DOWN' : direction;
  const found = (await searchAlong(run, query, way)) || (await searchFromOtherEnd(run, query, way));
  if (found) return { verdict: confirmed('read_back') };
  throw missingTarget(query, []);
}

async function searchFromOtherEnd(run: StepRun, query: TargetQuery, way: ScrollDirection): Promise<boolean> {
  await toEnd(run, opposite[way]);
  return searchAlong(run, query, way);
}

async function searchAlong(run: StepRun, query: TargetQuery, way: ScrollDirection): Promise<boolean> {
  let frame = await run.look();
  for (let scrolls = 0; scrolls <= maxScrolls; scrolls++) {
    if (await isVisible(run, frame, query)) return true;
    const acted = await scrollOnce(run, way, searchClicks);
    if (!hasMoved(acted)) return false;
    frame = acted.after;
  }
  return false;
}

async function isVisible(run: StepRun, frame: Frame, query: TargetQuery): Promise<boolean> {
  const { reply, candidate } = run.sight.remembers()
    ? await run.sight.glance(frame, query)
    : await plainly(run, frame, query);
  if (candidate) return true;
  if (run.sight.remembers() ? reply.doubt === 'DOUBT_DOUBLED' : reply.candidates.length > 1)
    throw new AmbiguousTarget(describe(query), 'target', reply.candidates, frame);
  return false;
}

async function plainly(run: StepRun, frame: Frame, query: TargetQuery): Promise<Glance> {
  const reply = await run.sight.locate(frame, query);
  return { reply, candidate: run.sight.choose(reply, 'target') };
}

async function scrollBy(run: StepRun, direction: ScrollDirection, clicks: number): Promise<Outcome> {
  const moved = clicks === 0 ? await toEnd(run, direction) : hasMoved(await scrollOnce(run, direction, clicks));
  return { verdict: moved ? confirmed('changed') : unseen('end_reached') };
}

/** Whether it moved at all. */
async function toEnd(run: StepRun, direction: ScrollDirection): Promise<boolean> {
  for (let scrolls = 0; scrolls < maxScrolls; scrolls++) {
    if (!hasMoved(await scrollOnce(run, direction, endClicks))) return scrolls > 0;
  }
  return true;
}

function scrollOnce(run: StepRun, direction: ScrollDirection, clicks: number): Promise<Acted> {
  const [right, down] = ways[direction];
  return run.actAnywhere((frame) => [
    observeBaseline,
    scrollAt(middleOf(frame), right * clicks, down * clicks),
    settle(run.limits.settleQuietMs, run.limits.settleLimitMs),
    observeAll,
  ]);
}

const hasMoved = (acted: Acted): boolean => changesOn(acted, acted.after).length > 0;

/** The wheel goes to what is under the pointer: the middle of the active window, else of the screen. */
function middleOf({ windows, width, height }: Frame): Point {
  const active = windows.find((window) => window.active && !window.minimized)?.box;
  const { x, y } = centre(active ?? { x: 0, y: 0, width, height });
  return { x: Math.max(0, Math.min(width - 1, x)), y: Math.max(0, Math.min(height - 1, y)) };
}

const ways: Readonly<Record<ScrollDirection, readonly [right: number, down: number]>> = {
  SCROLL_DIRECTION_UNSPECIFIED: [0, 1],
  SCROLL_DIRECTION_UP: [0, -1],
  SCROLL_DIRECTION_DOWN: [0, 1],
  SCROLL_DIRECTION_LEFT: [-1, 0],
  SCROLL_DIRECTION_RIGHT: [1, 0],
};

const opposite: Readonly<Record<ScrollDirection, ScrollDirection>> = {
  SCROLL_DIRECTION_UNSPECIFIED: 'SCROLL_DIRECTION_UP',
  SCROLL_DIRECTION_UP: 'SCROLL_DIRECTION_DOWN',
  SCROLL_DIRECTION_DOWN: 'SCROLL_DIRECTION_UP',
  SCROLL_DIRECTION_LEFT: 'SCROLL_DIRECTION_RIGHT',
  SCROLL_DIRECTION_RIGHT: 'SCROLL_DIRECTION_LEFT',
};
