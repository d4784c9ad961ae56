import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { CheckedState } from '@karna/proto/gen/vision/v1/element';
import { bottom, centreX, centreY, clipped, grown, right, rounded } from '@karna/sight/boxes';
import { byteAt, contrast, type Frame } from '@karna/sight/frame';
import { commonestPixel, inkBounds } from './ink.ts';

/**
 * How much the inside of a mark varies (0..255). An empty box is one colour; a tick or dot stands out from its ground.
 * In between (greyed out, half set, covered by the pointer) nothing is claimed.
 */
const markedFrom = 60;
const emptyTo = 32;

/** Whether a checkbox, radio button or switch is on, as far as its pixels tell. */
export function checkedState(frame: Frame, box: Box, role: Role): CheckedState {
  if (role === 'ROLE_SWITCH') return switchState(frame, wholeBox(frame, box));
  if (role !== 'ROLE_CHECKBOX' && role !== 'ROLE_RADIO') return 'CHECKED_STATE_UNSPECIFIED';
  const spread = spreadInside(frame, markBounds(frame, box));
  if (spread >= markedFrom) return 'CHECKED_STATE_ON';
  return spread <= emptyTo ? 'CHECKED_STATE_OFF' : 'CHECKED_STATE_UNSPECIFIED';
}

/** A checkbox has corners and a radio button has none; a network that is not sure mixes them up more often than a look at the corners. */
export function markRole(frame: Frame, box: Box): Role {
  const bounds = markBounds(frame, box);
  const outside = commonestPixel(frame, wholeBox(frame, grown(bounds, 3)));
  const isDrawn = (x: number, y: number) => contrast(frame.rgb, (y * frame.width + x) * 3, outside) > 20;
  // A sharp corner is drawn at its very end, a slightly round one a pixel further in.
  const depths = [0, Math.max(1, Math.round(bounds.width * 0.08))];
  const corners = [false, true].flatMap((atRight) =>
    [false, true].map((atBottom) =>
      depths.some((depth) =>
        isDrawn(
          atRight ? right(bounds) - 1 - depth : bounds.x + depth,
          atBottom ? bottom(bounds) - 1 - depth : bounds.y + depth,
        ),
      ),
    ),
  );
  return corners.filter(Boolean).length >= 3 ? 'ROLE_CHECKBOX' : 'ROLE_RADIO';
}

const wholeBox = (frame: Frame, box: Box): Box => clipped(rounded(box), frame.width, frame.height);

/** The mark as drawn: the detector's box is exact within 2 or 3 px, a sixth of the whole. */
export function markBounds(frame: Frame, box: Box): Box {
  const around = wholeBox(frame, grown(box, 2));
  return inkBounds(frame, around) ?? around;
}

/** The largest difference between pixels well inside: a disc that leaves the border out, of a square mark or a round one. */
function spreadInside(frame: Frame, box: Box): number {
  const radius = Math.min(box.width, box.height) * 0.34;
  const middle = (Math.floor(centreY(box)) * frame.width + Math.floor(centreX(box))) * 3;
  let darkest = middle;
  let brightest = middle;
  for (let y = box.y; y < bottom(box); y++) {
    for (let x = box.x; x < right(box); x++) {
      if (Math.hypot(x + 0.5 - centreX(box), y + 0.5 - centreY(box)) > radius) continue;
      const pixel = (y * frame.width + x) * 3;
      if (sum(frame, pixel) < sum(frame, darkest)) darkest = pixel;
      if (sum(frame, pixel) > sum(frame, brightest)) brightest = pixel;
    }
  }
  return contrast(frame.rgb, darkest, brightest);
}

const sum = (frame: Frame, pixel: number): number =>
  byteAt(frame.rgb, pixel) + byteAt(frame.rgb, pixel + 1) + byteAt(frame.rgb, pixel + 2);

/** The knob is the brighter half, in light and dark themes alike, and right means on. */
function switchState(frame: Frame, box: Box): CheckedState {
  if (box.width < box.height * 1.3) return 'CHECKED_STATE_UNSPECIFIED';
  const half = Math.floor(box.width / 2);
  const left = meanLevel(frame, { ...box, width: half });
  const rightHalf = meanLevel(frame, { ...box, x: right(box) - half, width: half });
  if (Math.abs(left - rightHalf) < 20) return 'CHECKED_STATE_UNSPECIFIED';
  return rightHalf > left ? 'CHECKED_STATE_ON' : 'CHECKED_STATE_OFF';
}

/** 0..255, of the middle rows: the corners belong to the background. */
function meanLevel(frame: Frame, box: Box): number {
  const from = Math.floor(box.y + box.height * 0.25);
  const to = Math.ceil(box.y + box.height * 0.75);
  let total = 0;
  let count = 0;
  for (let y = from; y < to; y++) {
    for (let x = box.x; x < right(box); x++, count++) total += sum(frame, (y * frame.width + x) * 3) / 3;
  }
  return count === 0 ? 0 : total / count;
}
