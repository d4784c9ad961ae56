import type { Clock } from '@karna/common/clock';

/** `work`, or a rejection with the signal's reason as soon as that aborts; `work` then goes on unobserved. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  return promise;
}

/** What `work` came to, or `otherwise` when it takes longer than `ms`: for a display that may have stopped answering. */
export async function within<T, U>(ms: number, work: Promise<T>, otherwise: U, clock: Clock): Promise<T | U> {
  const done = new AbortController();
  const late = clock.sleep(ms, done.signal).then(
    () => otherwise,
    () => otherwise,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
