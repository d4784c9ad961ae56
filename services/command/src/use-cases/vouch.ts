import { DomainError } from '@karna/common/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { InterpretReply, SupposedThing, Supposition } from '@karna/proto/gen/language/v1/language';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { observeAll, settle } from '../domain/actions.ts';
import { stepsFor } from '../domain/plan.ts';
import { stepsToApprove } from '../domain/policy.ts';
import { isVouchedFor, lookedFor, readingsOf, readingVouchedFor } from '../domain/vouching.ts';
import type { LastLook } from './last-look.ts';
import { look } from './look.ts';
import type { Parts } from './parts.ts';

type Outcome = NonNullable<InterpretReply['outcome']>;

/**
 * What was understood, or asked, comes to once the screen was looked at. Where nothing but names is in doubt and the screen has a thing of each, it is
 * understood; of several readings, the one whose names are there. Else it stays as it is, and a question says what was not seen. Looks, never acts; what is to
 * be approved is asked about in any case, and whatever hinders looking leaves the outcome as it is.
 */
export async function vouch(
  parts: Parts,
  task: Task,
  outcome: Outcome,
  last: LastLook,
  signal: AbortSignal,
): Promise<Outcome> {
  const all = readingsOf(outcome);
  if (!all.some(({ meant, things }) => meant && things.length > 0)) return outcome;
  try {
    const rules = await parts.policies.of(task.desktopId);
    if (all.some(({ meant }) => stepsToApprove(stepsFor(meant?.actions ?? []), rules).length > 0)) return outcome;
    const { limits } = parts;
    const acts = [settle(limits.settleQuietMs, limits.settleLimitMs), observeAll];
    const frame = await look(parts, task.desktopId, acts, signal);
    last.frame = frame;
    const seen = await Promise.all(all.map((reading) => seenOn(parts, task, frame, reading, signal)));
    const meant = readingVouchedFor(seen)?.reading.meant;
    if (meant) return { $case: 'understood', value: meant };
    const missing = outcome.$case === 'ask' && outcome.value.supposition ? (seen[0]?.missing ?? []) : [];
    if (outcome.$case !== 'ask' || missing.length === 0) return outcome;
    return { ...outcome, value: { ...outcome.value, question: `${unseen(missing)} ${outcome.value.question}` } };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DomainError) return outcome;
    throw error;
  }
}

async function seenOn(parts: Parts, task: Task, frame: Frame, reading: Supposition, signal: AbortSignal) {
  const missing = await missingOn(parts, task, frame, reading, signal);
  const names = reading.things.flatMap(({ target }) => target ?? []);
  return { reading, missing, names, isThere: missing.length === 0 && names.length > 0 };
}

/** The things that the screen does not vouch for. */
async function missingOn(
  { eyes }: Parts,
  { desktopId }: Task,
  { picture, accessible }: Frame,
  { meant, things }: Supposition,
  signal: AbortSignal,
): Promise<SupposedThing[]> {
  const missing: SupposedThing[] = [];
  for (const thing of things) {
    const action = meant?.actions[thing.action];
    const { target } = thing;
    const queries = action && target ? lookedFor(target, action) : [];
    const replies = await Promise.all(
      queries.map((query) => eyes.locate(picture, query, { desktopId, accessible, signal })),
    );
    if (!action || !target || !isVouchedFor(target, action, replies)) missing.push(thing);
  }
  return missing;
}

const unseen = (things: readonly SupposedThing[]): string => {
  const names = new Set(things.map(({ target }) => `"${target?.text ?? ''}"`));
  return `I do not see ${[...names].join(' or ')} here, beyond doubt.`;
};
