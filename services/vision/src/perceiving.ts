import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { assembled, type Find } from './domain/assembling.ts';
import { checkedState, markBounds, markRole } from './domain/checked.ts';
import { type Frame, type Grey, greyOf, halved } from './domain/frame.ts';
import { bottom, clipped, grown, holdsCentre, right, rounded } from './domain/geometry.ts';
import { inkBounds, snappedToInk } from './domain/ink.ts';
import { type Described, joined, usualHeight } from './domain/joining.ts';
import { cropLine } from './domain/line-crop.ts';
import { squaresBeside } from './domain/marks.ts';
import { drawingOf } from './domain/outlines.ts';
import { isMark, isPressable } from './domain/roles.ts';
import type { Line, Screen } from './domain/screen.ts';
import { joinedBoxes, linesOf, tallLines, wordsOf } from './domain/text-lines.ts';
import type { Models } from './ports.ts';

/** A word in a closer look must be surer than on a line: pictures on buttons look like letters. */
const closeLookSure = 0.7;

/** From pixels to everything on the screen. Runs in a worker: some 100 to 300 ms of computing. */
export async function perceive(frame: Frame, models: Models): Promise<Screen> {
  const grey = greyOf(frame);
  const detected = await models.detectElements(frame);
  const lines = await readLines(frame, grey, models);
  const seen = assembled(frame, detected, drawingOf(grey), lines);
  const finds = [...seen, ...squaresBeside(frame, lines, seen)].map((find) => describedMark(frame, find));
  return joined(frame, await withCloserLook(frame, grey, finds, lines, models), lines);
}

async function readLines(frame: Frame, grey: Grey, models: Models): Promise<Line[]> {
  const seen = await models.detectLines(frame);
  const tall = tallLines(await models.detectLines(halved(frame)), seen);
  // Twice: pieces that overlap become one before their ends are looked for, and the lines so found may touch.
  const whole = joinedBoxes([...seen, ...tall], 0).map((box) => snappedToInk(frame, box));
  const boxes = joinedBoxes(whole, 0.5).filter(({ width, height }) => width >= 3 && height >= 4);
  const crops = boxes.map((box) => cropLine(grey, box));
  const read = await models.read(crops);
  return linesOf(crops.flatMap((crop, index) => wordsOf(crop, read[index] ?? [])));
}

function describedMark(frame: Frame, find: Find): Described {
  if (!isMark(find.role)) return { ...find, checked: 'CHECKED_STATE_UNSPECIFIED' };
  const role = find.role === 'ROLE_SWITCH' ? find.role : markRole(frame, find.box);
  const box = find.role === 'ROLE_SWITCH' ? find.box : markBounds(frame, find.box);
  return { ...find, role, box, checked: checkedState(frame, find.box, role) };
}

/** Reads once more what may carry text and shows none: single signs and big digits slip through the line detector. */
async function withCloserLook(
  frame: Frame,
  grey: Grey,
  finds: readonly Described[],
  lines: readonly Line[],
  models: Models,
): Promise<Described[]> {
  const words = lines.flatMap((line) => line.words);
  const mute = finds.filter(
    ({ role, box }) =>
      (isPressable(role) || role === 'ROLE_TEXT_FIELD') && !words.some((word) => holdsCentre(box, word.box)),
  );
  const looks = mute.flatMap((find) => {
    const box = signBox(frame, find.box, usualHeight(lines));
    return box ? [{ find, crop: cropLine(grey, box) }] : [];
  });
  const read = await models.read(looks.map(({ crop }) => crop));
  const texts = new Map(
    looks.map(({ find, crop }, index) => {
      const sure = wordsOf(crop, read[index] ?? []).filter((word) => word.confidence >= closeLookSure);
      return [find, acceptable(find, sure.map((word) => word.text).join(' '))];
    }),
  );
  return finds.map((find) => {
    const closeText = texts.get(find);
    return closeText ? { ...find, closeText } : find;
  });
}

/** A magnifying glass in a search field reads as "Q"; a lone digit in a field is a value. */
const acceptable = (find: Find, text: string): string =>
  find.role === 'ROLE_TEXT_FIELD' && /^\D?$/.test(text) ? '' : text;

/** Around the ink inside a button, at least one usual line high: a sign's height tells a dot from a zero. */
function signBox(frame: Frame, box: Box, lineHeight: number): Box | undefined {
  const rim = Math.max(3, Math.round(Math.min(box.width, box.height) * 0.12));
  const inside = clipped(rounded(grown(box, -rim)), frame.width, frame.height);
  const ink = inside.width >= 4 && inside.height >= 4 ? inkBounds(frame, inside) : undefined;
  if (!ink || ink.width * ink.height > 0.8 * inside.width * inside.height) return undefined;
  const middle = inside.y + inside.height / 2;
  const half = Math.max(lineHeight / 2, middle - ink.y + 2, bottom(ink) - middle + 2);
  const top = Math.round(middle - half);
  const sides = { x: ink.x - 4, width: right(ink) - ink.x + 8 };
  return clipped({ ...sides, y: top, height: Math.round(2 * half) }, frame.width, frame.height);
}
