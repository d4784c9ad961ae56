import { backoffMs } from '@karna/common/backoff';
import type { Clock } from '@karna/common/clock';

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
