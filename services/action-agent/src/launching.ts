import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import type { Launch, Window } from '@karna/proto/gen/agent/v1/agent';
import { openedWindows } from './domain/opening.ts';
import { isPlain, tightly } from './domain/pixels.ts';
import type { Desktop, Screen } from './ports.ts';

const defaultLimitMs = 15_000;
/** Between two looks at the list of windows, which costs about 4 ms (ms). */
const lookEveryMs = 50;

/** How long a window may still take once the started process has handed over and ended (ms); a browser's new tab is there at once. */
const afterwardsMs = { application: 4_000, address: 1_000 };
/** How long a new window may stay one plain colour: Chromium's does for half a second (ms). */
const paintLimitMs = 2000;

/**
 * Starts an application and waits until it shows a window with something in it; `app.not_opened` when no window
 * appears within the limit. No windows: it handed over to a process that was there, and none of its windows changed as
 * far as their titles tell; the screen has to show what came of it.
 */
export async function launchAndWait(
  { what, limitMs }: Launch,
  desktop: Desktop,
  clock: Clock,
  signal: AbortSignal,
): Promise<Window[]> {
  if (!what) throw new DomainError('input.invalid', 'a launch needs an application or an address');
  const before = await desktop.windows.list();
  signal.throwIfAborted();
  const started = await desktop.applications.launch(what);
  const limit = limitMs || defaultLimitMs;
  const until = clock.elapsed() + limit;
  let endedAt: number | undefined;
  while (clock.elapsed() < until) {
    const opened = openedWindows(before, await desktop.windows.list(), started);
    if (opened.length > 0) return painted(opened, desktop, clock, signal);
    const code = started.ended();
    if (code !== undefined && code !== 0) {
      throw new DomainError(
        'app.not_opened',
        `${started.application} ended with exit code ${code} and showed no window`,
      );
    }
    if (code === 0) endedAt ??= clock.elapsed();
    if (endedAt !== undefined && clock.elapsed() - endedAt > afterwardsMs[what.$case]) return [];
    await clock.sleep(lookEveryMs, signal);
  }
  throw new DomainError('app.not_opened', `${started.application} was started but showed no window in ${limit} ms`);
}

/** The same windows, as they are once one of them is more than a plain colour. */
async function painted(
  opened: readonly Window[],
  { screen, windows }: Desktop,
  clock: Clock,
  signal: AbortSignal,
): Promise<Window[]> {
  const until = clock.elapsed() + paintLimitMs;
  while (clock.elapsed() < until && (await areAllPlain(opened, screen))) await clock.sleep(lookEveryMs, signal);
  const now = await windows.list();
  return opened.map((window) => now.find(({ id }) => id === window.id) ?? window);
}

async function areAllPlain(opened: readonly Window[], screen: Screen): Promise<boolean> {
  for (const { box } of opened) {
    if (!box || box.width <= 0 || box.height <= 0) return false;
    const seen = await screen.captureRegion(box).catch(nothingIfOutside);
    if (!seen || !isPlain(tightly(seen.width, seen.height, seen.stride, seen.pixels))) return false;
  }
  return true;
}

/** A window may open on no part of the screen; there is nothing to wait for then. */
function nothingIfOutside(error: unknown): undefined {
  if (!hasCode(error, 'capture.failed')) throw error;
  return undefined;
}
