import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import {
  area,
  bottom,
  centreX,
  centreY,
  grown,
  holdsCentre,
  likenessOfBoxes,
  right,
  rounded,
  sharedHeight,
  sharedWidth,
  shareInside,
  union,
} from '@karna/sight/boxes';
import { type Drawing, sharesSide } from '@karna/sight/drawing';
import type { Frame } from '@karna/sight/frame';
import type { States } from '@karna/sight/proposals';
import { joinedBoxes, lineOf } from '@karna/sight/text-lines';
import { isArrow } from './arrows.ts';
import { inkBounds, inkShare } from './ink.ts';
import { isField, isMark, isPicture, isPressable } from './roles.ts';
import type { Line, Word } from './screen.ts';

/** Something that is there, not yet read or named. */
export interface Find {
  readonly box: Box;
  readonly role: Role;
  /** 0..1. */
  readonly score: number;
  /** Absent where the network saw nothing. */
  readonly states?: States;
}

/**
 * What an outline alone is worth as evidence. Below the detector's middle, so that what both saw ranks first.
 */
const outlineScore = { withText: 0.34, empty: 0.32, underlined: 0.3 };

/** Edges are seen so exactly (px). */
const borderPx = 4;

/** Joins what the detector saw with what is drawn on the screen: exact boxes for the former, the missing fields from the latter. */
export function assembled(
  frame: Frame,
  { others: detected, holders }: { readonly others: readonly Find[]; readonly holders: readonly Find[] },
  drawing: Drawing,
  lines: readonly Line[],
): Find[] {
  const words = lines.flatMap((line) => line.words);
  const outlines = drawing.boxes;
  const kept = detected.filter((find) => !isAround(find, detected) && !isGapBetween(find, detected));
  const shaped = kept
    .map((find) => ({ ...find, box: fittedBox(find, kept, outlines) }))
    .map((find) => ({ ...find, role: roleByContent(frame, find, lines) }));
  // Once more: now it is known which of them are lists to choose from.
  const shapely = shaped.filter((find) => !isAround(find, shaped));
  const added = outlines
    .filter((outline) => !shapely.some((find) => overlaps(find, outline)))
    .flatMap((outline) => findIn(frame, outline, { finds: shapely, outlines, lines, words }) ?? []);
  const boxed = [...shapely, ...added];
  return [...boxed, ...underlinedFields(drawing.rules, lines, boxed)].filter((find) => !isCell(find, holders));
}

/** A "field" or "button" around a checkbox or field is the row that one stands in. (A menu entry may well hold one.) */
const isAround = (find: Find, all: readonly Find[]): boolean =>
  (isField(find.role) || (isPressable(find.role) && find.role !== 'ROLE_MENU_ITEM')) &&
  all.some((held) =>
    isMark(held.role)
      ? shareInside(held.box, find.box) > 0.4 && held.score > find.score - 0.15
      : isField(held.role) && isRowOf(find, held),
  );

/** Much wider than a field in it that is surer. */
const isRowOf = (find: Find, held: Find): boolean =>
  held !== find &&
  held.score > find.score &&
  shareInside(held.box, find.box) > 0.7 &&
  find.box.width > 2 * held.box.width;

/** What is far more surely a cell of a table is no field that fills one. */
const isCell = (find: Find, holders: readonly Find[]): boolean =>
  isField(find.role) &&
  holders.some(
    ({ role, box, score }) =>
      role === 'ROLE_CELL' && score > find.score + muchSurer && likenessOfBoxes(box, find.box) > 0.75,
  );

const muchSurer = 0.3;

/** The room between two fields, with the label of the lower one in it, looks like a field as well. */
function isGapBetween(find: Find, all: readonly Find[]): boolean {
  if (!isField(find.role)) return false;
  const stacked = all.filter(
    ({ role, box, score }) =>
      isField(role) &&
      score >= find.score - 0.1 &&
      sharedWidth(box, find.box) > 0.8 * Math.max(box.width, find.box.width),
  );
  return (
    stacked.some(({ box }) => Math.abs(bottom(box) - find.box.y) <= borderPx) &&
    stacked.some(({ box }) => Math.abs(box.y - bottom(find.box)) <= borderPx)
  );
}

