export interface Held {
  readonly kind: 'key' | 'button';
  /** A key name of proto/src/keys.ts, or left, middle, right. */
  readonly name: string;
}

export interface Hands {
  down(held: Held): Promise<void>;
  up(held: Held): Promise<void>;
}

export interface LetGo {
  /** What was held and has been released, newest first. */
  readonly released: readonly string[];
  /** What could not be released and may still be down. */
  readonly stuck: readonly string[];
}

/**
 * What one batch holds down. Every press goes through here, so that everything can be let go at any moment, also from
 * outside while an action hangs: a key that stays down outlives the program and turns the person's next click into harm.
 * After `signal` aborts nothing can be pressed any more.
 */
export class HeldLedger {
  readonly #hands: Hands;
  readonly #signal: AbortSignal;
  readonly #held: Held[] = [];
  readonly #released: string[] = [];

  constructor(hands: Hands, signal: AbortSignal) {
    this.#hands = hands;
    this.#signal = signal;
  }

  /** What is down right now. */
  get names(): string[] {
    return this.#held.map(nameOf);
  }

  /** Holds `wanted` while `work` runs and lets go whatever happens. */
  async holding<T>(wanted: readonly Held[], work: () => Promise<T>): Promise<T> {
    const mine: Held[] = [];
    try {
      for (const held of wanted) {
        this.#signal.throwIfAborted();
        mine.unshift(held);
        this.#held.push(held); // noted before the press: one that reports failure may still have landed
        await this.#hands.down(held);
      }
      return await work();
    } finally {
      for (const held of mine) await this.#letGo(held).catch(() => undefined); // stays noted: `letGoOfAll` tries again and tells
    }
  }

  /** Releases everything still held, newest first; one that fails does not keep the others down. */
  async letGoOfAll(): Promise<LetGo> {
    const stuck: string[] = [];
    for (const held of this.#held.toReversed()) {
      if (!this.#held.includes(held)) continue;
      await this.#letGo(held).then(
        () => this.#released.push(nameOf(held)),
        () => stuck.push(nameOf(held)),
      );
    }
    return { released: this.#released, stuck };
  }

  async #letGo(held: Held): Promise<void> {
    if (!this.#held.includes(held)) return; // already let go from outside
    await this.#hands.up(held);
    const at = this.#held.indexOf(held); // both sides may have released it at once: twice up is harmless
    if (at >= 0) this.#held.splice(at, 1);
  }
}

/** As it stands in `BatchResult.stuck` and `DesktopHalted.released`: `Control`, `left button`. */
const nameOf = ({ kind, name }: Held): string => (kind === 'button' ? `${name} button` : name);
