import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, clipped, grown, right, rounded } from '@karna/sight/boxes';
import { byteAt, contrast, type Frame } from '@karna/sight/frame';
import { edgeContrast } from '@karna/sight/ink';
import { commonestPixel } from '../ink.ts';
import type { Line } from '../screen.ts';

/** The border of an element is no ink (px). */
const rimPx = 3;
/** What stands out less than this share of what it did, and of what is usual on the screen, is greyed out. */
const paler = 0.5;
/** Grey has channels no further apart than this (0..255). */
const grey = 40;
/** So many lines tell what is usual. */
const mostLines = 40;

/** How much what is written in a box stands out from its ground (0..255), and whether it is grey. */
interface Ink {
  readonly contrast: number;
  readonly isGrey: boolean;
}

/**
 * Whether an element is greyed out: written much paler than when it was remembered, and much paler than what else is written on the screen. The
 * network that looks at one picture misses that in small buttons.
 */
export function isGreyedOut(
  frame: Frame,
  lines: readonly Line[],
  box: Box,
  before: { readonly frame: Frame; readonly box: Box },
): boolean {
  const now = inkIn(frame, box, rimPx);
  const then = inkIn(before.frame, before.box, rimPx);
  if (!now?.isGrey || !then || now.contrast >= paler * then.contrast) return false;
  const usual = lines
    .slice(0, mostLines)
    .flatMap((line) => inkIn(frame, line.box, 0)?.contrast ?? [])
    .sort((a, b) => a - b);
  return now.contrast < paler * (usual[usual.length >> 1] ?? 0);
}

/** Of the clearest tenth of the ink: edges of letters are blurred. Undefined where nothing is written. */
function inkIn(frame: Frame, box: Box, rim: number): Ink | undefined {
  const inside = clipped(rounded(grown(box, -rim)), frame.width, frame.height);
  if (inside.width < 3 || inside.height < 3) return undefined;
  const ground = commonestPixel(frame, inside);
  const ink: { readonly contrast: number; readonly pixel: number }[] = [];
  for (let y = inside.y; y < bottom(inside); y++) {
    for (let x = inside.x; x < right(inside); x++) {
      const pixel = (y * frame.width + x) * 3;
      const differs = contrast(frame.rgb, pixel, ground);
      if (differs > edgeContrast) ink.push({ contrast: differs, pixel });
    }
  }
  const clear = ink.sort((a, b) => b.contrast - a.contrast)[Math.floor(ink.length / 10)];
  return clear && { contrast: clear.contrast, isGrey: [clear.pixel, ground].every((pixel) => isGrey(frame, pixel)) };
}

function isGrey({ rgb }: Frame, pixel: number): boolean {
  const channels = [0, 1, 2].map((channel) => byteAt(rgb, pixel + channel));
  return Math.max(...channels) - Math.min(...channels) <= grey;
}