/** The outline that this find alone lives in, if there is one: edges drawn on the screen are exact. */
function fittedBox(find: Find, all: readonly Find[], outlines: readonly Box[]): Box {
  if (isMark(find.role) || isPicture(find.role) || find.role === 'ROLE_SLIDER') return find.box;
  const fitting = outlines.filter((outline) => isHome(find, outline) && isSoleTenant(find, outline, all));
  const best = fitting.sort((a, b) => likenessOfBoxes(b, find.box) - likenessOfBoxes(a, find.box))[0];
  return best ?? find.box;
}

const arrowRoles: ReadonlySet<Role> = new Set(['ROLE_TEXT_FIELD', 'ROLE_BUTTON', 'ROLE_SELECT']);

/** A field or button with an arrow at its right end is a list to choose from; a "field" with a centred caption is a button. */
function roleByContent(frame: Frame, find: Find, lines: readonly Line[]): Role {
  if (!arrowRoles.has(find.role)) return find.role;
  const inside = lines.flatMap((line) => line.words.filter((word) => holdsCentre(find.box, word.box)));
  const words = inside.filter((word) => !isArrow(word));
  if (words.length === 0) {
    return find.role === 'ROLE_SELECT' && isBlank(frame, rounded(inner(find.box))) ? 'ROLE_TEXT_FIELD' : find.role;
  }
  const from = Math.max(find.box.x + find.box.width / 2, ...words.map((word) => right(word.box)));
  const arrow = inside.some((word) => isArrow(word) && word.box.x > from && right(find.box) - word.box.x < 36);
  if (arrow || hasChevron(frame, rounded(find.box), from)) return 'ROLE_SELECT';
  if (find.role === 'ROLE_SELECT' && isMereText(frame, inner(find.box), words)) return 'ROLE_TEXT_FIELD';
  const isCaption = find.role !== 'ROLE_BUTTON' && find.score < 0.5 && isCentred(find.box, lineOf(words));
  return isCaption ? 'ROLE_BUTTON' : find.role;
}

/** Room for an arrow (px), and between it and a letter. */
const arrowRoom = { width: 24, gap: 3 };

/** One line of text and no arrow at either end, where there is room for one. Lists that stand open have more lines. */
function isMereText(frame: Frame, box: Box, words: readonly Word[]): boolean {
  const text = grown(union(words.map((word) => word.box)), arrowRoom.gap);
  const behind = { ...box, x: right(text), width: right(box) - right(text) };
  const before = { ...box, width: text.x - box.x };
  const isOneLine = words.every((word) => sharedHeight(word.box, words[0]?.box ?? word.box) > 0);
  if (!isOneLine || behind.width < arrowRoom.width) return false;
  return [behind, before].every((end) => end.width < 4 || isBlank(frame, rounded(end)));
}

/** A list to choose from has an arrow, if nothing else. */
const isBlank = (frame: Frame, box: Box): boolean =>
  box.width >= 4 && box.height >= 4 && inkBounds(frame, box) === undefined;

/** Either nearly the same box, or a row-high frame around the find, as around a short word on a wide button. */
const isHome = (find: Find, outline: Box): boolean =>
  likenessOfBoxes(find.box, outline) > 0.5 ||
  (shareInside(find.box, outline) > 0.85 && outline.height <= 90 && area(outline) < 12 * area(find.box));

const isSoleTenant = (find: Find, outline: Box, all: readonly Find[]): boolean =>
  !all.some((other) => other !== find && !isPicture(other.role) && holdsCentre(outline, other.box));

const overlaps = (find: Find, outline: Box): boolean =>
  likenessOfBoxes(find.box, outline) > 0.4 ||
  (!isPicture(find.role) && (shareInside(outline, find.box) > 0.8 || holdsCentre(outline, find.box)));

