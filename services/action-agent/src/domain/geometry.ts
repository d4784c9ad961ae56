import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const isInside = ({ x, y }: Point, { width, height }: Size): boolean =>
  x >= 0 && y >= 0 && x < width && y < height;

/** The desktop that these displays make up. */
export function sizeOf(displays: readonly { readonly box?: Box | undefined }[]): Size {
  const boxes = displays.flatMap(({ box }) => box ?? []);
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width)),
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)),
  };
}

/** The part of `box` that lies on the desktop; undefined when nothing of it does. */
export function clipped(box: Box, { width, height }: Size): Box | undefined {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const right = Math.min(width, box.x + box.width);
  const bottom = Math.min(height, box.y + box.height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : undefined;
}

/**
 * Places from one end of a path to the other, at most `stepPx` apart, every corner among them and without the start.
 * Applications tell a drag from a jump by the motion in between.
 */
export function alongPath(path: readonly Point[], stepPx: number): Point[] {
  return path.slice(1).flatMap((to, i) => {
    const from = path[i] ?? to;
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / stepPx));
    return Array.from({ length: steps }, (_, n) => between(from, to, (n + 1) / steps));
  });
}

const between = (from: Point, to: Point, part: number): Point => ({
  x: Math.round(from.x + (to.x - from.x) * part),
  y: Math.round(from.y + (to.y - from.y) * part),
});
