import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Launch, Window } from '@karna/proto/gen/agent/v1/agent';
import { openedWindows } from './domain/opening.ts';
import type { Desktop } from './ports.ts';

const defaultLimitMs = 15_000;
/** Between two looks at the list of windows, which costs about 4 ms (ms). */
const lookEveryMs = 50;

/** Starts an application and waits until it shows a window; `app.not_opened` when it does not within the limit. */
export async function launchAndWait(
  { what, limitMs }: Launch,
  { windows, applications }: Desktop,
  clock: Clock,
  signal: AbortSignal,
): Promise<Window[]> {
  if (!what) throw new DomainError('input.invalid', 'a launch needs an application or an address');
  const before = await windows.list();
  signal.throwIfAborted();
  const started = await applications.launch(what);
  const limit = limitMs || defaultLimitMs;
  const until = clock.elapsed() + limit;
  while (clock.elapsed() < until) {
    const opened = openedWindows(before, await windows.list(), started);
    if (opened.length > 0) return opened;
    await clock.sleep(lookEveryMs, signal);
  }
  throw new DomainError('app.not_opened', `${started.application} was started but showed no window in ${limit} ms`);
}
