import type { Box } from '../ports.ts';

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const area = (box: Box): number => box.width * box.height;
export const centreX = (box: Box): number => box.x + box.width / 2;
export const centreY = (box: Box): number => box.y + box.height / 2;

/** Negative is the gap between them. */
export const sharedHeight = (a: Box, b: Box): number => Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y);
/** Negative is the gap between them. */
export const sharedWidth = (a: Box, b: Box): number => Math.min(right(a), right(b)) - Math.max(a.x, b.x);

export const overlaps = (a: Box, b: Box): boolean => sharedWidth(a, b) > 0 && sharedHeight(a, b) > 0;

export const sharedArea = (a: Box, b: Box): number => (overlaps(a, b) ? sharedWidth(a, b) * sharedHeight(a, b) : 0);

/** Which part of `inner` lies inside `outer`, 0..1. */
export const shareInside = (inner: Box, outer: Box): number =>
  area(inner) > 0 ? sharedArea(inner, outer) / area(inner) : 0;

/** Intersection over union, 0..1. */
export const likeness = (a: Box, b: Box): number => sharedArea(a, b) / (area(a) + area(b) - sharedArea(a, b) || 1);

export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(right(a), right(b)) - x, height: Math.max(bottom(a), bottom(b)) - y };
}

export const grown = (box: Box, byX: number, byY: number = byX): Box => ({
  x: box.x - byX,
  y: box.y - byY,
  width: box.width + 2 * byX,
  height: box.height + 2 * byY,
});
