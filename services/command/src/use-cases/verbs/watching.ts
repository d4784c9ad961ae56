// Steps that only look: waiting for something, and reading something out.
import { DomainError } from '@karna/common/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Condition, ReadOut, WaitFor } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { readOut } from '../../domain/reading.ts';
import { describe } from '../../domain/targets.ts';
import { confirmed } from '../../domain/verification.ts';
import type { StepRun } from '../step-run.ts';
import { known } from './pointing.ts';
import type { Outcome, Verb } from './verb.ts';

export const waiting = ({ target, gone, limitMs }: WaitFor): Verb => ({
  async perform(run) {
    if (!target) return rested(run, limitMs);
    const query = known(target);
    let until = run.nowMs + (limitMs || run.limits.waitMs);
    for (let seen = ''; ; ) {
      const frame = await run.look();
      if (frame.sha256 !== seen || seen === '') {
        if ((await isSeen(run, frame, query)) !== gone) return { verdict: confirmed('read_back') };
      }
      seen = frame.sha256;
      if (run.nowMs >= until) throw expired(describe(query), gone, limitMs || run.limits.waitMs);
      until += await run.rest();
    }
  },
  judge: async () => 'again',
});

async function rested(run: StepRun, forMs: number): Promise<Outcome> {
  let until = run.nowMs + forMs;
  while (run.nowMs < until) until += await run.rest();
  return { verdict: confirmed('read_back') };
}

/** Whether a condition holds on the screen as it is now. */
export async function holds(run: StepRun, { target, gone }: Condition): Promise<boolean> {
  const query = known(target);
  return isThere(query, await run.sight.locate(await run.look(), query)) !== gone;
}

/** What a skill remembers is there when it is beyond doubt, or nothing but its number or its use is in doubt. */
async function isSeen(run: StepRun, frame: Frame, query: TargetQuery): Promise<boolean> {
  if (!run.sight.remembers()) return isThere(query, await run.sight.locate(frame, query));
  const { reply, candidate } = await run.sight.glance(frame, query);
  return candidate !== undefined || reply.doubt === 'DOUBT_DOUBLED' || reply.doubt === 'DOUBT_DISABLED';
}

/** Sure enough that something is there: what vision asks of the best candidate, and of a quoted text inside a longer line. */
const sure = { whole: 0.75, quotedPart: 0.5 };

// Looking needs no uniqueness: twice there is there.
export const isThere = ({ exact }: TargetQuery, { candidates: [best] }: LocateReply): boolean =>
  (best?.confidence ?? 0) >= (exact ? sure.quotedPart : sure.whole);

const expired = (what: string, gone: boolean, limitMs: number): DomainError =>
  new DomainError(
    'wait.expired',
    gone
      ? `${what} was still there after ${Math.round(limitMs / 1000)} s.`
      : `${what} did not appear within ${Math.round(limitMs / 1000)} s.`,
  );

export const reading = ({ target }: ReadOut): Verb => ({
  async perform(run) {
    const query = known(target);
    const { frame, element, box } = await run.find(query, { harmless: true });
    const answer = readOut(query, element, box, await run.sight.read(frame));
    if (answer === '') throw new DomainError('effect.missing', `There is no text to read at ${describe(query)}.`);
    return { verdict: confirmed('read_back'), answer };
  },
  judge: async () => 'again',
});
