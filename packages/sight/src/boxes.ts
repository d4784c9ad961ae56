import type { Box } from '@karna/proto/gen/geometry/v1/geometry';

// Boxes in px; in here they may have fractions.

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const area = (box: Box): number => box.width * box.height;
export const centreY = (box: Box): number => box.y + box.height / 2;

export const boxOf = (left: number, top: number, rightEdge: number, bottomEdge: number): Box => ({
  x: left,
  y: top,
  width: rightEdge - left,
  height: bottomEdge - top,
});

/** Shared height of two boxes; negative is the gap between them. */
export const sharedHeight = (a: Box, b: Box): number => Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y);

/** Shared width of two boxes; negative is the gap between them. */
export const sharedWidth = (a: Box, b: Box): number => Math.min(right(a), right(b)) - Math.max(a.x, b.x);

export function sharedArea(a: Box, b: Box): number {
  const width = sharedWidth(a, b);
  const height = sharedHeight(a, b);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1. */
export function likenessOfBoxes(a: Box, b: Box): number {
  const shared = sharedArea(a, b);
  return shared === 0 ? 0 : shared / (area(a) + area(b) - shared);
}

/** Which part of `inner` lies inside `outer`, 0..1. */
export const shareInside = (inner: Box, outer: Box): number =>
  area(inner) > 0 ? sharedArea(inner, outer) / area(inner) : 0;

export function union(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  return boxOf(left, top, Math.max(...boxes.map(right)), Math.max(...boxes.map(bottom)));
}

/** The part of the box inside `width` x `height`. */
export function clipped(box: Box, width: number, height: number): Box {
  const left = Math.min(width, Math.max(0, box.x));
  const top = Math.min(height, Math.max(0, box.y));
  return boxOf(left, top, Math.max(left, Math.min(width, right(box))), Math.max(top, Math.min(height, bottom(box))));
}

/** The smallest box of whole px around it. */
export const outward = (box: Box): Box =>
  boxOf(Math.floor(box.x), Math.floor(box.y), Math.ceil(right(box)), Math.ceil(bottom(box)));

/** Whole px: edges go to the nearest one. */
export const rounded = (box: Box): Box =>
  boxOf(Math.round(box.x), Math.round(box.y), Math.round(right(box)), Math.round(bottom(box)));

export const moved = (box: Box, right: number, down: number): Box => ({ ...box, x: box.x + right, y: box.y + down });
