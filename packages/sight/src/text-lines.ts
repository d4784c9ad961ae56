import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import {
  bottom,
  boxOf,
  likenessOfBoxes,
  right,
  rounded,
  sharedHeight,
  sharedWidth,
  shareInside,
  union,
} from './boxes.ts';
import type { ReadCharacter } from './ctc.ts';
import type { Character, LineOf, Word } from './line.ts';
import { marginPx } from './line-crop.ts';

/** Glyphs reach about so far from their centre, in line heights. */
const halfGlyph = 0.22;
/** Below this a word is noise (an icon, a border) rather than text; a character that stands alone must be surer. */
const leastSure = { word: 0.25, loneCharacter: 0.5 };
/** A blank is narrower than this many line heights, also in fixed-width type; columns and menu entries are further apart. */
const blankHeights = 1.2;
/** Type at least this tall is too tall for the full view (px). */
export const leastTallPx = 22;

const onOneRow = (a: Box, b: Box): boolean => sharedHeight(a, b) >= 0.6 * Math.min(a.height, b.height);
const alikeInHeight = (a: Box, b: Box): boolean => Math.max(a.height, b.height) <= 1.8 * Math.min(a.height, b.height);

/** Joins boxes of one row that are at most `gapHeights` line heights apart: long lines are found in pieces. */
export function joinedBoxes(boxes: readonly Box[], gapHeights: number): Box[] {
  return grouped(boxes, (box) => box, gapHeights).map(union);
}

/** Of the lines that were found in the halved picture (px of the whole one), those that are tall and new. */
export const tallLines = <Placed extends { readonly box: Box }>(
  halved: readonly Placed[],
  known: readonly Placed[],
): Placed[] =>
  halved.filter(
    ({ box }) =>
      box.height >= leastTallPx &&
      !known.some((line) => shareInside(line.box, box) > 0.5 || likenessOfBoxes(line.box, box) > 0.3),
  );

/** Where a line was cut from, and how wide the reader saw it. */
interface Crop {
  readonly box: Box;
  readonly width: number;
}

/** The words of one line that was read, each with its place; those that are rather noise only where they are wanted too. */
export function wordsOf(crop: Crop, read: readonly ReadCharacter[], doubtful = false): Word[] {
  const runs: ReadCharacter[][] = [[]];
  for (const character of read) {
    if (character.text === ' ') runs.push([]);
    else if (isArrow(character.text)) runs.push([character], []);
    else runs.at(-1)?.push(character);
  }
  const filled = runs.filter((run) => run.length > 0);
  const words = filled.map((run, index) =>
    wordOf(crop, run, { isFirst: index === 0, isLast: index === filled.length - 1 }),
  );
  if (doubtful) return withoutBars(words);
  const isLone = words.length === 1 && words[0]?.text.length === 1;
  return withoutBars(words).filter((word) => word.confidence >= (isLone ? leastSure.loneCharacter : leastSure.word));
}

/** Of a drop-down or a sorted column: however close it stands to a word, it is no letter of it. */
const isArrow = (text: string): boolean => /^[▾▼▴▲▸►▶◂◄◀⌄]$/.test(text);

/** A bar before a letter is a border that was cut in; a bar that stands alone before a word is the word "I". */
const withoutBars = (words: readonly Word[]): Word[] =>
  words.map((word, index) => {
    if (word.text === '|' && index < words.length - 1) return renamed(word, 'I');
    return /^\|\w/.test(word.text) ? withoutFirst(word) : word;
  });

const renamed = (word: Word, text: string): Word => ({
  ...word,
  text,
  characters: word.characters.map((character) => ({ ...character, text })),
});

const withoutFirst = (word: Word): Word => ({
  ...word,
  text: word.text.slice(1),
  characters: word.characters.slice(1),
});

/** The reader says where it knew a character, which is somewhere inside it; the ends of the line are known better. */
function wordOf(crop: Crop, read: readonly ReadCharacter[], at: { isFirst: boolean; isLast: boolean }): Word {
  const { box } = crop;
  const place = (column: number) => box.x + Math.min(1, column / crop.width) * box.width;
  const characters: Character[] = read.map(({ text, column, confidence }) => ({ text, x: place(column), confidence }));
  const reach = box.height * halfGlyph;
  const from = at.isFirst ? box.x + marginPx : Math.max(box.x, (characters[0]?.x ?? 0) - reach);
  const to = at.isLast ? right(box) - marginPx : Math.min(right(box), (characters.at(-1)?.x ?? 0) + reach);
  return {
    text: characters.map(({ text }) => text).join(''),
    box: rounded(boxOf(from, box.y, Math.max(to, from + 1), bottom(box))),
    confidence: Math.min(...characters.map(({ confidence }) => confidence)),
    characters,
  };
}

/** A word as far as lines are concerned. */
interface Placed {
  readonly text: string;
  readonly box: Box;
}

/** Puts words that stand one blank apart on one line. */
export const linesOf = <W extends Placed>(words: readonly W[]): LineOf<W>[] =>
  grouped(words, (word) => word.box, blankHeights).map((line) => lineOf(line));

export function lineOf<W extends Placed>(words: readonly W[]): LineOf<W> {
  const ordered = [...words].sort((a, b) => a.box.x - b.box.x);
  return { text: ordered.map(({ text }) => text).join(' '), box: union(ordered.map(({ box }) => box)), words: ordered };
}

/** Chains of things on one row whose gaps are at most `gapHeights` times their height. */
function grouped<T>(things: readonly T[], boxOfThing: (thing: T) => Box, gapHeights: number): T[][] {
  const ordered = things.map((thing) => ({ thing, box: boxOfThing(thing) })).sort((a, b) => a.box.x - b.box.x);
  const closed: Chain<T>[] = [];
  let open: Chain<T>[] = [];
  for (const [index, { thing, box }] of ordered.entries()) {
    const chain: Chain<T> = { things: [], boxes: [], reach: 0, last: index };
    const apart: Chain<T>[] = [];
    for (const other of open) {
      // From left to right: what did not reach this one reaches none behind it.
      if (other.reach < box.x) closed.push(other);
      else if (other.boxes.some((member) => belongs(member, box, gapHeights))) take(chain, other);
      else apart.push(other);
    }
    take(chain, { things: [thing], boxes: [box], reach: right(box) + gapHeights * box.height });
    open = [...apart, chain];
  }
  return [...closed, ...open].sort((a, b) => a.last - b.last).map((chain) => chain.things);
}

interface Chain<T> {
  readonly things: T[];
  readonly boxes: Box[];
  /** How far to the right it may go on (px). */
  reach: number;
  /** The place of its last thing among all. */
  readonly last: number;
}

function take<T>(chain: Chain<T>, other: Omit<Chain<T>, 'last'>): void {
  chain.things.push(...other.things);
  chain.boxes.push(...other.boxes);
  chain.reach = Math.max(chain.reach, other.reach);
}

const belongs = (a: Box, b: Box, gapHeights: number): boolean =>
  onOneRow(a, b) && alikeInHeight(a, b) && -sharedWidth(a, b) <= gapHeights * Math.min(a.height, b.height);
