import { DomainError } from '@karna/common/errors';
import type { ErrorCode } from '@karna/proto/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Ruling } from '@karna/proto/gen/policy/v1/policy';
import type { Candidate, Doubt } from '@karna/proto/gen/vision/v1/element';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';

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

/** A step's element was not found again beyond doubt. A person may show which it is. */
export class LostTarget extends DomainError {
  readonly part: string;
  readonly doubt: Doubt;
  readonly candidates: readonly Candidate[];
  readonly frame: Frame;

  constructor(
    what: string,
    part: string,
    { doubt, candidates }: LocateReply,
    frame: Frame,
    [code, message]: Reason = reasons[doubt] ?? reasons.DOUBT_MISSING,
  ) {
    super(code, message.replace('%', what));
    this.part = part;
    this.doubt = doubt;
    this.candidates = candidates;
    this.frame = frame;
  }
}

/** `%` is what was looked for. */
export type Reason = readonly [code: ErrorCode, message: string];

const reasons: Readonly<Record<Doubt, Reason>> = {
  DOUBT_UNSPECIFIED: ['target.unsure', '% was not found beyond doubt.'],
  DOUBT_MISSING: ['target.missing', 'Could not find % on the screen.'],
  DOUBT_DOUBLED: ['target.ambiguous', 'More than one place on the screen could be %.'],
  DOUBT_WEAK: ['target.unsure', 'Something resembles %, but not enough to act on it.'],
  DOUBT_OTHER_ROW: ['target.other_row', '% is there, but not in the record that was asked for.'],
  DOUBT_DISABLED: ['target.disabled', '% is there and cannot be used now.'],
};

/** A person has to do a step: it types what only they are to know. */
export class SecretNeeded extends Error {
  override readonly name = 'SecretNeeded';

  constructor() {
    super('a secret has to be typed by hand');
  }
}

/** The effect looks irreversible, or the rules want it asked about: somebody has to approve it by name. */
export class ApprovalNeeded extends Error {
  override readonly name = 'ApprovalNeeded';
  /** The effect, for people. */
  readonly effect: string;
  readonly ruling: Ruling;

  constructor(effect: string, ruling: Ruling) {
    super('an approval is needed');
    this.effect = effect;
    this.ruling = ruling;
  }
}
