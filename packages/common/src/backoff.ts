export interface BackoffOptions {
  /** First delay (ms). */
  readonly firstMs: number;
  readonly maxMs: number;
  /** Source of chance in [0, 1), for tests. */
  readonly random?: () => number;
}

/** Exponential back-off with full jitter, so that many clients that lost one server do not return as one wave. */
export function backoffMs(attempt: number, { firstMs, maxMs, random = Math.random }: BackoffOptions): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
}
