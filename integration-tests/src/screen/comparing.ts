import type { Desktop } from '@karna/action-agent/desktop';
import type { LiveScreen } from '@karna/client';
import { eventually } from '@karna/common/testing';

/** How many pixels of the live picture differ from what the desktop shows. */
export async function differing({ picture }: LiveScreen, there: Desktop): Promise<number> {
  const { width, height, pixels } = await there.screen.capture();
  if (picture.width !== width || picture.height !== height) return width * height;
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4) if (!isSame(picture.data, pixels, at)) count += 1;
  return count;
}

export const isSame = (rgba: Uint8ClampedArray, bgrx: Uint8Array, at: number): boolean =>
  rgba[at] === bgrx[at + 2] && rgba[at + 1] === bgrx[at + 1] && rgba[at + 2] === bgrx[at];

export const becomesExact = (screen: LiveScreen, there: Desktop): Promise<void> =>
  eventually(
    async () => {
      const count = await differing(screen, there);
      return count === 0 ? undefined : `${count} pixels`;
    },
    { timeoutMs: 45_000 },
  );
