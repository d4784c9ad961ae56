import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';

export const centre = ({ x, y, width, height }: Box): Point => ({
  x: Math.round(x + width / 2),
  y: Math.round(y + height / 2),
});

export const contains = (box: Box, { x, y }: Point): boolean =>
  x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;

export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The box with `px` more on every side, never over the origin. */
export function grown({ x, y, width, height }: Box, px: number): Box {
  const left = Math.max(0, x - px);
  const top = Math.max(0, y - px);
  return { x: left, y: top, width: x + width + px - left, height: y + height + px - top };
}

/** Whether `inner` lies in `outer` altogether. */
export const covers = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

export function union(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** How much of the smaller height two boxes share, 0..1: whether they stand on one line. */
export function sharedHeight(a: Box, b: Box): number {
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, shared) / Math.max(1, Math.min(a.height, b.height));
}

/** Where on a screen of this size, for people: "top left", "middle", "bottom right". */
export function whereabouts(box: Box, screen: { readonly width: number; readonly height: number }): string {
  const { x, y } = centre(box);
  const third = (value: number, size: number) => Math.min(2, Math.floor((value * 3) / Math.max(1, size)));
  const row = ['top', 'middle', 'bottom'][third(y, screen.height)] ?? 'middle';
  const column = ['left', '', 'right'][third(x, screen.width)] ?? '';
  return `${row} ${column}`.trim();
}
