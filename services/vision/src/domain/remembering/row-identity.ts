import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, holdsCentre, right, sharedHeight, sharedWidth, union } from '@karna/sight/boxes';
import { isField, isHolder, isPressable } from '../roles.ts';
import type { Element, Line, Word } from '../screen.ts';
import { rowOf, type Scene, surfaceOf } from '../tree/scene.ts';

/** Texts that it takes to tell a row from the others, at most; one more guards against namesakes that are not there yet. */
const mostTexts = 3;
/** A reader less sure than this of its worst character may have taken it for a look-alike. */
const unsure = 0.9;
/** Words further apart than this (in heights) stand in different columns, or are at least no one name. */
const columnGap = 0.6;
/** A number that much further from a word than words are from each other is no part of its name (times), told by so many of them. */
const otherKind = { gap: 1.4, least: 0.42, words: 3 };
/** A long name all but touches the next column: no nearer than this, where that column begins in other rows (in heights)... */
const leastGap = 0.35;
/** ...or as near as words are, where numbers begin right there in so many rows. */
const touching = { gap: 0.1, rows: 3 };
/** How far from each other words begin that stand in one column, and how far away rows of one list are (in heights). */
const column = { off: 0.1, away: 8 };
const longestText = 80;

/** Words that stand together, and how surely they were read. */
interface Piece {
  readonly text: string;
  readonly box: Box;
  readonly sure: number;
}

/** A record that has every text asked for. */
export interface Record {
  readonly box: Box;
  /** Every text was read exactly, and surely. */
  readonly isExact: boolean;
}

/**
 * The texts that tell an element's row from the others on the screen; undefined when it stands in none, empty when nothing
 * tells them apart.
 */
export function identityOf(scene: Scene, element: Element): string[] | undefined {
  const row = rowOf(scene, element);
  if (!row) return undefined;
  const whole = wholeRecord(scene, row);
  const marks = marksOf(scene.screen);
  const others = scene.screen.elements
    .filter((other) => isNamesake(other, row) && !isSameLevel(other.box, whole))
    .map((other) => piecesOf(scene, wholeRecord(scene, other), marks).map(({ text }) => text));
  const own = piecesOf(scene, whole, marks)
    .filter(({ box, text }) => !holdsCentre(element.box, box) && text.length <= longestText)
    .sort((a, b) => steadiness(b) - steadiness(a));
  const telling = tellingApart(own, others);
  const guard = own.find(
    (piece) => !telling.includes(piece) && isSteady(piece) && others.every((texts) => !isAmong(texts, piece)),
  );
  const kept = guard ? [...telling, guard] : telling;
  return kept.sort((a, b) => a.box.x - b.box.x).map(({ text }) => text);
}

/** As few texts as leave no other row that has them all; of those that do equally well the steadiest. */
function tellingApart(own: readonly Piece[], others: readonly (readonly string[])[]): Piece[] {
  const kept: Piece[] = [];
  let alike = others;
  while (alike.length > 0 && kept.length < mostTexts) {
    const left = own.map((piece) => ({ piece, rows: alike.filter((texts) => isAmong(texts, piece)) }));
    const best = left.sort((a, b) => a.rows.length - b.rows.length)[0];
    if (!best || best.rows.length === alike.length) return kept;
    kept.push(best.piece);
    alike = best.rows;
  }
  return kept;
}

const isAmong = (texts: readonly string[], piece: Piece): boolean => texts.some((text) => mistakable(text, piece.text));

const isNamesake = (other: Element, row: Element): boolean =>
  other !== row && other.role === 'ROLE_ROW' && other.parentId === row.parentId && isInOneList(other.box, row.box);

