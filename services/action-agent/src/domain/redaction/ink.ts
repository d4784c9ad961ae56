import type { Box } from '../../ports.ts';
import { right } from '../boxes.ts';
import { type Pixels, words } from '../pixels.ts';
import type { Place } from './writing.ts';

/** Neighbouring pixels this far apart (0..255, strongest colour) are an edge of a glyph rather than a gradient or noise. */
const edgeContrast = 22;
/** Letters of one word are nearer than this (pitches of its characters); blanks are wider. In even type both are. */
const letterGap = { uneven: 0.28, even: 0.62 };
/** Underscores, and the bars of letters, have no upright edges but at their ends: so long are two that touch (line heights). */
const underscore = 1.1;
/** How far a word may go on (line heights). */
const longestWord = 60;

/** A place grown sideways to the ends of the words it lies in: what is known of a word's ends is off by a letter. */
export function toEndsOfWords(picture: Pixels, { box, pitch, isEven, isCut }: Place): Box {
  const gap = Math.max(1, Math.round(pitch * (isEven ? letterGap.even : letterGap.uneven)));
  const left = isCut.left ? box.x : inkEnd(picture, box, Math.floor(box.x), -1, gap);
  const end = isCut.right ? right(box) : inkEnd(picture, box, Math.ceil(right(box)), 1, gap);
  return { ...box, x: left, width: end - left };
}

function inkEnd(picture: Pixels, box: Box, start: number, step: 1 | -1, gap: number): number {
  const all = words(picture);
  const rows = rowsOf(box, picture.height);
  const longestFlat = Math.max(gap, Math.round(box.height * underscore));
  const limit = start + step * longestWord * box.height;
  let [end, blank] = [start, 0];
  for (let x = start; step > 0 ? x < Math.min(picture.width, limit) : x > Math.max(0, limit); x += step) {
    const kind = columnKind(picture, all, rows, x);
    if (kind === 'border') break;
    blank = kind === 'blank' ? blank + 1 : 0;
    if (blank > gap || Math.abs(x - end) > longestFlat) break;
    if (kind === 'glyph') end = x + step;
  }
  return end;
}

/** As many strokes side by side are letters; an icon has fewer. */
const leastStrokes = 3;
/** Farther from one another (line heights), and what comes before belongs to something else. */
const widestBlank = 1.5;

/** Whether something like a word stands left of a place, at most so far away (line heights). */
export function hasWritingBefore(picture: Pixels, box: Box, reach: number): boolean {
  const all = words(picture);
  const rows = rowsOf(box, picture.height);
  const last = Math.max(0, Math.floor(box.x - reach * box.height));
  let [strokes, blank] = [0, 0];
  for (let x = Math.floor(box.x) - 1, before = ''; x > last; x--) {
    const kind = columnKind(picture, all, rows, x);
    blank = kind === 'blank' ? blank + 1 : 0;
    if (kind === 'border' || blank > widestBlank * box.height) break;
    if (kind === 'glyph' && before === 'blank') strokes++;
    before = kind;
  }
  return strokes >= leastStrokes;
}

interface Rows {
  /** Where letters are, without the rows of text above and below. */
  readonly glyphs: readonly [from: number, to: number];
  /** Where underscores end: they hang below the letters. */
  readonly base: number;
  /** Higher and lower than any letter of the line. */
  readonly tall: readonly [from: number, to: number];
}

function rowsOf(box: Box, height: number): Rows {
  const row = (share: number) => Math.min(height - 2, Math.max(0, Math.round(box.y + box.height * share)));
  return { glyphs: [row(0.15), row(1.06)], base: row(1.28), tall: [row(-0.3), row(1.3)] };
}

/** What a column of a line shows: a part of a glyph, something flat as an underscore, nothing, or a border from top to bottom. */
function columnKind(
  { width }: Pixels,
  all: Uint32Array,
  { glyphs: [from, to], base: last, tall }: Rows,
  x: number,
): 'glyph' | 'flat' | 'blank' | 'border' {
  if (x < 0 || x >= width - 1 || to <= from) return 'blank';
  const differ = (a: number, b: number) => contrast(all[a] ?? 0, all[b] ?? 0) > edgeContrast;
  const edges = (top: number, end: number) => {
    let count = 0;
    for (let y = top; y < end; y++) if (differ(y * width + x, y * width + x + 1)) count++;
    return count;
  };
  const upright = edges(from, to);
  if (upright === to - from && edges(...tall) > 0.95 * (tall[1] - tall[0])) return 'border';
  if (upright > 0) return 'glyph';
  // The bar of an H, or an underscore.
  for (let y = from; y < last; y++) {
    const at = y * width + x;
    if (differ(at, at + width) && differ(at + 1, at + width + 1)) return 'flat';
  }
  return 'blank';
}

/** The largest difference of two colours (0xXXRRGGBB) over red, green and blue. */
export const contrast = (a: number, b: number): number =>
  Math.max(
    Math.abs(((a >> 16) & 255) - ((b >> 16) & 255)),
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
    Math.abs((a & 255) - (b & 255)),
  );

/** The brightness of a part of the picture (ITU-R BT.601); `box` in whole px inside it. */
export function greyOf(picture: Pixels, box: Box): { width: number; height: number; levels: Uint8Array } {
  const all = words(picture);
  const levels = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0, from = (box.y + y) * picture.width + box.x; x < box.width; x++, from++) {
      const colour = all[from] ?? 0;
      levels[y * box.width + x] =
        (77 * ((colour >> 16) & 255) + 150 * ((colour >> 8) & 255) + 29 * (colour & 255)) >> 8;
    }
  }
  return { width: box.width, height: box.height, levels };
}
