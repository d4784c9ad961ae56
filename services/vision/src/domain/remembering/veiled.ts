import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, clipped, grown, holdsCentre, rounded } from '@karna/sight/boxes';
import { byteAt, type Frame } from '@karna/sight/frame';
import { commonestPixel } from '../ink.ts';
import type { Element, Screen } from '../screen.ts';

/** From here a dialog that was seen is one. */
const sure = 0.4;
/** What covers more of the screen than this is a window of its own. */
const mostCovered = 0.6;
/** What lies under a veil is darker than this share of what it was, and of the dialog before it. */
const darker = 0.8;

/**
 * Whether an element lies under the veil of a dialog that it is no part of: its ground is darker than when it was remembered, and darker than the
 * dialog. A click there reaches the veil.
 */
export function isVeiled(
  frame: Frame,
  screen: Screen,
  { box }: Element,
  before: { readonly frame: Frame; readonly box: Box },
): boolean {
  const over = screen.elements.filter(
    (other) =>
      other.role === 'ROLE_DIALOG' &&
      other.score >= sure &&
      !holdsCentre(other.box, box) &&
      area(other.box) < mostCovered * screen.width * screen.height,
  );
  if (over.length === 0) return false;
  const { width, height } = before.frame;
  // As much around it as was kept.
  const room = (height - before.box.height) / 2;
  const now = groundOf(frame, grown(box, Math.max(0, room)));
  const then = groundOf(before.frame, { x: 0, y: 0, width, height });
  return now < darker * then && over.some((dialog) => now < darker * groundOf(frame, dialog.box));
}

/** How light most of it is (0..255). */
function groundOf(frame: Frame, box: Box): number {
  const part = clipped(rounded(box), frame.width, frame.height);
  if (part.width < 1 || part.height < 1) return 0;
  const pixel = commonestPixel(frame, part);
  return [0, 1, 2].reduce((sum, channel) => sum + byteAt(frame.rgb, pixel + channel), 0) / 3;
}
