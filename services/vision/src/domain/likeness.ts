/** How a name on the screen answers the name that was asked for. */
export type Kind =
  /** The same, apart from letter case, punctuation and what a reader confuses. */
  | 'whole'
  /** One or two characters off in ways a reader errs, on a long enough name. */
  | 'close'
  /** The name begins with the words asked for. */
  | 'beginning'
  /** The words asked for stand somewhere inside. */
  | 'contained'
  /** Some characters off: perhaps a misheard or mistyped name, perhaps another thing altogether. */
  | 'similar';

export interface Likeness {
  readonly kind: Kind;
  /** 0..1. */
  readonly score: number;
}

/**
 * Scores by kind. What is not the whole name stays below the threshold for acting on buttons (see `locating`): "Save"
 * is not "Save as", "Don't save" or "Same".
 */
const scores = {
  verbatim: 1,
  letterCase: 0.99,
  punctuation: 0.98,
  confused: 0.95,
  spoken: 0.93,
  unaccented: 0.88,
  closest: 0.9,
  similar: 0.7,
  beginning: { from: 0.58, upTo: 0.12 },
  contained: { from: 0.5, upTo: 0.12 },
  piece: { from: 0.4, upTo: 0.2 },
} as const;

/** Signs as they are said. Keys are plain words, values what stands on the button. */
const spokenSigns: ReadonlyMap<string, readonly string[]> = new Map([
  ['plus', ['+']],
  ['minus', ['-']],
  ['times', ['*', 'x']],
  ['multiply', ['*', 'x']],
  ['multiplied by', ['*', 'x']],
  ['divide', ['/', ':']],
  ['divided by', ['/', ':']],
  ['equals', ['=']],
  ['equal', ['=']],
  ['percent', ['%']],
  ['point', ['.', ',']],
  ['dot', ['.']],
  ['comma', [',']],
  ['square root', ['sqrt']],
]);

const unusual: ReadonlyMap<string, string> = new Map([
  ['×', '*'],
  // A reader's: in small type an asterisk is drawn as a star.
  ['★', '*'],
  ['÷', '/'],
  ['−', '-'],
  ['–', '-'],
  ['—', '-'],
  ['’', "'"],
  ['‘', "'"],
  ['“', '"'],
  ['”', '"'],
  ['√', 'sqrt'],
]);

/** Compares what was asked for with one name on the screen; undefined when they have nothing to do with each other. */
export function likeness(asked: string, shown: string): Likeness | undefined {
  const [a, b] = [tidy(asked), tidy(shown)];
  if (a === '' || b === '') return undefined;
  return wholeLikeness(a, b) ?? closeLikeness(a, b) ?? partLikeness(a, b) ?? similarLikeness(a, b);
}

/** For quoted names: only the whole name counts. Letter case, punctuation and a reader's confusions are forgiven. */
export function exactLikeness(asked: string, shown: string): Likeness | undefined {
  const [a, b] = [tidy(asked), tidy(shown)];
  return a === '' || b === '' ? undefined : wholeLikeness(a, b);
}

const tidy = (text: string): string =>
  [...text.normalize('NFKC')]
    .map((sign) => unusual.get(sign) ?? sign)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Without case and the punctuation that comes and goes around names; a name of signs alone stays as it is. */
