import type { Box, ReadLine, ReadWord } from '../../ports.ts';
import { bottom, right, sharedWidth, union } from '../boxes.ts';
import type { Size } from '../geometry.ts';
import { cards } from './cards.ts';
import { isCells, isWordy } from './cells.ts';
import { asDigit, isDigit, withPlainSigns } from './confusable.ts';
import { emails } from './emails.ts';
import type { Find, PatternName } from './find.ts';
import { ibans } from './ibans.ts';
import { keyBlocks } from './key-blocks.ts';
import { namedValues } from './named-values.ts';
import { tokens } from './tokens.ts';
import { type Place, placeOf, placesOf, rowsOf, type Writing, wraps } from './writing.ts';

export interface Wanted {
  readonly patterns: ReadonlySet<PatternName>;
  /** Values that a name beside them calls secret. */
  readonly named: boolean;
  /** Whether whoever gets the picture knows this address already: the agent typed it on their behalf. */
  isKnown(address: string): boolean;
}

export interface WrittenSecret {
  readonly place: Place;
  readonly sure: boolean;
}

const finders: Readonly<Record<PatternName, (writing: Writing) => Find[]>> = {
  card: cards,
  iban: ibans,
  email: emails,
  token: tokens,
};

/** Where secrets are written, one box for each of their words. */
export function writtenSecrets(lines: readonly ReadLine[], wanted: Wanted, screen: Size): WrittenSecret[] {
  const rows = rowsOf(lines);
  const finds = [...rows, ...wraps(rows)].flatMap((row) => findsIn(row, wanted).map((find) => ({ row, find })));
  const cut = rows.flatMap((row) => cutOffAt(row, screen, wanted.patterns).map((find) => ({ row, find })));
  const blocks = wanted.patterns.has('token') ? keyBlocks(rows) : [];
  const written = [...finds, ...blocks].flatMap(({ row, find }) =>
    placesOf(row, find.from, find.to).map((place) => ({ place, sure: find.sure })),
  );
  const atEdge = cut.flatMap(({ row, find }) =>
    placesOf(row, find.from, find.to).map((place) => ({ place: toEdge(place, screen.width), sure: false })),
  );
  const doubtful = lines.flatMap(({ words }) => words.filter((word) => isDoubtful(word, wanted)));
  const places = [...doubtful.map(placeOf), ...halfLines(lines, wanted, screen)];
  return [...written, ...atEdge, ...places.map((place) => ({ place, sure: false }))];
}

/** Boxes of lines end so near to the edge that cuts them (px). */
const edgePx = 4;
/** The whole row goes on over gaps as between words (its heights, as the pitch of letters that far apart). */
const wholeRow = 4;
/** What is seen of letters is higher than what was taken for letters (heights of it). */
const aboveCut = 0.4;
/** Cut lengthwise, what was read less surely than this was read badly. */
const leastSureCut = 0.65;

/**
 * At the edges of the screen lines are cut lengthwise: people read them, readers do not, or in pieces. When one piece of
 * such a row was read badly, all of them are hidden, as far as the row beside them reaches: pieces are not seen at all.
 */
function halfLines(lines: readonly ReadLine[], { patterns }: Wanted, { height }: Size): Place[] {
  if (patterns.size === 0) return [];
  const first = lines.filter(({ box }) => box.y <= edgePx);
  const last = lines.filter(({ box }) => bottom(box) >= height - edgePx);
  return [first, last]
    .map((row) => row.flatMap(({ words }) => words))
    .filter((words) => words.some(({ confidence }) => confidence < leastSureCut))
    .map((words) => {
      const cut = words.map((word) => word.box).reduce(union);
      const near = lines.filter(({ box }) => sharedWidth(box, cut) > 0 && isNextRow(box, cut));
      const x = Math.min(cut.x, ...near.map(({ box }) => box.x));
      const up = cut.height * aboveCut;
      const box = {
        x,
        y: cut.y - up,
        height: cut.height + up,
        width: Math.max(right(cut), ...near.map((line) => right(line.box))) - x,
      };
      return { box, pitch: box.height * wholeRow, isEven: false, isCut: { left: false, right: false } };
    });
}

const isNextRow = (box: Box, cut: Box): boolean =>
  (box.y > bottom(cut) || bottom(box) < cut.y) && Math.abs(box.y - cut.y) < 2.6 * box.height;

/** A row ends so near to the right edge of the screen that it may go on beyond it (its heights). */
const goesOn = 2;

/** The beginnings of numbers and keys that the right edge of the screen cuts off: too short to be told by themselves. */
function cutOffAt({ text, box }: Writing, { width }: Size, patterns: ReadonlySet<PatternName>): Find[] {
  if (right(box) < width - goesOn * box.height) return [];
  const last = (pattern: RegExp): Find[] => {
    const match = pattern.exec(text);
    return match ? [{ pattern: 'token', from: match.index, to: text.length, sure: false }] : [];
  };
  const numbers = patterns.has('card') || patterns.has('iban');
  const digits = numbers ? last(/(?<![\d.,:-])\d{4}[ -]?[\dOolISBZ]{2,}\d[\dOolISBZ -]*\W*$/) : [];
  const key = patterns.has('token') ? last(/[A-Za-z0-9_-]*\d[A-Za-z0-9_-]{9,}\W*$/) : [];
  return [...digits, ...key];
}

const toEdge = (place: Place, width: number): Place => ({
  ...place,
  box: { ...place.box, width: width - place.box.x },
});

function findsIn(writing: Writing, { patterns, named, isKnown }: Wanted): Find[] {
  const found = [...patterns].flatMap((pattern) => finders[pattern](writing));
  const unknown = found.filter(
    ({ pattern, from, to }) => pattern !== 'email' || !isKnown(writing.text.slice(from, to)),
  );
  return named ? [...unknown, ...namedValues(writing)] : unknown;
}

/** The same text with what is secret in it replaced: for titles and names. */
export function withoutSecrets(text: string, wanted: Wanted): string {
  const writing: Writing = {
    text: withPlainSigns(text),
    glyphs: [],
    box: { x: 0, y: 0, width: 0, height: 0 },
    isFull: false,
  };
  const finds = findsIn(writing, wanted).sort((a, b) => a.from - b.from);
  let [safe, done] = ['', 0];
  for (const { from, to } of finds) {
    if (to <= done) continue;
    safe += `${text.slice(done, Math.max(done, from))}•••`;
    done = to;
  }
  return safe + text.slice(done);
}

/** What was read less surely than this may be anything. */
const leastSure = 0.5;
/** As long as account and card numbers, as keys, and as passwords. */
const long = { digits: 9, key: 16, word: 8 };

/** Badly read, and as long and mixed as secrets are. */
function isDoubtful(word: ReadWord, { patterns, named }: Wanted): boolean {
  const { text, confidence } = word;
  if (confidence >= leastSure || patterns.size === 0 || isCells(word)) return false;
  if (named && text.length >= long.word && !isWordy(text)) return true;
  const digits = [...text].filter(isDigit).length;
  const alike = [...text].filter((one) => asDigit(one) !== undefined).length;
  if (alike >= long.digits && alike >= text.length * 0.7 && digits >= 4) return true;
  return (
    patterns.has('token') && text.length >= long.key && digits >= 2 && !text.includes('/') && /^[\w+=.-]+$/.test(text)
  );
}
