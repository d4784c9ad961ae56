/**
 * Work that several callers want at the same time is done once. It is called off when the last of them has gone;
 * a caller that goes early is answered at once, with its signal's reason.
 */
export class SharedRuns<T> {
  readonly #runs = new Map<string, Run<T>>();

  /** Whether a caller would join a run that is under way. */
  has(key: string): boolean {
    return this.#runs.has(key);
  }

  async join(key: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const run = this.#runs.get(key) ?? this.#begin(key, begin);
    run.callers++;
    try {
      return await orAborted(run.result, signal);
    } finally {
      run.callers--;
      if (run.callers === 0) this.#end(key, run);
    }
  }

  #begin(key: string, begin: (signal: AbortSignal) => Promise<T>): Run<T> {
    const abort = new AbortController();
    const run: Run<T> = { abort, callers: 0, result: begin(abort.signal) };
    run.result.catch(() => {}); // every caller hears of it through its own join; none may be left
    this.#runs.set(key, run);
    return run;
  }

  #end(key: string, run: Run<T>): void {
    if (this.#runs.get(key) === run) this.#runs.delete(key);
    run.abort.abort();
  }
}

interface Run<T> {
  readonly abort: AbortController;
  readonly result: Promise<T>;
  callers: number;
}

/** The result, or the signal's reason when it aborts first. */
async function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([result, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
