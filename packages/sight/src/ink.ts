import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, right } from './boxes.ts';
import { contrast, type Frame } from './frame.ts';
import { marginPx } from './line-crop.ts';

/** Neighbouring pixels this far apart (0..255, strongest colour) are an edge of a glyph rather than a gradient or noise. */
export const edgeContrast = 26;

/**
 * Moves the left and right edges of a line box to where its ink begins and ends: the line detector is exact within a
 * few pixels, and half a letter cut off is a letter misread. Grows to the end of the word, over gaps narrower than a
 * blank and by `reach` line heights at most, and shrinks where more than a line height of the box is empty: texture
 * beside the text reads as letters.
 */
export function snappedToInk(frame: Frame, box: Box, reach: number): Box {
  const top = Math.round(box.y);
  const end = Math.round(bottom(box));
  const height = end - top;
  const gap = Math.max(3, Math.round(height * 0.22));
  const hasInk = (x: number) => columnHasInk(frame, x, top + 1, end - 1);
  const from = firstInk(Math.round(box.x), 1, Math.round(right(box)), height, hasInk);
  const to = firstInk(Math.round(right(box)), -1, from, height, hasInk);
  const left = inkEnd(from, -1, Math.max(0, from - reach * height), gap, hasInk);
  const last = inkEnd(to, 1, Math.min(frame.width, to + reach * height), gap, hasInk);
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