/** Names first, then numbers of records; amounts, dates and times change while the record stays. */
function steadiness({ text, sure }: Piece): number {
  const isName = /^[\p{L} .'’-]*\p{L}{2}[\p{L} .'’-]*$/u.test(text);
  const isAddress = /\p{L}{2}/u.test(text);
  const isNumber = /^[#\p{L}-]*\d{3,}$/u.test(text);
  return (
    (isName ? 2.5 : isAddress ? 2 : isNumber ? 1.5 : 0) + (sure >= unsure ? 1 : 0) + Math.min(20, text.length) / 100
  );
}

const isSteady = (piece: Piece): boolean => steadiness(piece) >= 2;

/** The records on the screen in which each of the texts stands. */
export function recordsWith(scene: Scene, texts: readonly string[]): Record[] {
  const [first] = texts;
  if (first === undefined) return [];
  const places = runsLike(scene, first).map((piece) => placeOf(scene, piece));
  const apart = places.filter((box, index) => !places.slice(0, index).some((other) => isSameBox(other, box)));
  return apart.flatMap((box) => recordAt(scene, box, texts) ?? []);
}

function recordAt(scene: Scene, box: Box, texts: readonly string[]): Record | undefined {
  const matches = texts.map((text) => runsLike(scene, text).filter((run) => holdsCentre(box, run.box)));
  if (matches.some((runs) => runs.length === 0)) return undefined;
  const isExact = matches.every((runs, index) => runs.some((run) => isSame(run.text, texts[index] ?? '')));
  return { box, isExact };
}

/** Every run of words on the screen that reads as the text, or might: where the reader was unsure. */
function runsLike({ screen }: Scene, text: string): Piece[] {
  const length = text.trim().split(/\s+/).length;
  const isLike = (run: Piece) => isSame(run.text, text) || (mistakable(run.text, text) && run.sure < unsure);
  const marks = marksOf(screen);
  const within = screen.lines.flatMap(({ words }) => runsOf(words, length + 1, marks).filter(isLike));
  const across = levelWords(screen.lines).flatMap((words) => runsOf(words, length + 1, marks).filter(isLike));
  return [...within, ...across.filter((run) => !within.some(({ box }) => isSameBox(box, run.box)))];
}

/** What is level and this near to each other is written in one record, however it was cut into lines (in heights). */
const farthestLevel = 4;

/** The words of lines that stand beside each other, from left to right; only where there are several such lines. */
function levelWords(lines: readonly Line[]): (readonly Word[])[] {
  const left = [...lines].sort((a, b) => a.box.x - b.box.x);
  const rows: Line[][] = [];
  for (const line of left) {
    const row = rows.find((known) => isBehind(known.at(-1), line));
    if (row) row.push(line);
    else rows.push([line]);
  }
  return rows.filter(({ length }) => length > 1).map((row) => row.flatMap(({ words }) => words));
}

function isBehind(before: Line | undefined, { box }: Line): boolean {
  if (!before) return false;
  const height = Math.min(before.box.height, box.height);
  const gap = box.x - right(before.box);
  return sharedHeight(before.box, box) > 0.6 * height && gap >= 0 && gap <= farthestLevel * height;
}

/** Every run of at most `longest` words that stands apart from what is before and after it. */
function runsOf(words: readonly Word[], longest: number, marks: Marks): Piece[] {
  const { deeds } = marks;
  const homes = words.map((word) => deeds.find(({ box }) => holdsCentre(box, word.box)));
  const isEdge = (at: number) => homes[at - 1] !== homes[at] || standApart(words[at - 1], words[at], marks);
  const runs: Piece[] = [];
  for (let from = 0; from < words.length; from++) {
    if (!isEdge(from)) continue;
    for (let to = from + 1; to <= Math.min(words.length, from + longest); to++) {
      if (isEdge(to)) runs.push(pieceOf(words.slice(from, to)));
    }
  }
  return runs;
}

/** What says where a text ends. */
interface Marks {
  readonly deeds: readonly Element[];
  /** The first words of columns, as far as they stand clear of the column before. */
  readonly columns: readonly Box[];
  /** How far from each other the words of names and sentences are (in heights). */
  readonly blank: number;
}

const marksOf = (screen: Scene['screen']): Marks => ({
  deeds: deedsOn(screen),
  columns: screen.lines.flatMap(({ words }) =>
    words
      .filter((word, index) => index > 0 && gapBetween(words[index - 1] ?? word, word) > columnGap)
      .map(({ box }) => box),
  ),
  blank: usualBlank(screen),
});

/** Not known where there are few words. */
function usualBlank({ lines }: Scene['screen']): number {
  const gaps = lines.flatMap(({ words }) =>
    words.flatMap((word, index) => {
      const before = words[index - 1];
      return before && !hasDigit(before) && !hasDigit(word) ? [gapBetween(before, word)] : [];
    }),
  );
  const near = gaps.filter((gap) => gap <= columnGap);
  return near.length < otherKind.words ? Number.POSITIVE_INFINITY : middleOf(near);
}

/** What has a text of its own beside those of its record: buttons and fields. */
const deedsOn = ({ elements }: Scene['screen']): Element[] =>
  elements.filter(({ role }) => (isPressable(role) && role !== 'ROLE_LINK') || isField(role));

/** By a gap as between columns; a narrower one will do between words and numbers, and where a column begins in other rows. */
function standApart(left: Word | undefined, after: Word | undefined, { columns, blank }: Marks): boolean {
  if (!left || !after) return true;
  const gap = gapBetween(left, after);
  if (gap > columnGap) return true;
  const isOtherKind = hasDigit(left) !== hasDigit(after);
  if (isOtherKind && gap > Math.max(otherKind.least, otherKind.gap * blank)) return true;
  const rows = columns.filter((start) => isInColumn(after.box, start)).length;
  return (gap > leastGap && rows > 0) || (isOtherKind && gap > touching.gap && rows >= touching.rows);
}

const hasDigit = ({ text }: Word): boolean => /\d/.test(text);

/** In heights. */
const gapBetween = (left: Word, after: Word): number =>
  (after.box.x - right(left.box)) / Math.min(left.box.height, after.box.height);

const isInColumn = (box: Box, start: Box): boolean =>
  Math.abs(box.x - start.x) <= column.off * box.height && Math.abs(box.y - start.y) <= column.away * box.height;

const pieceOf = (words: readonly Word[]): Piece => ({
  text: words.map((word) => word.text).join(' '),
  box: union(words.map((word) => word.box)),
  sure: Math.min(...words.map((word) => word.confidence)),
});

/** The row around a text; where none was seen, the strip of the window that is level with it, no farther than the records above and below it. */
function placeOf(scene: Scene, { box }: Piece): Box {
  const element = scene.screen.elements.find((each) => !isHolder(each.role) && holdsCentre(each.box, box));
  const row =
    (element && rowOf(scene, element)) ??
    scene.screen.elements.find((each) => each.role === 'ROLE_ROW' && holdsCentre(each.box, box));
  if (row) return wholeRecord(scene, row);
  const home = (element && surfaceOf(scene, element))?.box;
  const [top, end] = stripAround(scene, box);
  const strip = { y: top, height: end - top };
  return home ? { ...strip, x: home.x, width: home.width } : { ...strip, x: 0, width: scene.screen.width };
}

/** How far a record that was not seen as a row reaches above and below its text (usual text heights). */
const reach = 0.9;

/** From where to where (px); what stands in the columns of this text above or below it is another record. */
function stripAround({ unit, screen }: Scene, box: Box): [top: number, end: number] {
  const words = screen.lines.flatMap((line) => line.words.map((word) => word.box));
  const levelWith = (one: Box) => words.filter((word) => word !== one && sharedHeight(word, one) > 0.6 * word.height);
  const columns = levelWith(box).filter(({ x }) => x >= right(box) || x < box.x);
  const isAnother = (word: Box) =>
    isInColumn(word, box) && levelWith(word).some((other) => columns.some((own) => isInColumn(other, own)));
  const others = words.filter((word) => sharedHeight(word, box) <= 0 && isAnother(word));
  const above = others.filter(({ y }) => y < box.y).map((other) => (bottom(other) + box.y) / 2);
  const below = others.filter(({ y }) => y > box.y).map((other) => (bottom(box) + other.y) / 2);
  return [Math.max(box.y - reach * unit, ...above), Math.min(bottom(box) + reach * unit, ...below)];
}

/** A record that was seen in pieces, or in one another: all that reach over each other and are level, as wide as the list's records usually are. */
function wholeRecord({ screen }: Scene, row: Element): Box {
  const rows = screen.elements.filter(({ role, box }) => role === 'ROLE_ROW' && isInOneList(box, row.box));
  const pieces = union(rows.filter(({ box }) => isSameLevel(box, row.box)).map(({ box }) => box));
  if (rows.length < leastRows) return pieces;
  const [x, end] = [middleOf(rows.map(({ box }) => box.x)), middleOf(rows.map(({ box }) => right(box)))];
  return union([pieces, { ...pieces, x, width: Math.max(0, end - x) }]);
}

/** Fewer do not tell how wide the others are. */
const leastRows = 3;

const isInOneList = (a: Box, b: Box): boolean => sharedWidth(a, b) > 0.5 * Math.min(a.width, b.width);

const middleOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const isSameLevel = (a: Box, b: Box): boolean => sharedHeight(a, b) > 0.7 * Math.max(a.height, b.height);

const isSameBox = (a: Box, b: Box): boolean =>
  a.x === b.x &&
  a.width === b.width &&
  Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y) > 0.5 * Math.min(a.height, b.height);