export function plain(text: string): string {
  const lower = tidy(text).toLowerCase();
  const bare = lower
    .replace(/["'`.,:;!?…|_()[\]{}*]/g, '')
    .replace(/\s+/g, ' ')
    .replace(loneSigns, '')
    .trim();
  return bare === '' ? lower : bare;
}

/** Arrows and pictures before or behind a name, as they are read: "Move up >", "© File". (A plus or a percent sign may be meant.) */
const loneSigns = /^(?:[<>^~«»‹›•·\p{So}] )+|(?: [<>^~«»‹›•·\p{So}])+$/gu;

function wholeLikeness(asked: string, shown: string): Likeness | undefined {
  const whole = (score: number): Likeness => ({ kind: 'whole', score });
  if (asked === shown) return whole(scores.verbatim);
  if (asked.toLowerCase() === shown.toLowerCase()) return whole(scores.letterCase);
  const [a, b] = [plain(asked), plain(shown)];
  if (a === b) return whole(scores.punctuation);
  if (spokenSigns.get(a)?.includes(b)) return whole(scores.spoken);
  // A lone character is all there is to tell by: "1" is not "l".
  if (b.length <= 1) return undefined;
  if (folded(a) === folded(b)) return whole(scores.confused);
  return folded(unaccented(a)) === folded(unaccented(b)) ? whole(scores.unaccented) : undefined;
}

/** What a reader cannot tell apart becomes one; blanks go, they are the first thing to be misread. */
export const folded = (text: string): string =>
  plain(text)
    .replaceAll(' ', '')
    .replace(/[i1!|]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');

const strokes: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ı', 'i'],
]);

/** Accents are left out by those who type, and lost in small type. Where both names are there, the one that has them as asked is clearly ahead. */
const unaccented = (text: string): string =>
  [...text.normalize('NFD').replace(/\p{M}/gu, '')].map((letter) => strokes.get(letter) ?? letter).join('');

/** Pairs of characters that look alike in small type. */
const lookAlikes: ReadonlySet<string> = new Set(
  ['ce', 'eo', 'co', 'uv', 'vy', 'gq', 'hn', 'tf', 'lt', 's5', 'b8', 'z2', 'g9', 'nm'].flatMap(([a = '', b = '']) => [
    a + b,
    b + a,
  ]),
);
const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9';

/** Costs of reading one character for another, in whole errors. Numbers are never "nearly" equal. */
function swapCost(a: string, b: string): number {
  if (a === b) return 0;
  if (lookAlikes.has(a + b)) return 0.5;
  return isDigit(a) || isDigit(b) ? 9 : 1;
}

/** A border next to the text reads as a thin letter, and thin letters get lost. */
const extraCost = (sign: string): number => (sign === 'l' ? 0.5 : isDigit(sign) ? 9 : 1);

/** Weighted edit distance: small when a reader may have read one for the other. */
export function readingErrors(a: string, b: string): number {
  let row = prefixCosts(b);
  for (const from of a) {
    const next = [(row[0] ?? 0) + extraCost(from)];
    for (const [index, to] of [...b].entries()) {
      const swapped = (row[index] ?? 0) + swapCost(from, to);
      const dropped = (row[index + 1] ?? 0) + extraCost(from);
      next.push(Math.min(swapped, dropped, (next[index] ?? 0) + extraCost(to)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function prefixCosts(text: string): number[] {
  const costs = [0];
  for (const sign of text) costs.push((costs.at(-1) ?? 0) + extraCost(sign));
  return costs;
}

/** One slip of a reader per five characters: a long name with a look-alike or two is still the name. */
function closeLikeness(asked: string, shown: string): Likeness | undefined {
  const [a, b] = [folded(asked), folded(shown)];
  const length = Math.max(a.length, b.length);
  if (length < 5 || Math.abs(a.length - b.length) > 2) return undefined;
  const errors = readingErrors(a, b);
  if (errors > 0.5 * Math.floor(length / 5)) return undefined;
  return { kind: 'close', score: scores.closest - errors / length / 2 };
}

function partLikeness(asked: string, shown: string): Likeness | undefined {
  const [a, b] = [plain(asked), plain(shown)];
  const at = ` ${b} `.indexOf(` ${a} `);
  if (at < 0) return undefined;
  const { from, upTo } = at === 0 ? scores.beginning : scores.contained;
  return { kind: at === 0 ? 'beginning' : 'contained', score: from + (upTo * a.length) / b.length };
}

/** Where a name is cut short, or was joined only in part. Less than this share of it could be of any name. */
const leastPiece = 0.25;
const cutShort = /(?:…|\.\.\.)$/;

/** Of a name that stands in two lines, is cut short or was joined only in part, a piece is seen: enough to ask about, not to act on. */
export function pieceLikeness(asked: string, shown: string): Likeness | undefined {
  const [a, b] = [unaccented(plain(asked)), unaccented(plain(shown))];
  const share = b.length / a.length;
  const isPiece = ` ${a} `.includes(` ${b} `) || (cutShort.test(shown.trim()) && a.startsWith(b));
  if (!isPiece || b.length < 3 || share < leastPiece) return undefined;
  return { kind: 'similar', score: scores.piece.from + scores.piece.upTo * share };
}

function similarLikeness(asked: string, shown: string): Likeness | undefined {
  const [a, b] = [folded(asked), folded(shown)];
  const length = Math.max(a.length, b.length);
  if (length < 3 || Math.abs(a.length - b.length) > length / 2) return undefined;
  const alike = 1 - readingErrors(a, b) / length;
  return alike >= 0.6 ? { kind: 'similar', score: scores.similar * alike } : undefined;
}
