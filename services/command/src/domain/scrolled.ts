// How far a list went, told by its texts: the wheel's clicks mean another distance in every application.
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { centre, contains, distance } from './geometry.ts';

/** Places are seen within so many px: nearer to where it was than this is there. */
export const samePx = 2;
/** What went up or down stays in its column (px); where a text begins is not seen to the pixel. */
const columnPx = 10;

/** Which way texts went, and how many of them. */
export interface Gone {
  /** px; negative: up. */
  readonly down: number;
  readonly texts: number;
}

/**
 * How far the texts in a part of the screen went between two looks: the way that most of them agree about. Only what is written once counts: a
 * button in each row says nothing. `way`, where the list was turned (1: down): in a list that repeats itself what came into sight reads like what
 * went, and seems to have gone back. Undefined: nothing is there both times.
 */
export function goneBetween(
  before: readonly Element[],
  after: readonly Element[],
  within: Box,
  way = 0,
): Gone | undefined {
  const far = way === 0 ? undefined : furthest(linesIn(before, within), linesIn(after, within), way);
  if (far) return far;
  const was = placesOf(before, within);
  const is = placesOf(after, within);
  const once = waysOf(was, is, 1);
  const onward = (ways: readonly number[]) => ways.filter((down) => down * way <= samePx);
  const again =
    way === 0 || onward(once).length > 0 ? [] : onward(waysOf(was, is, 2)).filter((down) => Math.abs(down) > samePx);
  const ways = again.length > 0 ? again : once;
  const agreeing = (down: number) => ways.filter((other) => Math.abs(other - down) <= samePx);
  const likely = onward(ways);
  const [best] = (likely.length > 0 ? likely : ways).map(agreeing).sort((a, b) => b.length - a.length);
  return best && { down: middleOf(best), texts: best.length };
}

/**
 * The furthest way that several whole lines may have gone. Where a list repeats itself, most of what is in sight seems to have gone less far, or not at
 * all, and the second of two equal records would stand where the first must be: taken for too far, it only counts as another one.
 */
function furthest(was: readonly Line[], is: readonly Line[], way: number): Gone | undefined {
  const seldom = (lines: readonly Line[]) =>
    lines.filter((line) => lines.filter((other) => isSameLine(line, other)).length <= 2);
  const after = seldom(is);
  const ways = seldom(was)
    .flatMap((a) => after.flatMap((b) => (isSameLine(a, b) ? [b.y - a.y] : [])))
    .filter((down) => down * way < -samePx);
  const [best] = ways
    .map((down) => ways.filter((other) => Math.abs(other - down) <= samePx))
    .filter(({ length }) => length > 1)
    .sort((a, b) => Math.abs(middleOf(b)) - Math.abs(middleOf(a)));
  return best && { down: middleOf(best), texts: best.length };
}

/** How far each text may have gone that is written no more than so often. */
const waysOf = (was: Places, is: Places, times: number): number[] =>
  [...was].flatMap(([text, before]) => {
    const after = is.get(text) ?? [];
    if (before.length > times || after.length > times) return [];
    return before.flatMap((a) => after.flatMap((b) => (Math.abs(b.x - a.x) <= columnPx ? [b.y - a.y] : [])));
  });

/** These are called the same in each row, and some of them are misread. */
const pressed: readonly Role[] = ['ROLE_BUTTON', 'ROLE_ICON', 'ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH'];

/** Whether what is written in a part of the screen, on buttons as well, stands where it stood: it only lit up. */
export function isUnmoved(before: readonly Element[], after: readonly Element[], within: Box): boolean {
  const [was, is] = [before, after].map((all) => all.filter((one) => isWritten(one, within)));
  return (
    !!was?.length &&
    was.length === is?.length &&
    was.every(({ text, box }) => is.some((one) => one.text === text && isNear(one.box, box)))
  );
}

/** Whether several texts in a part of the screen are not where they were: one may have lit up and be read otherwise. */
export function isOther(before: readonly Element[], after: readonly Element[], within: Box): boolean {
  const is = placesOf(after, within);
  const gone = [...placesOf(before, within)].flatMap(([text, boxes]) =>
    boxes.filter((box) => !is.get(text)?.some((other) => isNear(box, other))),
  );
  return gone.length > 1;
}

const isWritten = ({ text, box }: Element, within: Box): boolean =>
  text.trim() !== '' && box !== undefined && contains(within, centre(box));

const isNear = (a: Box | undefined, b: Box | undefined): boolean =>
  !!a && !!b && distance(centre(a), centre(b)) <= columnPx;

/** What was in sight of a list, that far down from where it was first (px). */
export interface Look {
  readonly elements: readonly Element[];
  readonly down: number;
}

/** No record is less high than this share of the others; what is pressed in one is whole from this share of its usual height on. */
const leastHeight = 0.8;
const wholeHeight = 0.95;
/** Where a list begins and ends is known to a square of what changed (px). */
const squarePx = 16;