interface Surroundings {
  readonly finds: readonly Find[];
  readonly outlines: readonly Box[];
  readonly lines: readonly Line[];
  readonly words: readonly Word[];
}

/** Says what an outline is by what it holds; undefined when it is a frame around other things, a strip or a table cell. */
function findIn(frame: Frame, outline: Box, around: Surroundings): Find | undefined {
  if (outline.width > frame.width * 0.8 || isContainer(outline, around) || isGridCell(outline, around.outlines))
    return undefined;
  const inside = around.lines.flatMap((line) => partInside(line, outline) ?? []);
  if (inside.length > 0) return textBox(frame, outline, inside);
  if (inkShare(frame, inner(outline)) > 0.06) return undefined;
  const role = hasSignInside(frame, outline) ? 'ROLE_BUTTON' : emptyRole(frame, outline);
  return role && { box: outline, role, score: outlineScore.empty };
}

/** A line may begin beside a box, as a label does, and go on in it. */
function partInside(line: Line, outline: Box): Line | undefined {
  const words = line.words.filter((word) => holdsCentre(outline, word.box));
  return words.length === line.words.length ? line : words.length > 0 ? lineOf(words) : undefined;
}

const isContainer = (outline: Box, { finds, outlines }: Surroundings): boolean =>
  outlines.some((other) => other !== outline && shareInside(other, outline) > 0.9) ||
  finds.some((find) => !isPicture(find.role) && holdsCentre(outline, find.box)) ||
  isSpread(finds.filter((find) => isPicture(find.role) && holdsCentre(outline, find.box)).map((find) => find.box));

/** Pictures with room between them are a toolbar; without, they are the large digits of a display. */
const isSpread = (pictures: readonly Box[]): boolean => joinedBoxes(pictures, 0.3).length > 1;

/** Has neighbours both beside and above or below it. Joined buttons have them on one axis only. */
function isGridCell(outline: Box, outlines: readonly Box[]): boolean {
  const sides = outlines.map((other) => (other === outline ? 'none' : sharesSide(outline, other)));
  return sides.includes('beside') && sides.includes('stacked');
}

const inner = (outline: Box): Box => {
  const rim = Math.min(4, Math.floor(outline.height / 5));
  return { x: outline.x + rim, y: outline.y + rim, width: outline.width - 2 * rim, height: outline.height - 2 * rim };
};

/** Ink that no line was found in, small and in the very middle: a button with a single sign, like a calculator's "=". */
function hasSignInside(frame: Frame, outline: Box): boolean {
  const ink = inkBounds(frame, inner(outline));
  return (
    ink !== undefined &&
    outline.height <= Math.min(90, outline.width * 1.5) &&
    ink.width <= outline.width / 2 &&
    Math.abs(centreX(outline) - centreX(ink)) <= Math.max(4, outline.width * 0.06) &&
    Math.abs(centreY(outline) - centreY(ink)) <= Math.max(4, outline.height * 0.15)
  );
}

/** One row of a field or button is at most this tall, larger boxes hold several (px). */
const tallestRowPx = 56;

function emptyRole(frame: Frame, outline: Box): Role | undefined {
  if (outline.height < 18 || outline.width < 48) return undefined;
  if (outline.height > tallestRowPx) return outline.width >= 100 ? 'ROLE_TEXT_AREA' : undefined;
  return hasChevron(frame, outline, right(outline) - 4) ? 'ROLE_SELECT' : 'ROLE_TEXT_FIELD';
}

