import type { Box, ReadCharacter, ReadLine, ReadWord } from '../../ports.ts';
import { bottom, right, sharedHeight } from '../boxes.ts';
import { withPlainSigns } from './confusable.ts';

/** Where one character of a writing stands. */
export interface Glyph {
  readonly character: ReadCharacter;
  readonly word: ReadWord;
  /** Its place in the word. */
  readonly index: number;
}

/**
 * Text as a person would read it on: words one blank apart, a tab where more lies between, a newline where it goes on
 * below. `glyphs` has one entry per UTF-16 unit of `text`, none for what lies between words.
 */
export interface Writing {
  readonly text: string;
  readonly glyphs: readonly (Glyph | undefined)[];
  readonly box: Box;
  /** The row above the newline reaches about as far as the one below: it may have been broken for want of room. */
  readonly isFull: boolean;
}

/** Groups of digits and columns of a form lie at most so many line heights apart to be read on. */
const rowGapHeights = 3;
/** The next line of a paragraph begins at most so many line heights below. */
const wrapGapHeights = 1.1;

/** What stands on each row, from left to right; far columns are rows of their own. */
export function rowsOf(lines: readonly ReadLine[]): Writing[] {
  const rows: ReadLine[][] = [];
  for (const line of [...lines].sort((a, b) => a.box.x - b.box.x)) {
    const row = rows.find((members) => goesOn(members.at(-1), line));
    if (row) row.push(line);
    else rows.push([line]);
  }
  return rows.map(joined);
}

function goesOn(before: ReadLine | undefined, line: ReadLine): boolean {
  if (!before) return false;
  const lower = Math.min(before.box.height, line.box.height);
  const gap = line.box.x - right(before.box);
  return sharedHeight(before.box, line.box) > 0.5 * lower && gap > -lower && gap <= rowGapHeights * lower;
}

/** A row and the one right below it, as one: keys and numbers wrap. */
export function wraps(rows: readonly Writing[]): Writing[] {
  const ordered = [...rows].sort((a, b) => a.box.y - b.box.y);
  return ordered.flatMap((row, index) =>
    ordered
      .slice(index + 1)
      .filter((next) => isBelow(row, next))
      .slice(0, 2)
      .map((next) => continued(row, next)),
  );
}

function isBelow({ box }: Writing, { box: next }: Writing): boolean {
  const lower = Math.min(box.height, next.height);
  const gap = next.y - bottom(box);
  const alike = Math.max(box.height, next.height) < 1.6 * lower;
  return alike && gap > -0.6 * lower && gap < wrapGapHeights * lower && next.x < right(box) && right(next) > box.x;
}

/** A row that was broken between two characters ends this near to its neighbour's end at least (line heights). */
const fullSlack = 1.2;

function joined(lines: readonly ReadLine[]): Writing {
  let text = '';
  const glyphs: (Glyph | undefined)[] = [];
  for (const [place, line] of lines.entries()) {
    for (const [index, word] of line.words.entries()) {
      const between = index > 0 ? ' ' : place > 0 ? '\t' : '';
      text += between;
      if (between) glyphs.push(undefined);
      for (const [at, character] of word.characters.entries()) {
        text += character.text;
        for (let unit = 0; unit < character.text.length; unit++) glyphs.push({ character, word, index: at });
      }
    }
  }
  return { text: withPlainSigns(text), glyphs, box: around(lines.map(({ box }) => box)), isFull: false };
}

const continued = (above: Writing, below: Writing): Writing => ({
  text: `${above.text}\n${below.text}`,
  glyphs: [...above.glyphs, undefined, ...below.glyphs],
  box: around([above.box, below.box]),
  isFull: right(above.box) >= right(below.box) - fullSlack * above.box.height,
});

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map(right)) - x, height: Math.max(...boxes.map(bottom)) - y };
}

/** How surely the characters from `from` to `to` were read: the least of them, 0..1. */
export const sureness = ({ glyphs }: Writing, from: number, to: number): number =>
  Math.min(1, ...glyphs.slice(from, to).flatMap((glyph) => glyph?.character.confidence ?? []));

/** A place of some characters of one word. */
export interface Place {
  readonly box: Box;
  /** From one character to the next on average (px). */
  readonly pitch: number;
  /** All characters are equally wide, as in terminals. */
  readonly isEven: boolean;
  /** It begins, or ends, in the middle of a word: what is beside it there is another thing's. */
  readonly isCut: { readonly left: boolean; readonly right: boolean };
}

/** Where the characters from `from` to `to` stand, one place per word. */
export function placesOf({ glyphs }: Writing, from: number, to: number): Place[] {
  const spans = new Map<ReadWord, { first: number; last: number }>();
  for (const glyph of glyphs.slice(from, to)) {
    if (!glyph) continue;
    const span = spans.get(glyph.word);
    if (span) span.last = glyph.index;
    else spans.set(glyph.word, { first: glyph.index, last: glyph.index });
  }
  return [...spans].map(([word, { first, last }]) => partOf(word, first, last));
}

export const placeOf = (word: ReadWord): Place => partOf(word, 0, word.characters.length - 1);

/** The border between two characters is off by so much of their pitch, as far as the reader knows it. */
const doubt = 0.3;

function partOf(word: ReadWord, first: number, last: number): Place {
  const { box, characters } = word;
  // One sign more is what the reader made of a part of it.
  const isCut = { left: first > 1, right: last < characters.length - 2 };
  const pitch = pitchOf(word);
  const between = (a: number, b: number) => ((characters[a]?.x ?? box.x) + (characters[b]?.x ?? box.x)) / 2;
  const from = isCut.left ? Math.max(box.x, between(first - 1, first) - pitch * doubt) : box.x;
  const to = isCut.right ? Math.min(right(box), between(last, last + 1) + pitch * doubt) : right(box);
  return { box: { ...box, x: from, width: Math.max(1, to - from) }, pitch, isEven: isEven(word), isCut };
}

/** Of short words the line height tells more. */
const pitchOf = ({ characters, box }: ReadWord): number =>
  characters.length < 4
    ? box.height * 0.3
    : ((characters.at(-1)?.x ?? 0) - (characters[0]?.x ?? 0)) / (characters.length - 1);

/** The widest letters of a word take less than this (mean steps); a sign that was not read leaves more. */
const leastGap = 2.2;

/** Whether more lies before this character than any letter takes: something that was not read. */
export function isGapBefore({ glyphs }: Writing, at: number): boolean {
  const [before, after] = [glyphs[at - 1], glyphs[at]];
  if (!before || before.word !== after?.word) return false;
  return after.character.x - before.character.x > leastGap * pitchOf(after.word);
}

/** Digits are equally wide in most types, so letters have to tell; the reader's own places are off by a tenth. */
const leastLetters = 8;
const mostUneven = 0.2;

function isEven({ characters, text }: ReadWord): boolean {
  if ((text.match(/[a-z]/gi)?.length ?? 0) < leastLetters || !/[iljtfrI]/.test(text)) return false;
  const steps = characters.slice(1).map((character, index) => character.x - (characters[index]?.x ?? 0));
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const spread = Math.sqrt(steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length);
  return spread < mostUneven * mean;
}
