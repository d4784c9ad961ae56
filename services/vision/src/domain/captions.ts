import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { clipped, grown, holdsCentre, right, rounded, sharedHeight, shareInside, union } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import type { Find } from './assembling.ts';
import { inkBounds } from './ink.ts';
import { isField } from './roles.ts';
import type { Line } from './screen.ts';

/** Surer than this a button is one, drawn or not. */
const sureButton = 0.5;
/** A caption ends so near the field that it names (heights of its text). */
const nearHeights = 2;
/** How far around the text a button would have been drawn, and how far the box of a text may be off (px). */
const rimPx = 2;

/** Without the "buttons" that are the captions of fields: words on plain ground, just before a field. */
export function withoutCaptions<Seen extends Find>(
  frame: Frame,
  finds: readonly Seen[],
  lines: readonly Line[],
): Seen[] {
  const fields = finds.filter(({ role }) => isField(role));
  return finds.filter(
    (find) => !(find.role === 'ROLE_BUTTON' && find.score < sureButton && isCaption(frame, find, fields, lines)),
  );
}

function isCaption(frame: Frame, { box }: Find, fields: readonly Find[], lines: readonly Line[]): boolean {
  const words = lines.flatMap((line) => line.words.filter((word) => holdsCentre(box, word.box)));
  if (words.length === 0) return false;
  const text = union(words.map((word) => word.box));
  return fields.some((field) => isJustBefore(text, field.box)) && isPlain(frame, box, text);
}

const isJustBefore = (text: Box, field: Box): boolean => {
  const gap = field.x - right(text);
  return (
    gap >= 0 &&
    gap <= nearHeights * text.height &&
    sharedHeight(text, field) >= 0.5 * Math.min(text.height, field.height)
  );
};

/** Nothing is drawn in the box but its text. */
function isPlain(frame: Frame, box: Box, text: Box): boolean {
  const part = clipped(rounded(box), frame.width, frame.height);
  const ink = inkBounds(frame, part);
  return ink !== undefined && shareInside(ink, grown(text, rimPx)) > 0.98;
}
