import type { Desktop } from '@karna/action-agent/desktop';
import type { LiveScreen } from '@karna/client';
import { eventually } from '@karna/common/testing';

/** Where the live picture differs from what the desktop shows, in words; nothing when they are the same. */
async function difference({ picture }: LiveScreen, there: Desktop): Promise<string | undefined> {
  const { width, height, pixels } = await there.screen.capture();
  if (picture.width !== width || picture.height !== height) return `${picture.width}x${picture.height} px`;
  let count = 0;
  const [xs, ys] = [new Set<number>(), new Set<number>()];
  for (let at = 0; at < pixels.length; at += 4) {
    if (isSame(picture.data, pixels, at)) continue;
    count += 1;
    xs.add((at / 4) % width);
    ys.add(Math.floor(at / 4 / width));
  }
  const from = (places: Set<number>) => `${Math.min(...places)} to ${Math.max(...places)}`;
  return count === 0 ? undefined : `${count} pixels at x ${from(xs)}, y ${from(ys)}`;
}

export const isSame = (rgba: Uint8ClampedArray, bgrx: Uint8Array, at: number): boolean =>
  rgba[at] === bgrx[at + 2] && rgba[at + 1] === bgrx[at + 1] && rgba[at + 2] === bgrx[at];

export const becomesExact = (screen: LiveScreen, there: Desktop): Promise<void> =>
  eventually(() => difference(screen, there), { timeoutMs: 45_000 });
