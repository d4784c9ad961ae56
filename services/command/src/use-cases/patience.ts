import { backoffMs } from '@karna/common/backoff';
import type { Clock } from '@karna/common/clock';
import { hasCode } from '@karna/common/errors';

/** First and longest pause between two tries (ms). */
const pauses = { firstMs: 100, maxMs: 1_000 };

export interface Patience {
  readonly clock: Clock;
  /** No more tries after this (ms). */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** Whether the same again may succeed. */
  readonly isPassing: (error: unknown) => boolean;
  /** Told once, when the first try failed in a way that passes. */
  readonly onWait?: (error: unknown) => Promise<void>;
}

/** A service does not answer now, and the same again may succeed. */
export const isAway = (error: unknown): boolean =>
  hasCode(error, 'service.unavailable', 'service.overloaded', 'service.stopping', 'request.deadline');

/** Tries until it succeeds, fails for good, or took too long: then the last failure is the answer. */
export async function patiently<T>(
  work: (attempt: number) => Promise<T>,
  { clock, limitMs, signal, isPassing, onWait }: Patience,
): Promise<T> {
  const until = clock.elapsed() + limitMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isPassing(error) || clock.elapsed() >= until) throw error;
      if (attempt === 0) await onWait?.(error);
    }
    await clock.sleep(backoffMs(attempt, pauses), signal);
  }
}

/** Waits for the work, but no longer than so long (ms). The work goes on; whether it ended is the answer. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const done = new AbortController();
  const late = clock.sleep(ms, done.signal).then(
    () => false,
    () => true, // woken: the work was first
  );
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    done.abort();
  }
}
