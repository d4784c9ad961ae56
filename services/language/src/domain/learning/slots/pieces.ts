import { folded } from '../words.ts';

/** A word or a mark, and where in the text it stands. */
export interface Piece {
  readonly text: string;
  readonly low: string;
  readonly start: number;
  readonly end: number;
}

/** A part of a text that is the value of a slot. */
export interface Span {
  readonly slot: string;
  readonly start: number;
  readonly end: number;
}

const piecePattern = /[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu;
const maxPieces = 200;

export const piecesOf = (text: string): Piece[] =>
  [...text.matchAll(piecePattern)].slice(0, maxPieces).map((match) => ({
    text: match[0],
    low: folded(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));

/** `B-city`, `I-city`, `O` for each piece. */
export function tagsOf(pieces: readonly Piece[], spans: readonly Span[]): string[] {
  return pieces.map(({ start, end }, index) => {
    const span = spans.find((one) => start < one.end && end > one.start);
    if (!span) return 'O';
    const before = pieces[index - 1];
    return before && before.end > span.start ? `I-${span.slot}` : `B-${span.slot}`;
  });
}

/** The spans that tags say. */
export function spansOf(pieces: readonly Piece[], tags: readonly string[]): Span[] {
  const spans: { slot: string; start: number; end: number }[] = [];
  pieces.forEach(({ start, end }, index) => {
    const tag = tags[index] ?? 'O';
    const last = spans.at(-1);
    if (tag.startsWith('B-')) spans.push({ slot: tag.slice(2), start, end });
    else if (tag.startsWith('I-') && last) last.end = end;
  });
  return spans;
}
