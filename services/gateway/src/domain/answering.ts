import type { ErrorCode } from '@karna/proto/errors';

/** Left undone for reasons of Karna's own; everything else is an answer, a refusal too. */
const ownFailures: ReadonlySet<string> = new Set<ErrorCode>([
  'internal',
  'request.deadline',
  'service.overloaded',
  'service.unavailable',
]);

/** Requests answered since the gateway began: how many, how many failed, and how long all took together. */
export class Answering {
  #answered = 0;
  #failed = 0;
  #ms = 0;

  take(outcome: 'ok' | ErrorCode, ms: number): void {
    this.#answered += 1;
    if (ownFailures.has(outcome)) this.#failed += 1;
    this.#ms += ms;
  }

  get sums() {
    return { answered: this.#answered, failed: this.#failed, answeringMs: Math.round(this.#ms) };
  }
}
