import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, clipped, right, rounded } from '@karna/sight/boxes';
import { byteAt, contrast, type Frame, intAt } from '@karna/sight/frame';
import { edgeContrast } from '@karna/sight/ink';

/** The smallest sign on a large button covers more of it than this. */
const leastDrawn = 0.01;

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

/** For `commonestPixel`, by colour: how often it was met, and where first. One box at a time is looked at. */
const counts = new Int32Array(4096);
const firsts = new Int32Array(4096);

/** The offset of a pixel of the most frequent colour (in steps of 16 per channel: gradients count as one). */
export function commonestPixel({ width, rgb }: Frame, box: Box): number {
  counts.fill(0);
  let best = 0;
  let most = 0;
  for (let y = box.y; y < bottom(box); y++) {
    let pixel = (y * width + box.x) * 3;
    for (let x = box.x; x < right(box); x++, pixel += 3) {
      const colour =
        ((byteAt(rgb, pixel) >> 4) << 8) | ((byteAt(rgb, pixel + 1) >> 4) << 4) | (byteAt(rgb, pixel + 2) >> 4);
      const count = intAt(counts, colour) + 1;
      if (count === 1) firsts[colour] = pixel;
      counts[colour] = count;
      if (count <= most) continue;
      most = count;
      best = colour;
    }
  }
  return most === 0 ? 0 : intAt(firsts, best);
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
