/** Wakes one waiter; a ring that nobody waits for is not lost. */
export class Bell {
  #isRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Until somebody rings, the signal aborts, or `ms` have passed. */
  async rung(signal?: AbortSignal, ms?: number): Promise<void> {
    if (!this.#isRung && !signal?.aborted) await this.#wait(signal, ms);
    this.#isRung = false;
  }

  async #wait(signal: AbortSignal | undefined, ms: number | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      }
      this.#wake = done;
      signal?.addEventListener('abort', done, { once: true });
    });
    this.#wake = undefined;
  }
}
