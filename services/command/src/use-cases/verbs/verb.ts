import { DomainError } from '@karna/common/errors';
import type { Verdict } from '../../domain/verification.ts';
import type { StepRun } from '../step-run.ts';

/** What came of a step that succeeded. */
export interface Outcome {
  readonly verdict: Verdict;
  /** What a read-out read. */
  readonly answer?: string;
}

/**
 * What looking tells about a step that was interrupted in its action: it had its effect, it has to be taken (again)
 * because that cannot do anything twice, or nobody can tell.
 */
export type Judgement = Verdict | 'again' | 'unknown';

export interface Verb {
  /** Locates, acts and verifies. Rejects with the code of the halt when that cannot be done beyond doubt. */
  perform(run: StepRun): Promise<Outcome>;
  /** `acted`: the action is known to have been carried out; only its effect has not been seen. */
  judge(run: StepRun, acted: boolean): Promise<Judgement>;
}

/** A good verdict is the outcome; any other is the halt that it stands for. */
export function outcomeOf(verdict: Verdict, halts: { readonly missing: string; readonly refuted?: string }): Outcome {
  if (verdict.kind === 'confirmed' || verdict.kind === 'unseen') return { verdict };
  if (verdict.kind === 'refuted') throw new DomainError('effect.mismatch', halts.refuted ?? halts.missing);
  throw new DomainError('effect.missing', halts.missing);
}
