/** Owns what a service opened. Closes newest first and reports every failure, not just the first. */
export class Lifecycle implements AsyncDisposable {
  readonly #owned: { name: string; close: () => unknown }[] = [];
  readonly #abort = new AbortController();

  /** Aborts when the service is asked to stop, or has to. Hand it to everything that waits. */
  readonly stopping: AbortSignal = this.#abort.signal;

  stop(because?: Error): void {
    this.#abort.abort(because);
  }

  own<T>(name: string, resource: T, close: (resource: T) => unknown): T {
    this.#owned.push({ name, close: () => close(resource) });
    return resource;
  }

  /** Keeps a background loop going. If it dies, the service stops: half a service is worse than none. */
  loop(name: string, work: (stopping: AbortSignal) => Promise<void>): void {
    const ended = work(this.stopping).catch((cause: unknown) => {
      if (!this.stopping.aborted) this.stop(new Error(`${name} died`, { cause }));
    });
    this.own(name, ended, () => ended);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    const failures: Error[] = [];
    for (let next = this.#owned.pop(); next; next = this.#owned.pop()) {
      try {
        await next.close();
      } catch (cause) {
        failures.push(new Error(`could not close ${next.name}`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'shutdown was not clean');
  }
}
