import type { ReadCharacter } from './ctc.ts';
import { floatAt } from './frame.ts';
import { type LineCrop, readerHeight } from './line-crop.ts';

/** More of the strongest ink than this share is ink. */
const leastInk = 0.2;
/** A blank shows so many columns without ink (38 columns are the line's height)... */
const narrowest = 7;
/** ...and, where letters have their own widths, clearly more than there are between most of them. */
const wider = { times: 2, columns: 3 };
/** Distances of letters that differ less than this (from the fifth to the last fifth, in usual distances) are those of fixed-width type... */
const fixedSpread = 0.42;
/** ...where a blank puts letters two places apart, and round or narrow ones leave gaps of their own. */
const fixedPush = 1.6;
/** Fewer pairs of letters say nothing about the type: taken for fixed width. */
const fewest = 4;

/** Puts blanks where a line shows them and the reader let them slip: between letters that stand further apart than the others. */
export function withBlanks(crop: LineCrop, read: readonly ReadCharacter[]): ReadCharacter[] {
  const pairs = pairsIn(crop, read);
  const pitch = quantile(pairs, 'distance', 0.5);
  const spread = (quantile(pairs, 'distance', 0.8) - quantile(pairs, 'distance', 0.2)) / pitch;
  const isFixed = pairs.length < fewest || spread < fixedSpread;
  const wide = isFixed ? narrowest : Math.max(narrowest, wider.times * quantile(pairs, 'gap', 0.5) + wider.columns);
  const far = isFixed ? fixedPush * pitch : 0;
  const apart = new Map(
    pairs
      .filter(({ gap, distance }) => gap >= wide && distance >= far)
      .map(({ place, middle, confidence }) => [place, { text: ' ', column: middle, confidence }]),
  );
  return read.flatMap((character, place) => {
    const blank = apart.get(place);
    return blank ? [character, blank] : [character];
  });
}

/** Two letters of what was read as one word; in columns of the crop. */
interface Pair {
  /** Of the first of them among all that was read. */
  readonly place: number;
  readonly middle: number;
  /** Of the less sure of the two. */
  readonly confidence: number;
  /** Between the columns that they were read at. */
  readonly distance: number;
  /** The widest run without ink between these. */
  readonly gap: number;
}

function pairsIn(crop: LineCrop, read: readonly ReadCharacter[]): Pair[] {
  const hasInk = inkColumns(crop);
  return read.slice(1).flatMap((next, place) => {
    const first = read[place];
    if (!first || first.text === ' ' || next.text === ' ') return [];
    return [
      {
        place,
        middle: (first.column + next.column) / 2,
        confidence: Math.min(first.confidence, next.confidence),
        distance: next.column - first.column,
        gap: widestGap(hasInk, first.column, next.column),
      },
    ];
  });
}

/** The outermost rows are left out: borders and neighbouring lines touch them. */
const rim = 2;

const inkColumns = ({ values, width }: LineCrop): boolean[] =>
  Array.from({ length: width }, (_, x) => {
    for (let y = rim; y < readerHeight - rim; y++) if (floatAt(values, y * width + x) > leastInk) return true;
    return false;
  });

function widestGap(hasInk: readonly boolean[], from: number, to: number): number {
  let widest = 0;
  let gap = 0;
  for (let x = Math.round(from); x < to; x++) {
    gap = hasInk[x] ? 0 : gap + 1;
    widest = Math.max(widest, gap);
  }
  return widest;
}

function quantile(pairs: readonly Pair[], of: 'gap' | 'distance', share: number): number {
  const sorted = pairs.map((pair) => pair[of]).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
