import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';

// Boxes in px. In here they may have fractions; `rounded` makes them whole before they leave.

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const area = (box: Box): number => box.width * box.height;
export const centreX = (box: Box): number => box.x + box.width / 2;
export const centreY = (box: Box): number => box.y + box.height / 2;

/** The pixel in the middle. */
export const centre = (box: Box): Point => ({ x: Math.floor(centreX(box)), y: Math.floor(centreY(box)) });

export const boxOf = (left: number, top: number, rightEdge: number, bottomEdge: number): Box => ({
  x: left,
  y: top,
  width: rightEdge - left,
  height: bottomEdge - top,
});

/** How far two spans reach over each other; negative is the gap between them. */
const reach = (from: number, to: number, otherFrom: number, otherTo: number): number =>
  Math.min(to, otherTo) - Math.max(from, otherFrom);

/** Shared height of two boxes; negative is the gap between them. */
export const sharedHeight = (a: Box, b: Box): number => reach(a.y, bottom(a), b.y, bottom(b));

/** Shared width of two boxes; negative is the gap between them. */
export const sharedWidth = (a: Box, b: Box): number => reach(a.x, right(a), b.x, right(b));

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

export const holdsPoint = (box: Box, x: number, y: number): boolean =>
  x >= box.x && x < right(box) && y >= box.y && y < bottom(box);

export const holdsCentre = (outer: Box, inner: Box): boolean => holdsPoint(outer, centreX(inner), centreY(inner));

/** The shortest way from one box to the other; 0 when they touch. */
export const gapBetween = (a: Box, b: Box): number =>
  Math.hypot(Math.max(0, -sharedWidth(a, b)), Math.max(0, -sharedHeight(a, b)));

/** What two boxes share; without area when they are apart. */
export function common(a: Box, b: Box): Box {
  const left = Math.max(a.x, b.x);
  const top = Math.max(a.y, b.y);
  return boxOf(left, top, Math.max(left, Math.min(right(a), right(b))), Math.max(top, Math.min(bottom(a), bottom(b))));
}

export function union(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  return boxOf(left, top, Math.max(...boxes.map(right)), Math.max(...boxes.map(bottom)));
}

export const grown = (box: Box, byX: number, byY: number = byX): Box => ({
  x: box.x - byX,
  y: box.y - byY,
  width: Math.max(0, box.width + 2 * byX),
  height: Math.max(0, box.height + 2 * byY),
});

export const moved = (box: Box, byX: number, byY: number): Box => ({ ...box, x: box.x + byX, y: box.y + byY });

/** In the frame, what a box in its half stands for. */
export const twice = ({ x, y, width, height }: Box): Box => ({
  x: 2 * x,
  y: 2 * y,
  width: 2 * width,
  height: 2 * height,
});

/** The part of the box inside `width` x `height`. */
export function clipped(box: Box, width: number, height: number): Box {
  const left = Math.min(width, Math.max(0, box.x));
  const top = Math.min(height, Math.max(0, box.y));
  return boxOf(left, top, Math.max(left, Math.min(width, right(box))), Math.max(top, Math.min(height, bottom(box))));
}

/** Whole pixels: edges go to the nearest one. */
export const rounded = (box: Box): Box =>
  boxOf(Math.round(box.x), Math.round(box.y), Math.round(right(box)), Math.round(bottom(box)));

/** The smallest box of whole px around it. */
export const outward = (box: Box): Box =>
  boxOf(Math.floor(box.x), Math.floor(box.y), Math.ceil(right(box)), Math.ceil(bottom(box)));