function textBox(frame: Frame, outline: Box, lines: readonly Line[]): Find | undefined {
  const box = outline;
  const score = outlineScore.withText;
  const [read] = lines;
  if (!read) return undefined;
  // A line is read as high as the borders of the buttons on it: what is drawn inside this one tells.
  const ink = lines.length === 1 ? inkBounds(frame, rounded(inner(outline))) : undefined;
  const line = ink ? { ...read, box: { ...read.box, y: ink.y, height: ink.height } } : read;
  const before = line.box.x - outline.x;
  const after = right(outline) - right(line.box);
  if (lines.length === 1 && outline.height >= 1.4 * line.box.height && isCentred(outline, line)) {
    return { box, role: 'ROLE_BUTTON', score };
  }
  if (outline.height > tallestRowPx + 8) {
    const isArea =
      outline.width >= 100 &&
      lines.every((each) => each.box.x - outline.x <= 30) &&
      outline.height > 2.5 * line.box.height;
    return isArea ? { box, role: 'ROLE_TEXT_AREA', score } : undefined;
  }
  if (lines.length > 1 || outline.width < 48) return undefined;
  // An arrow at its end is a sign of its own: such a box may be low around its text.
  if (before <= 30 && hasChevron(frame, outline, right(line.box))) return { box, role: 'ROLE_SELECT', score };
  if (outline.height < 1.4 * line.box.height || Math.min(before, after) > 30) return undefined;
  return { box, role: 'ROLE_TEXT_FIELD', score };
}

/** Few words in the middle, with room around them, but not so much as in a title bar or banner. */
const isCentred = (outline: Box, line: Line): boolean =>
  line.words.length <= 5 &&
  Math.abs(centreX(outline) - centreX(line.box)) <= Math.max(4, outline.width * 0.06) &&
  Math.abs(centreY(outline) - centreY(line.box)) <= Math.max(4, outline.height * 0.15) &&
  outline.width <= 3 * line.box.width + 80 &&
  outline.height <= Math.min(90, outline.width * 1.5);

/**
 * Text on a line of its own that reaches far beyond it: a field in the manner of paper forms. In a table or list more
 * text stands on the row, or the text stands in from the line's end.
 */
function underlinedFields(rules: readonly Box[], lines: readonly Line[], known: readonly Find[]): Find[] {
  return rules.flatMap((rule) => {
    if (rule.width < 120 || rule.width > 620 || known.some((find) => touches(find.box, rule))) return [];
    const room = { x: rule.x - 2, y: rule.y - 40, width: rule.width + 4, height: 40 };
    const above = lines.filter((line) => holdsCentre(room, line.box));
    const [text] = above;
    if (above.length !== 1 || !text || known.some((find) => holdsCentre(room, find.box))) return [];
    const gap = rule.y - bottom(text.box);
    if (Math.abs(text.box.x - rule.x) > 8 || gap < 2 || gap > 1.3 * text.box.height) return [];
    if (text.box.width > rule.width * 0.8) return [];
    const top = text.box.y - gap;
    const box = { x: rule.x, y: top, width: rule.width, height: bottom(rule) - top };
    return [{ box, role: 'ROLE_TEXT_FIELD', score: outlineScore.underlined } satisfies Find];
  });
}

/** A line that is a side of something is not a field's underline. */
const touches = (box: Box, rule: Box): boolean =>
  sharedWidth(box, rule) > rule.width / 2 &&
  Math.min(Math.abs(box.y - rule.y), Math.abs(bottom(box) - bottom(rule))) <= 3;

/** Whether a small arrow stands at the right end of a box, behind `from`. */
export function hasChevron(frame: Frame, outline: Box, from: number): boolean {
  const rim = 3;
  const left = Math.max(Math.ceil(from) + 2, Math.floor(right(outline)) - 30);
  const width = Math.floor(right(outline)) - rim - left;
  if (width < 9) return false;
  const corner = { x: left, y: Math.ceil(outline.y) + rim, width, height: Math.floor(outline.height) - 2 * rim };
  const ink = inkBounds(frame, corner);
  return (
    ink !== undefined &&
    // What reaches out of the corner is a border or the last letter.
    ink.x > corner.x &&
    right(ink) < right(corner) &&
    ink.width >= 5 &&
    ink.width <= 14 &&
    ink.height >= 3 &&
    ink.height <= 14 &&
    Math.abs(centreY(ink) - centreY(outline)) <= 4 &&
    bottom(ink) < bottom(outline)
  );
}
