import { setTimeout as delay } from 'node:timers/promises';

/** Time as a dependency, so that tests can hold it still. */
export interface Clock {
  /** Wall clock. */
  now(): Date;
  /** Monotonic, ms. */
  elapsed(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  },
};
