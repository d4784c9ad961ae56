import type { Box, ReadLine, ReadWord } from '../../ports.ts';
import { right, sharedHeight, union } from '../boxes.ts';

/** Words that belong together more closely than the columns of a form: what may be a label, or a value. */
export interface Segment {
  readonly text: string;
  readonly box: Box;
  readonly words: readonly ReadWord[];
  readonly isLabel: boolean;
}

/** Gaps between words (line heights): narrower ones join, wider ones part; between them it depends on whether a label comes out. */
const gaps = { joins: 0.42, usual: 0.62, parts: 1 };

/** The segments of each line; `isLabel` says which texts name what stands beside them. */
export function segmentsOf(lines: readonly ReadLine[], isLabel: (text: string) => boolean): Segment[] {
  return lines.flatMap(({ words }) => segmentsIn(piecesOf(words), isLabel));
}

/** In a sentence a gap that is like the others parts nothing (times the usual one of the line). */
const outOfLine = 2.2;
/** Fewer words do not tell which gap is the usual one. */
const sentence = 5;

function piecesOf(words: readonly ReadWord[]): ReadWord[][] {
  const between = words.slice(1).map((word, index) => gapBefore(words.slice(index, index + 1), [word]));
  const usual = words.length < sentence ? 0 : (between.toSorted((a, b) => a - b)[between.length >> 1] ?? 0);
  const joins = Math.max(gaps.joins, usual * outOfLine);
  const pieces: ReadWord[][] = [];
  for (const word of words) {
    const piece = pieces.at(-1);
    if (piece && gapBefore(piece, [word]) <= joins) piece.push(word);
    else pieces.push([word]);
  }
  return pieces;
}

function segmentsIn(pieces: readonly ReadWord[][], isLabel: (text: string) => boolean): Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < pieces.length; ) {
    const to = longest(pieces, from, (words) => isLabel(textOf(words))) ?? usualEnd(pieces, from, isLabel);
    const words = pieces.slice(from, to).flat();
    segments.push(segmentOf(words, isLabel(textOf(words))));
    from = to;
  }
  return segments;
}

/** Up to where pieces from `from` on make a label, the longest one; undefined when none does. */
function longest(
  pieces: readonly ReadWord[][],
  from: number,
  fits: (words: ReadWord[]) => boolean,
): number | undefined {
  let end = from + 1;
  while (end < pieces.length && gapBefore(pieces[end - 1] ?? [], pieces[end] ?? []) <= gaps.parts) end++;
  for (let to = end; to > from; to--) if (fits(pieces.slice(from, to).flat())) return to;
  return undefined;
}

function usualEnd(pieces: readonly ReadWord[][], from: number, isLabel: (text: string) => boolean): number {
  let to = from + 1;
  while (to < pieces.length && gapBefore(pieces[to - 1] ?? [], pieces[to] ?? []) <= gaps.usual) {
    if (longest(pieces, to, (words) => isLabel(textOf(words)))) break;
    to++;
  }
  return to;
}

function gapBefore(before: readonly ReadWord[], after: readonly ReadWord[]): number {
  const [a, b] = [before.at(-1), after[0]];
  return a && b ? (b.box.x - right(a.box)) / b.box.height : 0;
}

const textOf = (words: readonly ReadWord[]): string => words.map(({ text }) => text).join(' ');

const segmentOf = (words: readonly ReadWord[], isLabel: boolean): Segment => ({
  text: textOf(words),
  box: words.map(({ box }) => box).reduce(union),
  words,
  isLabel,
});

export const onOneRow = (a: Box, b: Box): boolean => sharedHeight(a, b) > 0.5 * Math.min(a.height, b.height);

/** What stands on its row right of it, nearest first. */
export const rightOf = (segment: Segment, all: readonly Segment[]): Segment[] =>
  all
    .filter(({ box }) => onOneRow(segment.box, box) && box.x >= right(segment.box) - segment.box.height * 0.3)
    .filter((other) => other !== segment)
    .sort((a, b) => a.box.x - b.box.x);

export const isAlone = (segment: Segment, all: readonly Segment[], reach: number): boolean =>
  !all.some(
    (other) =>
      other !== segment &&
      onOneRow(segment.box, other.box) &&
      other.box.x < segment.box.x &&
      segment.box.x - right(other.box) < reach,
  );

/** Whether it holds more than letters, or letters as words do not have them: a value rather than a word of a menu. */
export const looksLikeValue = (text: string): boolean =>
  /\d/.test(text) || /[^\p{L}\p{N}\s.,'’()&/:-]/u.test(text) || /\p{Ll}\p{Lu}|\p{L}-\p{L}+-\p{L}/u.test(text);
