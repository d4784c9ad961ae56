import { DomainError } from '@karna/common/errors';

/** Over how long the rate of actions is averaged (ms): a form filled in one burst is fine, a loop gone wild is not. */
const windowMs = 10_000;

/** Counts actions against a rate. A batch that would exceed it is refused as a whole, with nothing done. */
export class Pace {
  readonly #maxPerSecond: number;
  readonly #taken: { readonly atMs: number; readonly actions: number }[] = [];

  constructor(maxPerSecond: number) {
    this.#maxPerSecond = maxPerSecond;
  }

  /** Takes `actions` from the allowance at `nowMs` (monotonic), or fails with `action.refused`. */
  take(actions: number, nowMs: number): void {
    while ((this.#taken[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs - windowMs) this.#taken.shift();
    const recent = this.#taken.reduce((sum, entry) => sum + entry.actions, 0);
    if (recent + actions > (this.#maxPerSecond * windowMs) / 1000) {
      throw new DomainError('action.refused', `more than ${this.#maxPerSecond} actions a second are not allowed here`);
    }
    if (actions > 0) this.#taken.push({ atMs: nowMs, actions });
  }
}
