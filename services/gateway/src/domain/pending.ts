import { DomainError } from '@karna/common/errors';

interface Waiting<A> {
  readonly answer: Promise<A>;
  readonly settle: (answer: A) => void;
  readonly fail: (error: Error) => void;
}

/** Questions sent to somebody who answers by id, and what becomes of them when they never do. */
export class Pending<A> {
  readonly #waiting = new Map<string, Waiting<A>>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Sends and waits; the same id again, while the first waits, shares its answer and is not sent. */
  async ask(id: string, limitMs: number, send: () => void): Promise<A> {
    const known = this.#waiting.get(id);
    if (known) return known.answer;
    const { promise: answer, resolve: settle, reject: fail } = Promise.withResolvers<A>();
    this.#waiting.set(id, { answer, settle, fail });
    const late = () => fail(new DomainError('request.deadline', `the agent did not answer within ${limitMs} ms`));
    const timer = setTimeout(late, limitMs);
    try {
      send();
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** False when nobody waits for it (any more). */
  answer(id: string, answer: A): boolean {
    const waiting = this.#waiting.get(id);
    waiting?.settle(answer);
    return waiting !== undefined;
  }

  fail(id: string, error: Error): void {
    this.#waiting.get(id)?.fail(error);
  }

  failAll(error: Error): void {
    for (const { fail } of this.#waiting.values()) fail(error);
  }
}
