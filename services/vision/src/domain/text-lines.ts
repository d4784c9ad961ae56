import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { ReadCharacter } from './ctc.ts';
import {
  bottom,
  boxOf,
  centreX,
  likenessOfBoxes,
  right,
  rounded,
  sharedHeight,
  sharedWidth,
  shareInside,
  union,
} from './geometry.ts';
import { columnsPerStep, marginPx } from './line-crop.ts';
import type { Line, Word } from './screen.ts';

/** Glyphs reach about so far from their centre, in line heights. */
const halfGlyph = 0.22;
/** Below this a word is noise (an icon, a border) rather than text; a character that stands alone must be surer. */
const leastSure = { word: 0.25, loneCharacter: 0.5 };
/** A blank is narrower than this many line heights, also in fixed-width type; columns and menu entries are further apart. */
const blankHeights = 1.2;

const onOneRow = (a: Box, b: Box): boolean => sharedHeight(a, b) >= 0.6 * Math.min(a.height, b.height);
const alikeInHeight = (a: Box, b: Box): boolean => Math.max(a.height, b.height) <= 1.8 * Math.min(a.height, b.height);

/** Joins boxes of one row that are at most `gapHeights` line heights apart: long lines are found in pieces. */
export function joinedBoxes(boxes: readonly Box[], gapHeights: number): Box[] {
  return grouped(boxes, (box) => box, gapHeights).map(union);
}

/** Type at least this tall is too tall for the full view (px). */
const leastTallPx = 22;

/** Of the lines that were found in the halved frame (px of the whole one), those that are tall and new. */
export const tallLines = <Placed extends { readonly box: Box }>(
  halved: readonly Placed[],
  known: readonly Placed[],
): Placed[] =>
  halved.filter(
    ({ box }) =>
      box.height >= leastTallPx &&
      !known.some((line) => shareInside(line.box, box) > 0.5 || likenessOfBoxes(line.box, box) > 0.3),
  );

/** The line without the checkboxes and radio buttons at its ends: close ones are taken for letters. */
export function besideMarks(line: Box, marks: readonly Box[]): Box {
  const inRow = marks.filter((mark) => sharedHeight(line, mark) > line.height / 2 && sharedWidth(line, mark) > 0);
  const before = inRow.filter((mark) => centreX(mark) < line.x + Math.min(2 * line.height, line.width / 2));
  const after = inRow.filter((mark) => centreX(mark) > right(line) - Math.min(2 * line.height, line.width / 2));
  const from = Math.max(line.x, ...before.map((mark) => Math.ceil(right(mark)) + 1));
  const to = Math.min(right(line), ...after.map((mark) => Math.floor(mark.x) - 1));
  return boxOf(from, line.y, Math.max(from, to), bottom(line));
}

/** Where a line was cut from, and how wide the reader saw it. */
interface Crop {
  readonly box: Box;
  readonly width: number;
}

/** The words of one line that was read, each with its place. */
export function wordsOf(crop: Crop, characters: readonly ReadCharacter[]): Word[] {
  const runs: ReadCharacter[][] = [[]];
  for (const character of characters) {
    if (character.text === ' ') runs.push([]);
    else runs.at(-1)?.push(character);
  }
  const filled = runs.filter((run) => run.length > 0);
  const words = filled.map((run, index) =>
    wordOf(crop, run, { isFirst: index === 0, isLast: index === filled.length - 1 }),
  );
  const isLone = words.length === 1 && words[0]?.text.length === 1;
  return withoutBars(words).filter((word) => word.confidence >= (isLone ? leastSure.loneCharacter : leastSure.word));
}

/** A bar before a letter is a border that was cut in; a bar that stands alone before a word is the word "I". */
const withoutBars = (words: readonly Word[]): Word[] =>
  words.map((word, index) => {
    if (word.text === '|' && index < words.length - 1) return { ...word, text: 'I' };
    return /^\|\w/.test(word.text) ? { ...word, text: word.text.slice(1) } : word;
  });

/** The reader says where it knew a character, which is somewhere inside it; the ends of the line are known better. */
function wordOf(crop: Crop, characters: readonly ReadCharacter[], at: { isFirst: boolean; isLast: boolean }): Word {
  const { box } = crop;
  const place = (step: number) => box.x + Math.min(1, ((step + 0.5) * columnsPerStep) / crop.width) * box.width;
  const reach = box.height * halfGlyph;
  const from = at.isFirst ? box.x + marginPx : Math.max(box.x, place(characters[0]?.step ?? 0) - reach);
  const to = at.isLast ? right(box) - marginPx : Math.min(right(box), place(characters.at(-1)?.step ?? 0) + reach);
  return {
    text: characters.map((character) => character.text).join(''),
    box: rounded(boxOf(from, box.y, Math.max(to, from + 1), bottom(box))),
    confidence: Math.min(...characters.map((character) => character.confidence)),
  };
}

/** Puts words that stand one blank apart on one line. */
export function linesOf(words: readonly Word[]): Line[] {
  return grouped(words, (word) => word.box, blankHeights).map(lineOf);
}

export function lineOf(words: readonly Word[]): Line {
  const ordered = [...words].sort((a, b) => a.box.x - b.box.x);
  return {
    text: ordered.map((word) => word.text).join(' '),
    box: union(ordered.map((word) => word.box)),
    words: ordered,
  };
}

/** Chains of things on one row whose gaps are at most `gapHeights` times their height. */
function grouped<T>(things: readonly T[], boxOfThing: (thing: T) => Box, gapHeights: number): T[][] {
  const ordered = [...things].sort((a, b) => boxOfThing(a).x - boxOfThing(b).x);
  let groups: T[][] = [];
  for (const thing of ordered) {
    const joins = (member: T) => belongs(boxOfThing(member), boxOfThing(thing), gapHeights);
    const { near = [], far = [] } = Object.groupBy(groups, (members) => (members.some(joins) ? 'near' : 'far'));
    groups = [...far, [...near.flat(), thing]];
  }
  return groups;
}

const belongs = (a: Box, b: Box, gapHeights: number): boolean =>
  onOneRow(a, b) && alikeInHeight(a, b) && -sharedWidth(a, b) <= gapHeights * Math.min(a.height, b.height);

/** How the arrow of a drop-down reads. */
export const isArrow = (word: Word): boolean => /^[vV]$/.test(word.text);
