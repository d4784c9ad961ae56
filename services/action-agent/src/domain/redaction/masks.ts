import type { Box } from '../../ports.ts';
import { bottom, grown, overlaps, right, sharedWidth, shareInside, union } from '../boxes.ts';
import { clipped, type Size } from '../geometry.ts';

/** Why something is hidden; see `MaskReason` in the contract. */
export type Reason = 'field' | 'configured' | 'pattern' | 'unsure';

export interface Mask {
  readonly box: Box;
  readonly reason: Reason;
}

/** Masks begin and end at multiples of this (px), so that a reading that is off by one gives the same picture. */
const stepPx = 4;

/** Room around the glyphs: sideways, and up and down (line heights and px). */
export const withMargin = (box: Box): Box => grown(box, Math.max(3, box.height * 0.2), Math.max(2, box.height * 0.18));

/** As few whole masks on the screen as cover the same, in reading order. */
export function tidied(masks: readonly Mask[], size: Size): Mask[] {
  const whole = masks.flatMap(({ box, reason }) => {
    const part = clipped(stepped(box, reason), size);
    return part ? [{ box: part, reason }] : [];
  });
  const kept: Mask[] = [];
  for (const mask of whole.sort((a, b) => rank[a.reason] - rank[b.reason])) joinTo(kept, mask);
  return kept.sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
}

const rank: Readonly<Record<Reason, number>> = { configured: 0, field: 1, pattern: 2, unsure: 3 };

/** Fields and configured places are exact; what was read is not. */
function stepped(box: Box, reason: Reason): Box {
  const step = reason === 'pattern' || reason === 'unsure' ? stepPx : 1;
  const x = Math.floor(box.x / step) * step;
  const y = Math.floor(box.y / step) * step;
  return { x, y, width: Math.ceil(right(box) / step) * step - x, height: Math.ceil(bottom(box) / step) * step - y };
}

/** What lies inside another is part of it; what is beside it in the same row is one with it. */
function joinTo(kept: Mask[], mask: Mask): void {
  if (kept.some(({ box }) => shareInside(mask.box, box) >= 0.999)) return;
  const twin = kept.findIndex((other) => other.reason === mask.reason && isOneRow(other.box, mask.box));
  const other = kept[twin];
  if (!other) kept.push(mask);
  else {
    kept.splice(twin, 1);
    joinTo(kept, { box: union(other.box, mask.box), reason: mask.reason });
  }
}

/** Words of one secret are this near (heights): one mask is easier on the eye than four. */
const wordGap = 0.6;

const isOneRow = (a: Box, b: Box): boolean =>
  -sharedWidth(a, b) <= wordGap * Math.min(a.height, b.height) &&
  Math.abs(a.y - b.y) <= 2 * stepPx &&
  Math.abs(bottom(a) - bottom(b)) <= 2 * stepPx;

/** The same boxes, each together with every mask it touches: nothing is told about what goes on inside a mask. */
export const coarsened = (boxes: readonly Box[], masks: readonly Mask[]): Box[] =>
  boxes.map((box) => masks.filter((mask) => overlaps(mask.box, box)).reduce((sum, mask) => union(sum, mask.box), box));