/**
 * Whether a record so high (px) may stand in a list without having been whole in one of the looks at it: where two of them are further apart, and
 * there is room for it beside what was seen whole. `area`: where the list is on the screen.
 */
export function mayHideOne(looks: readonly Look[], area: Box, height: number): boolean {
  const [top, end] = [area.y + squarePx, area.y + area.height - squarePx];
  const isWhole = ({ box, role, text }: Element): boolean => {
    if (!box || !contains(area, centre(box)) || box.height > 2 * height) return false;
    if (pressed.includes(role) && box.height >= wholeHeight * height) return true;
    return text.trim() !== '' && box.y >= top && box.y + box.height <= end;
  };
  const taken = looks.flatMap(({ elements, down }) =>
    elements.flatMap((one) => {
      const { box } = one;
      return box && isWhole(one) ? [{ from: box.y + down, to: box.y + box.height + down }] : [];
    }),
  );
  const isFree = (from: number) => taken.every((one) => one.to <= from || one.from >= from + leastHeight * height);
  const downs = looks.map(({ down }) => down).sort((a, b) => a - b);
  return downs.some((down, index) => {
    // Between these it would be cut off by the one look and by the next.
    const [first, last] = [end + down - height, top + (downs[index + 1] ?? down)];
    const starts = [first, ...taken.map(({ to }) => to).filter((to) => to > first)];
    return starts.some((from) => from < last && isFree(from));
  });
}

/** The usual height of what is pressed in a part of the screen (px); 0: there is nothing. */
export const pressedHeight = (elements: readonly Element[], within: Box): number =>
  heightOf(elements, within, ({ role }) => pressed.includes(role));

/** The usual height of a text there (px); 0: there is none. */
export const textHeight = (elements: readonly Element[], within: Box): number =>
  heightOf(elements, within, ({ role }) => role === 'ROLE_TEXT');

const heightOf = (elements: readonly Element[], within: Box, counts: (element: Element) => boolean): number =>
  middleOf(
    elements.flatMap((one) => (one.box && counts(one) && contains(within, centre(one.box)) ? [one.box.height] : [])),
  );

/** Of lines from the first that comes again, so many do where a list repeats itself: captions in each record are not that. */
const mostRepeat = 0.65;

/**
 * How far below a part of a list the same comes again, as far as it is in sight (px). Turned by as much, the list would seem to stand where it
 * stood, and the second of two equal records to be the first.
 */
export function repeatsAfter(elements: readonly Element[], within: Box): number {
  const lines = linesIn(elements, within);
  const last = lines.at(-1)?.y ?? 0;
  const ways = lines.flatMap((one) => lines.flatMap((other) => (isSameLine(one, other) ? [other.y - one.y] : [])));
  const repeats = ways.filter((down) => {
    if (down <= columnPx) return false;
    const isAgain = (line: Line) =>
      lines.some((other) => isSameLine(line, other) && Math.abs(other.y - line.y - down) <= 2 * samePx);
    const first = lines.findIndex(isAgain);
    const asked = lines.slice(first).filter(({ y }) => y + down <= last + columnPx);
    const again = asked.filter(isAgain).length;
    return again > 1 && again >= mostRepeat * asked.length;
  });
  return Math.min(...repeats, Number.POSITIVE_INFINITY);
}

/** What is written level with each other, from left to right. */
interface Line {
  readonly y: number;
  readonly texts: readonly { readonly text: string; readonly x: number }[];
}

function linesIn(elements: readonly Element[], within: Box): Line[] {
  const written = [...placesOf(elements, within)]
    .flatMap(([text, boxes]) => boxes.map((box) => ({ text, x: box.x, y: centre(box).y })))
    .sort((a, b) => a.y - b.y);
  const lines: (typeof written)[] = [];
  for (const one of written) {
    const line = lines.at(-1);
    if (line?.[0] && one.y - line[0].y <= columnPx) line.push(one);
    else lines.push([one]);
  }
  return lines.map((line) => ({ y: line[0]?.y ?? 0, texts: line.sort((a, b) => a.x - b.x) }));
}

const isSameLine = (a: Line, b: Line): boolean =>
  a.texts.length === b.texts.length &&
  a.texts.every(({ text, x }, at) => text === b.texts[at]?.text && Math.abs(x - (b.texts[at]?.x ?? 0)) <= columnPx);

type Places = ReadonlyMap<string, readonly Box[]>;

function placesOf(elements: readonly Element[], within: Box): Places {
  const boxes = new Map<string, Box[]>();
  for (const { text, box, role } of elements) {
    if (!box || pressed.includes(role) || text.trim() === '' || !contains(within, centre(box))) continue;
    boxes.set(text.trim(), [...(boxes.get(text.trim()) ?? []), box]);
  }
  return boxes;
}

const middleOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
