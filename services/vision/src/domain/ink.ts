import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { byteAt, contrast, type Frame } from './frame.ts';
import { bottom, boxOf, clipped, right, rounded } from './geometry.ts';
import { marginPx } from './line-crop.ts';

/** Neighbouring pixels this far apart (0..255, strongest colour) are an edge of a glyph rather than a gradient or noise. */
const edgeContrast = 26;
/** The smallest sign on a large button covers more of it than this. */
const leastDrawn = 0.01;

/**
 * Moves the left and right edges of a line box to where its ink begins and ends: the line detector is exact within a
 * few pixels, and half a letter cut off is a letter misread. Grows over gaps narrower than a blank, and shrinks where
 * more than a line height of the box is empty: texture beside the text reads as letters.
 */
export function snappedToInk(frame: Frame, box: Box): Box {
  const top = Math.round(box.y);
  const end = Math.round(bottom(box));
  const height = end - top;
  const gap = Math.max(3, Math.round(height * 0.22));
  const hasInk = (x: number) => columnHasInk(frame, x, top + 1, end - 1);
  const from = firstInk(Math.round(box.x), 1, Math.round(right(box)), height, hasInk);
  const to = firstInk(Math.round(right(box)), -1, from, height, hasInk);
  const left = inkEnd(from, -1, Math.max(0, from - 3 * height), gap, hasInk);
  const last = inkEnd(to, 1, Math.min(frame.width, to + 3 * height), gap, hasInk);
  return boxOf(
    Math.max(0, Math.min(from, left) - marginPx),
    top,
    Math.min(frame.width, Math.max(to, last) + marginPx),
    end,
  );
}

/** Where the ink begins, seen from one end; that end itself unless more than `slack` is empty. */
function firstInk(start: number, step: 1 | -1, limit: number, slack: number, hasInk: (x: number) => boolean): number {
  let x = start;
  while (x !== limit && !hasInk(x)) x += step;
  return x === limit || Math.abs(x - start) <= slack ? start : x;
}

/** Walks from `start` until a gap is found, and says where the ink before the gap ended. */
function inkEnd(start: number, step: 1 | -1, limit: number, gap: number, hasInk: (x: number) => boolean): number {
  let end = start;
  for (let x = start; x !== limit && Math.abs(x - end) <= gap; x += step) if (hasInk(x)) end = x + step;
  return end;
}

function columnHasInk(frame: Frame, x: number, from: number, to: number): boolean {
  if (x < 0 || x >= frame.width - 1) return false;
  for (let y = Math.max(0, from); y < Math.min(frame.height, to); y++) {
    const pixel = (y * frame.width + x) * 3;
    if (contrast(frame.rgb, pixel, pixel + 3) > edgeContrast) return true;
  }
  return false;
}

/** The smallest box around everything inside `box` that differs from its background; undefined when nothing does. */
export function inkBounds(frame: Frame, box: Box): Box | undefined {
  const background = commonestPixel(frame, box);
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let last = -1;
  let lowest = -1;
  for (let y = box.y; y < bottom(box); y++) {
    for (let x = box.x; x < right(box); x++) {
      if (contrast(frame.rgb, (y * frame.width + x) * 3, background) <= edgeContrast) continue;
      left = Math.min(left, x);
      last = Math.max(last, x);
      top = Math.min(top, y);
      lowest = y;
    }
  }
  return last < 0 ? undefined : boxOf(left, top, last + 1, lowest + 1);
}

/** The offset of a pixel of the most frequent colour (in steps of 16 per channel: gradients count as one). */
export function commonestPixel(frame: Frame, box: Box): number {
  const counts = new Map<number, { count: number; pixel: number }>();
  let best = { count: 0, pixel: 0 };
  for (let y = box.y; y < bottom(box); y++) {
    for (let x = box.x; x < right(box); x++) {
      const pixel = (y * frame.width + x) * 3;
      const colour =
        ((byteAt(frame.rgb, pixel) >> 4) << 8) |
        ((byteAt(frame.rgb, pixel + 1) >> 4) << 4) |
        (byteAt(frame.rgb, pixel + 2) >> 4);
      const entry = counts.get(colour) ?? { count: 0, pixel };
      entry.count++;
      counts.set(colour, entry);
      if (entry.count > best.count) best = entry;
    }
  }
  return best.pixel;
}

/** Which part of a box differs from its commonest colour, 0..1. */
export function inkShare(frame: Frame, box: Box): number {
  const background = commonestPixel(frame, box);
  let ink = 0;
  for (let y = box.y; y < bottom(box); y++) {
    for (let x = box.x; x < right(box); x++) {
      if (contrast(frame.rgb, (y * frame.width + x) * 3, background) > edgeContrast) ink++;
    }
  }
  return ink / Math.max(1, box.width * box.height);
}

/** Whether anything stands out from the ground of a box; of a plain one, nobody can say that something is there. */
export function isDrawnIn(frame: Frame, box: Box): boolean {
  const part = clipped(rounded(box), frame.width, frame.height);
  return part.width > 0 && part.height > 0 && inkShare(frame, part) > leastDrawn;
}
