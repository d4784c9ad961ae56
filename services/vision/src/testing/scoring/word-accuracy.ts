import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { centreX, centreY, grown, holdsCentre, holdsPoint, likenessOfBoxes, sharedWidth } from '@karna/sight/boxes';
import type { TrueWord, Truth } from './truth.ts';

// Whether words were read: the very string, case and punctuation, at its place, each read word standing for one true word.

export interface ReadWord {
  readonly text: string;
  readonly box: Box;
}

export interface WordsSeen {
  readonly truth: Truth;
  readonly words: readonly ReadWord[];
}

export interface WordFigures {
  readonly words: number;
  /** The share of the true words that were read exactly. */
  readonly exact: number;
  /** The share of the read words that are right. */
  readonly precision: number;
  /** Letters to change, add or leave out, per letter of the truth. */
  readonly cer: number;
}

/** One true word and what became of it. */
export interface WordOutcome {
  readonly truth: Truth;
  readonly word: TrueWord;
  readonly isExact: boolean;
  /** Letters that are wrong, at most all of its own. */
  readonly slips: number;
}

export interface WordsJudged {
  readonly outcomes: readonly WordOutcome[];
  readonly read: number;
  readonly right: number;
}

/** Boxes of words are drawn by the font's metrics or around the ink: centres differ by that much (px). */
const slack = 2;

export function judgeWords({ truth, words }: WordsSeen): WordsJudged | undefined {
  if (!truth.words) return undefined;
  const ignored = (box: Box) => [...truth.ignore, ...truth.ignoreText].some((place) => holdsCentre(place, box));
  const wanted = truth.words.filter(({ box }) => !ignored(box)).map(normal);
  const read = words.map(normal);
  const pairs = pairsOf(wanted, read);
  return {
    outcomes: wanted.map((word) => ({
      truth,
      word,
      isExact: pairs.has(word),
      slips: pairs.has(word) ? 0 : slipsIn(word, read),
    })),
    read: read.filter((word) => !ignored(word.box)).length,
    right: pairs.size,
  };
}

export function wordFigures(pictures: readonly WordsJudged[]): WordFigures | undefined {
  const outcomes = pictures.flatMap((picture) => picture.outcomes);
  if (outcomes.length === 0) return undefined;
  const sum = (count: (picture: WordsJudged) => number) => pictures.reduce((all, one) => all + count(one), 0);
  const letters = outcomes.reduce((all, { word }) => all + lettersOf(word.text).length, 0);
  return {
    words: outcomes.length,
    exact: exactShare(outcomes),
    precision:
      sum(({ right }) => right) /
      Math.max(
        1,
        sum(({ read }) => read),
      ),
    cer: outcomes.reduce((all, { slips }) => all + slips, 0) / letters,
  };
}

export const exactShare = (outcomes: readonly WordOutcome[]): number =>
  outcomes.filter(({ isExact }) => isExact).length / outcomes.length;

/** What is written in two ways in Unicode and drawn alike is the same: marks of direction are not drawn at all. */
const normal = ({ text, box }: ReadWord): ReadWord => ({
  text: text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replaceAll('\u2236', ':')
    .replaceAll('\u2026', '...'),
  box,
});

/** Closest places first; equal words close to each other are not mixed up. */
function pairsOf(wanted: readonly TrueWord[], read: readonly ReadWord[]): Map<TrueWord, ReadWord> {
  const sameText = Map.groupBy(read, ({ text }) => text);
  const possible = wanted.flatMap((word) =>
    (sameText.get(word.text) ?? [])
      .filter((other) => isAtPlace(word.box, other.box))
      .map((other) => ({ word, other, likeness: likenessOfBoxes(word.box, other.box) })),
  );
  const pairs = new Map<TrueWord, ReadWord>();
  const used = new Set<ReadWord>();
  for (const { word, other } of possible.sort((a, b) => b.likeness - a.likeness)) {
    if (pairs.has(word) || used.has(other)) continue;
    pairs.set(word, other);
    used.add(other);
  }
  return pairs;
}

const isAtPlace = (truth: Box, read: Box): boolean =>
  holdsPoint(grown(truth, slack), centreX(read), centreY(read)) || likenessOfBoxes(truth, read) >= 0.5;

function slipsIn(word: TrueWord, read: readonly ReadWord[]): number {
  const near = read.filter(
    ({ box }) => sharedWidth(word.box, box) > 0 && centreY(word.box) >= box.y && centreY(word.box) < box.y + box.height,
  );
  return Math.min(lettersOf(word.text).length, ...near.map(({ text }) => editDistance(word.text, text)));
}

const lettersOf = (text: string): string[] => [...text];

/** Letters to change, add or leave out. */
export function editDistance(from: string, to: string): number {
  const target = lettersOf(to);
  let above = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (const [row, letter] of lettersOf(from).entries()) {
    const line = [row + 1];
    for (const [column, other] of target.entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min((above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1, changed));
    }
    above = line;
  }
  return above[target.length] ?? 0;
}
