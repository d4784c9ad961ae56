// Compares text that was typed with text that was read off the screen. The reader knows printable ASCII and confuses
// characters of like shape, so those count as equal; letter case counts, save where both cases have one shape.

/** From here on two texts are the same text, read imperfectly (share of characters that agree). */
export const sameTextThreshold = 0.75;

// Characters that one reader takes for one another: each group is folded onto its first.
const lookalikes = [
  'oO0Q',
  'lI1|!i',
  'sS5',
  'zZ2',
  'B8',
  'cC',
  'uU',
  'vV',
  'wW',
  'xX',
  'kK',
  'pP',
  "'`´‘’",
  '"“”',
  '-–—−_',
  '.,·',
  ':;',
];
const shapes = new Map(
  lookalikes.flatMap((group) => [...group].map((character) => [character, group[0] ?? character])),
);
// Pairs that run together in small type.
const ligatures: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/** Text as its shapes: no spaces (readers add and lose them), accents off, look-alikes folded. */
export function shapesOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, '');
  const folded = Array.from(plain, (character) => shapes.get(character) ?? character).join('');
  return ligatures.reduce((so, [pair, single]) => so.replace(pair, single), folded);
}

/** 0..1: the share of characters that agree under the best alignment of the whole texts. */
export function similarity(a: string, b: string): number {
  const [left, right] = [shapesOf(a), shapesOf(b)];
  const longest = Math.max(left.length, right.length);
  return longest === 0 ? 1 : 1 - (lastRow(left, right, false).at(-1) ?? longest) / longest;
}

/** 0..1: how well `part` can be found somewhere inside `whole`. */
export function similarityWithin(part: string, whole: string): number {
  const wanted = shapesOf(part);
  if (wanted.length === 0) return 1;
  return Math.max(0, 1 - Math.min(...lastRow(wanted, shapesOf(whole), true)) / wanted.length);
}

/** Letter case, spaces and look-alikes apart, the two names are one. */
export const isSameName = (a: string, b: string): boolean => shapesOf(a.toLowerCase()) === shapesOf(b.toLowerCase());

/** Whether the reader has characters for all of it, accents apart. */
export const isReadable = (text: string): boolean =>
  /^[\x20-\x7e\s]*$/.test(text.normalize('NFKD').replace(/\p{M}/gu, ''));

/** A reader may miss one character at the end, but not so many. */
const leastCut = 2;

/** Whether only the beginning of the text is there: a field that takes no more of it. */
export function isCutOff(whole: string, read: string): boolean {
  const [wanted, seen] = [shapesOf(whole), shapesOf(read)];
  if (seen.length < leastCut || seen.length > wanted.length - leastCut) return false;
  const beginning = wanted.slice(0, seen.length);
  return 1 - (lastRow(seen, beginning, false).at(-1) ?? seen.length) / seen.length >= sureBeginning;
}

/** From here what was read is the beginning of the text (share of characters that agree). */
const sureBeginning = 0.9;

/**
 * Whether what was read looks like a masked field: one character over and over (bullets are read as dots, circles or
 * letters, always the same), while the text itself is not like that.
 */
export function looksMasked(read: string, expected: string): boolean {
  const distinct = new Set(shapesOf(read));
  return distinct.size === 1 && new Set(shapesOf(expected)).size > 1 && shapesOf(read).length >= 3;
}

/**
 * The last row of the edit distance table of `a` against `b`. With `anywhere`, `a` may begin anywhere in `b`
 * (Sellers), and the row's minimum is the distance of the best place.
 */
function lastRow(a: string, b: string, anywhere: boolean): number[] {
  let row = Array.from({ length: b.length + 1 }, (_, j) => (anywhere ? 0 : j));
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row;
}

/** 0..1: how well `read` agrees with the end of `whole`: what a field shows of a text that is too long for it. */
export function similarityOfEnd(read: string, whole: string): number {
  const [seen, all] = [shapesOf(read), shapesOf(whole)];
  if (seen.length === 0 || seen.length > all.length) return 0;
  return 1 - (lastRow(seen, all.slice(-seen.length), false).at(-1) ?? seen.length) / seen.length;
}
