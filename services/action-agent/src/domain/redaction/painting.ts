import type { Box } from '../../ports.ts';
import { bottom, right } from '../boxes.ts';
import { type Pixels, words } from '../pixels.ts';
import type { Mask } from './masks.ts';

/** A flat grey with thin lines across, brighter by a little: seen by people, taken for nothing by networks. */
const colour = { plain: 0x8a8f98, line: 0x9ba0a9 };
/** From one line to the next (px). */
const hatchPx = 12;

/** A copy with every mask painted over. The same masks give the same pixels, wherever and whenever. */
export function painted(picture: Pixels, masks: readonly Mask[]): Pixels {
  const data = Uint8Array.from(picture.data);
  const copy = { width: picture.width, height: picture.height, data };
  const all = words(copy);
  for (const { box } of masks) hatch(all, picture.width, picture.height, box);
  return copy;
}

/** Paints masks over a part of the picture, as they look in the whole. */
export function paintOver(
  { box, data }: { readonly box: Box; readonly data: Uint8Array },
  masks: readonly Box[],
): void {
  const all = words({ width: box.width, height: box.height, data });
  for (const mask of masks) {
    const [left, end] = [Math.max(box.x, mask.x), Math.min(right(box), right(mask))];
    for (let y = Math.max(box.y, mask.y); y < Math.min(bottom(box), bottom(mask)); y++) {
      const row = (y - box.y) * box.width - box.x;
      for (let x = left; x < end; x++) all[row + x] = (x + y) % hatchPx === 0 ? colour.line : colour.plain;
    }
  }
}

function hatch(all: Uint32Array, width: number, height: number, box: Box): void {
  const [left, end] = [Math.max(0, box.x), Math.min(width, right(box))];
  for (let y = Math.max(0, box.y); y < Math.min(height, bottom(box)); y++) {
    for (let x = left; x < end; x++) all[y * width + x] = (x + y) % hatchPx === 0 ? colour.line : colour.plain;
  }
}
