import { DomainError } from '@karna/common/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Check } from '@karna/proto/gen/skill/v1/skill';
import { grown } from '../domain/geometry.ts';
import { frontOf } from '../domain/scenery.ts';
import { goneBetween, samePx } from '../domain/scrolled.ts';
import { boxOf, describe, targetsOf } from '../domain/targets.ts';
import { sameTextThreshold, similarity } from '../domain/text-match.ts';
import { scrolledTo } from './scrolled-to.ts';
import type { StepRun } from './step-run.ts';
import { isThere } from './verbs/watching.ts';

/** Around a box that text may reach into (px). */
const marginPx = 4;

/**
 * After such shares of the time that it is waited for, what did not appear is looked for where it may have appeared out of sight: sooner where the step
 * turned the page already, and once more for an application that takes its time.
 */
const scrollAt = { usually: [0.2], turned: [0.04, 0.4] } as const;

/** Waits until all of a step's checks hold. Rejects with `effect.mismatch`; the step's action was done all the same. */
export async function check(run: StepRun): Promise<void> {
  for (const one of run.checks) await checkOne(run, one);
}

async function checkOne(run: StepRun, one: Check): Promise<void> {
  const limitMs = one.limitMs || run.limits.findMs;
  const startMs = run.nowMs;
  const shares = run.hasTurned ? scrollAt.turned : scrollAt.usually;
  const scrolls = one.what?.$case === 'appears' ? shares.map((share) => share * limitMs) : [];
  for (let frame = await run.glimpse(); !(await holds(run, frame, one)); frame = await run.look()) {
    if (run.nowMs - startMs >= (scrolls[0] ?? Number.POSITIVE_INFINITY)) {
      scrolls.shift();
      if (await scrolledTo(run, frame, async (place) => (await holds(run, place, one)) || undefined, towardsStart(run)))
        return;
    }
    if (run.nowMs - startMs >= limitMs) {
      run.isOutcomeUnknown = true; // it was done: looked at again, not repeated
      throw new DomainError('effect.mismatch', `It was done, but ${unmet(one)}.`);
    }
    await run.pause();
  }
}

/** Whether there are checks, and all of them hold now. */
export async function areSeen(run: StepRun, checks: readonly Check[]): Promise<boolean> {
  if (checks.length === 0) return false;
  const frame = await run.look();
  for (const one of checks) if (!(await holds(run, frame, one))) return false;
  return true;
}

/**
 * Whether what has to appear did appear where the step began: its target was scrolled to, and what it changed is out of sight. Only there it is known
 * not to have been before.
 */
export async function appearedWhereItBegan(run: StepRun): Promise<boolean> {
  const { first } = run;
  const checks = run.checks.filter(({ what }) => what?.$case === 'appears');
  if (!first || checks.length === 0) return false;
  for (const one of checks) if (await holds(run, first, one)) return false;
  const began = await run.sight.elements(first);
  const isThere = async (place: Frame): Promise<true | undefined> => {
    const gone = goneBetween(began, await run.sight.elements(place), frontOf(place));
    if (!gone || Math.abs(gone.down) > samePx) return undefined;
    for (const one of checks) if (!(await holds(run, place, one))) return undefined;
    return true;
  };
  return (await scrolledTo(run, await run.look(), isThere, towardsStart(run))) ?? false;
}

/** First back to where the step began, if its target was scrolled to. */
const towardsStart = ({ scrolled }: StepRun): { first: 1 | -1 } => ({ first: scrolled === 1 ? -1 : 1 });

async function holds(run: StepRun, frame: Frame, { what }: Check): Promise<boolean> {
  switch (what?.$case) {
    case 'appears':
      return isThere(what.value, await run.sight.locate(frame, what.value));
    case 'gone':
      return !isThere(what.value, await run.sight.locate(frame, what.value));
    case 'holds':
      return similarity(await fieldText(run, frame), what.value) >= sameTextThreshold;
    case undefined:
      return true;
    default: {
      const nothing: never = what;
      return nothing;
    }
  }
}

/** What stands in the step's own field, where it is now or was when it was acted on. */
async function fieldText(run: StepRun, frame: Frame): Promise<string> {
  const [target] = targetsOf(run.action);
  const candidate = target && (await run.sight.glance(frame, target[1])).candidate;
  const box = candidate ? boxOf(candidate) : run.step.targetBox;
  return box ? (await run.sight.read(frame, grown(box, marginPx))).map(({ text }) => text).join(' ') : '';
}

function unmet({ what }: Check): string {
  if (what?.$case === 'holds') return 'the field does not hold what it should';
  if (what?.$case === 'gone') return `${describe(what.value)} is still there`;
  return what ? `${describe(what.value)} did not appear` : 'something is missing';
}
