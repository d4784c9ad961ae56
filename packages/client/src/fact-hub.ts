import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { KarnaError } from './errors.ts';

/** Facts that may wait for a reader in this process. */
const maxWaiting = 10_000;

/** One reader's place in the facts, and what waits for it. */
export class FactReader {
  /** The number it expects next. */
  next: number;
  #waiting: TaskChanged[] = [];
  #failed: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(after: number) {
    this.next = after + 1;
  }

  /** Takes the fact when it is the next one; anything else it has had, or will get in order. */
  take(fact: TaskChanged): void {
    if (fact.sequence !== this.next || this.#failed) return;
    if (this.#waiting.length < maxWaiting) {
      this.next += 1;
      this.#waiting.push(fact);
      this.#wake();
    } else {
      this.fail(new KarnaError('channel.overrun', `${maxWaiting} facts wait here unread`));
    }
  }

  /** Ends it, after what still waits has been read. */
  fail(error: unknown): void {
    this.#failed ??= { error };
    this.#wake();
  }

  async *read(): AsyncGenerator<TaskChanged, never> {
    for (;;) {
      const fact = this.#waiting.shift();
      if (fact) yield fact;
      else if (this.#failed) throw this.#failed.error;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

/** Hands each fact to every reader that waits for it: in order, each once, whatever is replayed in between. */
export class FactHub {
  readonly #readers = new Set<FactReader>();
  #seen = 0;

  /** All up to this one have come. */
  get seen(): number {
    return this.#seen;
  }

  startAt(sequence: number): void {
    this.#seen = sequence;
  }

  /** False when a fact before this one is missing. */
  take(fact: TaskChanged): boolean {
    for (const reader of this.#readers) reader.take(fact);
    if (fact.sequence > this.#seen + 1) return false;
    this.#seen = Math.max(this.#seen, fact.sequence);
    return true;
  }

  /** Everybody has what came up to here. */
  get lowest(): number {
    return Math.min(this.#seen, ...[...this.#readers].map(({ next }) => next - 1));
  }

  open(after: number = this.#seen): FactReader {
    const reader = new FactReader(after);
    this.#readers.add(reader);
    return reader;
  }

  close(reader: FactReader): void {
    this.#readers.delete(reader);
  }

  /** Facts after the lowest place cannot be had any more: who stands there is told, everybody else goes on. */
  gone(error: KarnaError, newest: number): void {
    const { lowest } = this;
    for (const reader of this.#readers) {
      if (reader.next - 1 > lowest) continue;
      reader.fail(error);
      this.#readers.delete(reader);
    }
    if (this.#seen <= lowest) this.#seen = newest;
  }

  failAll(error: unknown): void {
    for (const reader of this.#readers) reader.fail(error);
    this.#readers.clear();
  }
}
