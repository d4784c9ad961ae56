import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { area, holdsCentre, rounded, shareInside } from '@karna/sight/boxes';
import { lineOf, linesOf } from '@karna/sight/text-lines';
import { isArrow } from './arrows.ts';
import type { Find } from './assembling.ts';
import type { Marked } from './describing.ts';
import { inReadingOrder } from './reading-order.ts';
import { holdsText, isMark, isPressable } from './roles.ts';
import { type Element, type Line, type Screen, unsaid, type Word } from './screen.ts';

/** A find with the states it is in. */
export interface Described extends Marked {
  readonly selected: boolean;
  readonly disabled: boolean;
  readonly focused: boolean;
}

/** Text taller than this many usual lines is a heading, or the display of a calculator: nothing to click on. */
const headingHeights = 1.35;
/** Large type that the network takes for mere text. */
const largeTypeScore = 0.15;

/** Makes the finds and lines of one image into what the screen shows: every visible word is in exactly one element. */
export function joined(
  { width, height }: { width: number; height: number },
  finds: readonly Described[],
  lines: readonly Line[],
  headings: readonly Find[] = [],
): Screen {
  const claims = claimedWords(finds, lines);
  const marks = finds.filter((find) => isMark(find.role));
  const held = new Set([
    ...[...claims].flatMap(([find, words]) => (isLarge(find) ? [] : words)),
    ...lines.flatMap((line) => line.words.filter((word) => isDrawnMark(word, marks))),
  ]);
  const controls = finds.map((find) => elementOf(find, claims.get(find) ?? []));
  const usual = usualHeight(lines);
  const written = freeLines(lines, held).map((line) => textElement(line, headingScore(line, headings, usual)));
  const elements = inReadingOrder([...controls, ...written]).map((element, index) => ({
    ...element,
    id: `e${index + 1}`,
  }));
  return { width, height, elements, lines: inReadingOrder(lines) };
}

/** Each word belongs to the smallest element around it that holds text. */
function claimedWords(finds: readonly Described[], lines: readonly Line[]): Map<Described, Word[]> {
  const holders = finds.filter((find) => holdsText(find.role)).sort((a, b) => area(a.box) - area(b.box));
  const claims = new Map<Described, Word[]>();
  for (const word of lines.flatMap((line) => line.words)) {
    const around = holders.filter(({ box }) => holdsCentre(box, word.box) && shareInside(word.box, box) > 0.6);
    const holder = holderAmong(around);
    if (holder) claims.set(holder, [...(claims.get(holder) ?? []), word]);
  }
  return claims;
}

/** The value of a field may look like a button or a menu entry in it; where the field is surer, it is its value. Smallest first. */
function holderAmong(around: readonly Described[]): Described | undefined {
  const [smallest] = around;
  if (!smallest || !isPressable(smallest.role)) return smallest;
  return around.find(({ role, score }) => isOneLined(role) && score > smallest.score) ?? smallest;
}

const isOneLined = (role: Role): boolean => role === 'ROLE_TEXT_FIELD' || role === 'ROLE_SELECT';

/** A checkbox or radio button reads as a letter. */
const isDrawnMark = (word: Word, marks: readonly Find[]): boolean =>
  word.text.length <= 2 && marks.some((mark) => holdsCentre(mark.box, word.box));

/** The lines in a text area are things to point at too. */
const isLarge = (find: Find): boolean => find.role === 'ROLE_TEXT_AREA';

function elementOf(find: Described, words: readonly Word[]): Element {
  const lines = inReadingOrder(linesOf(words)).map((line) => withoutArrow(line));
  const text = lines.map((line) => line.text).join(isLarge(find) ? '\n' : ' ');
  return {
    id: '',
    box: rounded(find.box),
    role: find.role,
    score: find.score,
    text,
    ...unsaid,
    checked: find.checked,
    selected: find.selected,
    disabled: find.disabled,
    focused: find.focused,
  };
}

/** The arrow of a drop-down reads as a letter behind the text. */
function withoutArrow(line: Line): Line {
  const last = line.words.at(-1);
  return line.words.length > 1 && last !== undefined && isArrow(last) ? lineOf(line.words.slice(0, -1)) : line;
}

/** What is left of each line once the elements have taken theirs; a line may fall into several pieces. */
function freeLines(lines: readonly Line[], held: ReadonlySet<Word>): Line[] {
  return lines.flatMap((line) => {
    const pieces: Word[][] = [[]];
    for (const word of line.words) {
      if (held.has(word)) pieces.push([]);
      else pieces.at(-1)?.push(word);
    }
    return pieces.filter((words) => words.length > 0).map(lineOf);
  });
}

/** How sure it is that a line is a heading; undefined when nothing speaks for it. */
function headingScore(line: Line, headings: readonly Find[], usual: number): number | undefined {
  const scores = headings.filter(({ box }) => shareInside(line.box, box) > 0.5).map(({ score }) => score);
  if (scores.length > 0) return Math.max(...scores);
  return isLargeType(line, usual) ? largeTypeScore : undefined;
}

const isLargeType = (line: Line, usual: number): boolean =>
  line.box.height >= usual * headingHeights && /[a-z0-9]/i.test(line.text);

function textElement(line: Line, heading: number | undefined): Element {
  const sure = line.words.reduce((sum, word) => sum + word.confidence, 0) / line.words.length;
  return {
    id: '',
    box: line.box,
    role: heading === undefined ? 'ROLE_TEXT' : 'ROLE_HEADING',
    score: heading ?? sure,
    text: line.text,
    ...unsaid,
  };
}

/** The middle of all line heights (px); 16 when there is no text. */
export function usualHeight(lines: readonly { box: Box }[]): number {
  const heights = lines.map((line) => line.box.height).sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 16;
}
