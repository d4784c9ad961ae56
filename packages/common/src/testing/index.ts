import type { Clock } from '../clock.ts';

export { freePort } from '../free-port.ts';

export interface EventuallyOptions {
  /** ms; default 15 s: a busy machine is no failure. */
  readonly timeoutMs?: number;
  /** ms between looks; default 20. */
  readonly everyMs?: number;
}

/** Waits until `missing` answers undefined. What it said last, the thing still missing, becomes the failure's text. */
export async function eventually(
  missing: () => Promise<string | undefined> | string | undefined,
  { timeoutMs = 15_000, everyMs = 20 }: EventuallyOptions = {},
): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const lacking = await missing();
    if (lacking === undefined) return;
    if (performance.now() > until) throw new Error(`after ${timeoutMs} ms still missing: ${lacking}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export interface FakeClock extends Clock {
  /** Moves time on and wakes who has slept long enough. */
  advance(ms: number): Promise<void>;
}

/** Stands still until told. */
export function fakeClock(start = new Date('2026-01-01T00:00:00Z')): FakeClock {
  let elapsedMs = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => new Date(start.getTime() + elapsedMs),
    elapsed: () => elapsedMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { at: elapsedMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => sleepers.delete(sleeper) && reject(signal.reason), { once: true });
      }),
    advance: async (ms) => {
      elapsedMs += ms;
      for (const sleeper of [...sleepers]) {
        if (sleeper.at <= elapsedMs && sleepers.delete(sleeper)) sleeper.wake();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
