import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, clipped, right, rounded } from '@karna/sight/boxes';
import { byteAt, contrast, type Frame } from '@karna/sight/frame';
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
