import type { Window } from '@karna/proto/gen/agent/v1/agent';

export interface Started {
  readonly pid: number;
  readonly application: string;
}

/**
 * The windows that a launch opened, given those from before it and those of now: new ones, or, for an application that
 * keeps to one instance, an own window of before that came to the front or changed its title (a new tab).
 */
export function openedWindows(before: readonly Window[], now: readonly Window[], started: Started): Window[] {
  const earlier = new Map(before.map((window) => [window.id, window]));
  const fresh = now.filter(({ id }) => !earlier.has(id));
  if (fresh.length > 0) return fresh;
  return now.filter((window) => {
    const was = earlier.get(window.id);
    return was !== undefined && belongsTo(window, started) && cameUp(was, window);
  });
}

const cameUp = (was: Window, is: Window): boolean =>
  is.active && (!was.active || was.minimized || was.title !== is.title);

// Some other window comes to the front whenever one closes: only a window of the launched application counts.
function belongsTo(window: Window, { pid, application }: Started): boolean {
  if (pid !== 0 && window.pid === pid) return true;
  const [a, b] = [letters(window.application), letters(application)];
  return a !== '' && b !== '' && (a.includes(b) || b.includes(a));
}

const letters = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
