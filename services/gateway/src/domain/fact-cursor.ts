import { DomainError } from '@karna/common/errors';
import type { Numbered } from './fact-sequence.ts';

/** Where facts come from: the newest from memory, older ones from the store. */
export interface FactSource<F extends Numbered> {
  readonly newest: number;
  /** From memory; undefined when it is not (or no longer) there. */
  at(sequence: number): F | undefined;
  /** From the store: some facts after this one, oldest first. `task.facts_gone` when some were removed. */
  page(after: number): Promise<readonly F[]>;
  /** Learns of facts that the bus may have lost. */
  refresh(): Promise<void>;
}

export interface FactReader<F> {
  /** Resolves when the reader can take another fact. */
  room(): Promise<void>;
  fact(fact: F): void;
  /** The reader fell too far behind what is kept for it. */
  overrun(): void;
}

interface Replay {
  readonly until: number;
  /** Where the cursor was before; it goes back there when the replay fails. */
  readonly before: number;
  readonly done: (until: number) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * One reader's place in the sequence of facts: hands over each fact after it, in order, as fast as the reader takes them.
 * Nothing is queued per reader, so a slow one costs no memory; one that falls behind what memory holds is told so.
 */
export class FactCursor<F extends Numbered> {
  readonly #source: FactSource<F>;
  readonly #reader: FactReader<F>;
  #at: number;
  #replay: Replay | undefined;
  /** Reads from the store: since a resume, until memory holds what comes next. */
  #isCatchingUp = false;
  #closed = false;
  #wake: () => void = () => {};

  constructor(source: FactSource<F>, reader: FactReader<F>) {
    this.#source = source;
    this.#reader = reader;
    this.#at = source.newest;
  }

  /** The last fact handed over. */
  get at(): number {
    return this.#at;
  }

  /** Hands over facts until closed. */
  async run(): Promise<void> {
    while (!this.#closed) {
      await this.#reader.room();
      if (this.#closed) return;
      if (this.#replay && this.#at >= this.#replay.until) this.#endReplay(this.#replay);
      if (this.#at < this.#source.newest) await this.#advance();
      else await this.#idle();
    }
  }

  /** Facts were added: the reader may go on, or is too slow. */
  moved(): void {
    if (!this.#isCatchingUp && this.#at < this.#source.newest && !this.#source.at(this.#at + 1)) this.#overrun();
    this.#wake();
  }

  /**
   * Goes back (or on) to `after` and hands over everything since; resolves with a number when all up to it has been handed
   * over. When that cannot be, facts go on from where they were.
   */
  async resume(after: number): Promise<number> {
    if (after > this.#source.newest) await this.#source.refresh();
    const until = this.#source.newest;
    if (after > until) throw new DomainError('task.facts_gone', `there is no fact ${after}: the newest is ${until}`);
    if (this.#replay || this.#closed) {
      throw new DomainError('rate.limited', 'a replay is under way on this connection; wait for its reply');
    }
    const caughtUp = new Promise<number>((done, failed) => {
      this.#replay = { until, before: this.#at, done, failed };
    });
    this.#at = after;
    this.#isCatchingUp = true;
    this.#wake();
    return caughtUp;
  }

  close(): void {
    this.#closed = true;
    this.#replay?.failed(new DomainError('request.cancelled', 'the connection was closed'));
    this.#replay = undefined;
    this.#wake();
  }

  async #idle(): Promise<void> {
    this.#isCatchingUp = false;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async #advance(): Promise<void> {
    const next = this.#source.at(this.#at + 1);
    if (!next) return this.#isCatchingUp ? this.#takePage() : this.#overrun();
    this.#isCatchingUp = false;
    this.#hand(next);
  }

  async #takePage(): Promise<void> {
    const from = this.#at;
    try {
      for (const fact of await this.#source.page(from)) {
        await this.#reader.room();
        if (this.#closed) return;
        if (fact.sequence === this.#at + 1) this.#hand(fact);
      }
      if (this.#at === from) throw new DomainError('internal', `the store has nothing after fact ${from}`);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    const replay = this.#replay;
    this.#replay = undefined;
    this.#isCatchingUp = false;
    if (replay) {
      this.#at = replay.before;
      replay.failed(error);
    } else {
      this.#overrun(); // the resume was answered already, and what came since is out of reach
    }
  }

  #endReplay({ until, done }: Replay): void {
    this.#replay = undefined;
    done(until);
  }

  #hand(fact: F): void {
    this.#reader.fact(fact);
    this.#at = fact.sequence;
  }

  #overrun(): void {
    if (this.#closed) return;
    this.close();
    this.#reader.overrun();
  }
}
