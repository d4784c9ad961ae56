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
/** In a number a 1 keeps the width of its wider sisters: so many columns are left on each side of it. */
const besideOne = 5;
const isOfNumber = ({ text }: ReadCharacter): boolean => /^[\d.,:/-]$/.test(text);
/** A blank is hardly narrower than this share of those that the reader saw in the line. */
const narrower = 0.6;
/** Fewer pairs of letters say nothing about the type: taken for fixed width. */
const fewest = 4;

/** Puts blanks where a line shows them and the reader let them slip: between letters that stand further apart than the others. */
export function withBlanks(crop: LineCrop, read: readonly ReadCharacter[]): ReadCharacter[] {
  const hasInk = inkColumns(crop);
  const pairs = pairsIn(hasInk, read);
  const pitch = quantile(pairs, 'distance', 0.5);
  const spread = (quantile(pairs, 'distance', 0.8) - quantile(pairs, 'distance', 0.2)) / pitch;
  const isFixed = pairs.length < fewest || spread < fixedSpread;
  const wide = isFixed ? narrowest : Math.max(narrowest, wider.times * quantile(pairs, 'gap', 0.5) + wider.columns);
  const least = Math.max(wide, narrower * usualBlank(hasInk, read));
  const far = isFixed ? fixedPush * pitch : 0;
  const apart = new Map(
    pairs
      .filter(({ gap, ones, distance }) => gap >= least + ones * besideOne && distance >= far)
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
  /** How many of the two are a 1, when both are of a number. */
  readonly ones: number;
}

function pairsIn(hasInk: readonly boolean[], read: readonly ReadCharacter[]): Pair[] {
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
        ones: isOfNumber(first) && isOfNumber(next) ? [first, next].filter(({ text }) => text === '1').length : 0,
      },
    ];
  });
}

/** How wide most blanks are that were read, in columns; 0 when there are none. */
function usualBlank(hasInk: readonly boolean[], read: readonly ReadCharacter[]): number {
  const gaps = read.flatMap(({ text }, place) => {
    const [before, behind] = [read[place - 1], read[place + 1]];
    return text === ' ' && before && behind ? [widestGap(hasInk, before.column, behind.column)] : [];
  });
  return gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
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
