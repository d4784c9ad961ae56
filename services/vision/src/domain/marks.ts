import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import {
  bottom,
  boxOf,
  centreX,
  clipped,
  gapBetween,
  grown,
  right,
  rounded,
  sharedHeight,
  sharedWidth,
} from '@karna/sight/boxes';
import { contrast, type Frame } from '@karna/sight/frame';
import type { Find } from './assembling.ts';
import { commonestPixel, inkBounds } from './ink.ts';
import type { Line } from './screen.ts';

/** Size of a checkbox in heights of the text beside it, and how far left of the text to look. */
const size = { least: 0.7, most: 1.7 };
const lookHeights = 2.4;
/** Which part of each side must be drawn; corners may be round. */
const drawnSide = 0.75;
/** A square beside a text is most likely a checkbox; the detector, had it seen it, would be surer. */
const squareScore = 0.32;

/** The line without the checkboxes, radio buttons and icons at its ends: close ones are taken for letters. */
export function besideMarks(line: Box, marks: readonly Box[]): Box {
  const inRow = marks.filter((mark) => sharedHeight(line, mark) > line.height / 2 && sharedWidth(line, mark) > 0);
  const before = inRow.filter((mark) => centreX(mark) < line.x + Math.min(2 * line.height, line.width / 2));
  const after = inRow.filter((mark) => centreX(mark) > right(line) - Math.min(2 * line.height, line.width / 2));
  const from = Math.max(line.x, ...before.map((mark) => Math.ceil(right(mark)) + 1));
  const to = Math.min(right(line), ...after.map((mark) => Math.floor(mark.x) - 1));
  return boxOf(from, line.y, Math.max(from, to), bottom(line));
}

/** Squares left of a text that the detector missed: checkboxes, mostly empty ones. */
export function squaresBeside(frame: Frame, lines: readonly Line[], known: readonly Find[]): Find[] {
  return lines.flatMap((line) => {
    const box = squareLeftOf(frame, line.box);
    const isKnown = box && known.some((find) => gapBetween(find.box, box) === 0);
    return box && !isKnown ? [{ box, role: 'ROLE_CHECKBOX', score: squareScore } satisfies Find] : [];
  });
}

function squareLeftOf(frame: Frame, text: Box): Box | undefined {
  const height = text.height;
  const room = boxOf(text.x - lookHeights * height, text.y - 0.4 * height, text.x - 2, bottom(text) + 0.4 * height);
  const look = clipped(rounded(room), frame.width, frame.height);
  const ink = look.width > 4 && look.height > 4 ? inkBounds(frame, look) : undefined;
  if (!ink || ink.x === look.x || Math.abs(ink.width - ink.height) > 2) return undefined;
  if (ink.height < size.least * height || ink.height > size.most * height || ink.height < 9) return undefined;
  return hasFourSides(frame, ink) ? ink : undefined;
}

function hasFourSides(frame: Frame, box: Box): boolean {
  const outside = commonestPixel(frame, clipped(grown(box, 2), frame.width, frame.height));
  const isDrawn = (x: number, y: number) => contrast(frame.rgb, (y * frame.width + x) * 3, outside) > 20;
  const xs = Array.from({ length: box.width }, (_, index) => box.x + index);
  const ys = Array.from({ length: box.height }, (_, index) => box.y + index);
  const sides = [
    xs.map((x) => isDrawn(x, box.y)),
    xs.map((x) => isDrawn(x, bottom(box) - 1)),
    ys.map((y) => isDrawn(box.x, y)),
    ys.map((y) => isDrawn(right(box) - 1, y)),
  ];
  return sides.every((side) => side.filter(Boolean).length >= drawnSide * side.length);
}
