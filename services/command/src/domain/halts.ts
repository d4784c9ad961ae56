import { DomainError } from '@karna/common/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Candidate } from '@karna/proto/gen/vision/v1/element';

/** Several places match equally well: a person has to say which. */
export class AmbiguousTarget extends DomainError {
  readonly question: string;
  readonly part: string;
  readonly candidates: readonly Candidate[];
  readonly frame: Frame;

  constructor(what: string, part: string, candidates: readonly Candidate[], frame: Frame) {
    super('target.ambiguous', `More than one place on the screen could be ${what}.`);
    this.question = candidates.length > 1 ? `Which one is ${what}?` : `Is this ${what}?`;
    this.part = part;
    this.candidates = candidates;
    this.frame = frame;
  }
}

/** The effect looks irreversible: somebody has to approve it by name. */
export class ApprovalNeeded extends Error {
  override readonly name = 'ApprovalNeeded';
  /** The effect, for people. */
  readonly effect: string;

  constructor(effect: string) {
    super('an approval is needed');
    this.effect = effect;
  }
}
