/** How many parts may be sent before some are taken. */
export class Credit {
  readonly #most: number;
  #left: number;
  #wake: () => void = () => {};

  constructor(most: number) {
    this.#most = most;
    this.#left = most;
  }

  /** So many were taken. More than were sent are no more. */
  give(parts: number): void {
    this.#left = Math.min(this.#most, this.#left + parts);
    this.#wake();
  }

  /** Accounts for one part, and resolves when the next may be sent; rejects with the signal's reason. */
  async spend(signal: AbortSignal): Promise<void> {
    this.#left -= 1;
    while (this.#left <= 0) {
      signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      signal.addEventListener('abort', this.#wake, { once: true });
      await promise;
      signal.removeEventListener('abort', this.#wake);
    }
  }
}
