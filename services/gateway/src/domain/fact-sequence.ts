/** Anything numbered without gaps. */
export interface Numbered {
  readonly sequence: number;
}

/** Facts that came too early and are kept until the gap is filled; more are let go, the store has them. */
const maxEarly = 1_024;

/**
 * Puts facts in the order of their numbers: each once, none left out. Keeps the newest `capacity` of them, which is how far
 * behind a live reader may be.
 */
export class FactSequence<F extends Numbered> {
  readonly #capacity: number;
  readonly #recent: F[] = [];
  readonly #early = new Map<number, F>();
  #newest: number;

  constructor(newest: number, capacity: number) {
    this.#newest = newest;
    this.#capacity = capacity;
  }

  get newest(): number {
    return this.#newest;
  }

  /** A fact came whose predecessor did not. */
  get hasGap(): boolean {
    return this.#early.size > 0;
  }

  /** True when the sequence moved on: with this fact, and maybe with some that waited for it. */
  take(fact: F): boolean {
    if (fact.sequence <= this.#newest) return false;
    if (fact.sequence > this.#newest + 1) {
      if (this.#early.size < maxEarly) this.#early.set(fact.sequence, fact);
      return false;
    }
    for (let next: F | undefined = fact; next; next = this.#early.get(this.#newest + 1)) this.#append(next);
    return true;
  }

  /** Goes on after `newest`: what lies between is gone for good. */
  jumpTo(newest: number): void {
    this.#newest = newest;
    this.#recent.length = 0;
    for (const sequence of this.#early.keys()) if (sequence <= newest) this.#early.delete(sequence);
  }

  /** The fact with this number; undefined when it is not here (yet, or any more). */
  at(sequence: number): F | undefined {
    return this.#recent[sequence - (this.#newest - this.#recent.length) - 1];
  }

  #append(fact: F): void {
    this.#early.delete(fact.sequence);
    this.#newest = fact.sequence;
    this.#recent.push(fact);
    if (this.#recent.length > this.#capacity) this.#recent.shift();
  }
}