/** What is written in a row, but for its buttons and fields: those are the same in every row, or change. */
function piecesOf({ screen }: Scene, record: Box, marks: Marks): Piece[] {
  return screen.lines.flatMap(({ words }) => {
    const free = words.filter(
      (word) => holdsCentre(record, word.box) && !marks.deeds.some((deed) => holdsCentre(deed.box, word.box)),
    );
    return wholeRuns(free, marks);
  });
}

/** Splits at the gaps between columns. */
function wholeRuns(words: readonly Word[], marks: Marks): Piece[] {
  const runs: Word[][] = [];
  for (const word of words) {
    if (standApart(runs.at(-1)?.at(-1), word, marks)) runs.push([]);
    runs.at(-1)?.push(word);
  }
  return runs.filter((run) => run.length > 0).map(pieceOf);
}

/** Character by character; a blank more or less is a reader's slip, but never between digits. */
export function isSame(read: string, asked: string): boolean {
  const [a, b] = [read, asked].map((text) => text.normalize('NFKC').trim().replace(/\s+/gu, ' '));
  if (a === b) return true;
  const close = (text = '') => text.replace(/(?<!\d) | (?!\d)/gu, '');
  return close(a) === close(b);
}

/** What a reader may take for each other in small type becomes one. */
const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/[Il1|!iíìj]/g, 'l'],
  [/[0OoQD]/g, 'o'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[5Ss]/g, 's'],
  [/[8B]/g, 'b'],
  [/[2Zz]/g, 'z'],
  [/[6Gb]/g, 'b'],
  [/[9gq]/g, 'q'],
  [/[.,]/g, '.'],
  [/[‐-―-]/g, '-'],
  [/[cCeG]/g, 'c'],
];

export const mistakable = (a: string, b: string): boolean => blurred(a) === blurred(b);

function blurred(text: string): string {
  const bare = text.normalize('NFKC').replace(/\s+/gu, '');
  return lookAlikes.reduce((sum, [signs, one]) => sum.replace(signs, one), bare).toLowerCase();
}
