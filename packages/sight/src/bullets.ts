import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { byteAt, type Grey } from './frame.ts';

/** A disc is darker or brighter than what it stands on by so much (0..255). */
const leastContrast = 40;
/** Left and right of a disc is the same background (0..255). */
const sameBackground = 14;
/** Diameters (px): smaller are dots of a text, larger are radio buttons. */
const diameter = { least: 4, most: 18 };
/** Fewer discs in a row are decoration. */
const leastDiscs = 4;
/** So many of a run must be discs (0..1): one in the middle of a pixel is drawn a little otherwise. */
const leastShare = 0.7;
/** So much of what is right around a disc may be its own soft edge (0..1). */
const softRim = 0.15;
/** The middle half of a disc is of one colour, an icon's is not: differences up to this (0..255). */
const plainInside = 80;
/** From disc to disc (diameters). */
const widestPitch = 3.2;

/** A piece of a row that stands out from equal background on both sides. */
interface Chord {
  readonly from: number;
  readonly width: number;
}

/** A row of equal, equally spaced discs: what a field shows instead of its text. */
export interface BulletRun {
  readonly box: Box;
  readonly count: number;
}

/** Every run of bullets. Readers make letters of them, or nothing at all. */
export function bulletRuns(grey: Grey): BulletRun[] {
  const found: BulletRun[] = [];
  for (let y = 1; y < grey.height - 1; y++) {
    for (const run of equallySpaced(chordsOf(grey, y))) {
      const discs = run.map((chord) => discAt(grey, chord, y)).filter((disc) => disc !== undefined);
      if (discs.length < leastDiscs || discs.length < leastShare * run.length) continue;
      const box = outline(discs);
      if (!found.some((known) => touches(known.box, box))) found.push({ box, count: run.length });
    }
  }
  return found;
}

function chordsOf({ width, levels }: Grey, y: number): Chord[] {
  const chords: Chord[] = [];
  const row = y * width;
  for (let x = 1; x < width; x++) {
    const background = byteAt(levels, row + x - 1);
    if (Math.abs(byteAt(levels, row + x) - background) <= leastContrast / 2) continue;
    const end = chordEnd(levels, row, x, background, width);
    if (end > 0 && end - x >= diameter.least - 1) chords.push({ from: x, width: end - x });
    if (end > 0) x = end;
  }
  return chords;
}

/** Where the background comes back; 0 when it does not within a disc's width. */
function chordEnd(levels: Uint8Array, row: number, from: number, background: number, width: number): number {
  for (let x = from + 1; x <= Math.min(width - 1, from + diameter.most); x++) {
    if (Math.abs(byteAt(levels, row + x) - background) <= sameBackground) return x;
  }
  return 0;
}

/** Chains of chords of one width at one pitch. */
function equallySpaced(chords: readonly Chord[]): Chord[][] {
  const runs: Chord[][] = [];
  let run: Chord[] = [];
  for (const chord of chords) {
    const last = run.at(-1);
    if (last && follows(run, last, chord)) run.push(chord);
    else {
      if (run.length >= leastDiscs) runs.push(run);
      run = last && isNear(last, chord) ? [last, chord] : [chord];
    }
  }
  if (run.length >= leastDiscs) runs.push(run);
  return runs;
}

const isNear = (a: Chord, b: Chord): boolean =>
  Math.abs(a.width - b.width) <= 1 && b.from - a.from <= widestPitch * Math.max(a.width, diameter.least);

function follows(run: readonly Chord[], last: Chord, chord: Chord): boolean {
  if (!isNear(last, chord)) return false;
  const [first, second] = run;
  // Positions are whole px, pitches are not: two in a row may differ by one.
  return !first || !second || Math.abs(chord.from - last.from - (second.from - first.from)) <= 1.5;
}

/** The disc that the chord goes through the middle of; nothing when it is a stroke, a ring or a letter. */
function discAt({ width, height, levels }: Grey, { from, width: chord }: Chord, y: number): Box | undefined {
  const middle = from + (chord >> 1);
  const background = byteAt(levels, y * width + from - 1);
  const isInk = (x: number, row: number) => Math.abs(byteAt(levels, row * width + x) - background) > leastContrast;
  let top = y;
  while (top > 0 && y - top <= chord && isInk(middle, top - 1)) top--;
  let end = y + 1;
  while (end < height && end - y <= chord && isInk(middle, end)) end++;
  const tall = end - top;
  // A stem or a foot goes on above or below.
  if ((top > 0 && isInk(middle, top - 1)) || (end < height && isInk(middle, end))) return undefined;
  if (Math.max(tall, chord) < diameter.least || Math.abs(tall - chord) > Math.max(2, chord * 0.3)) return undefined;
  const disc = { x: from, y: top, width: chord, height: tall };
  const around = rim(disc, width, height);
  const isSoft = around.filter(([x, row]) => isInk(x, row)).length <= softRim * around.length;
  const isThrough = Array.from({ length: tall }, (_, row) => top + row).some(
    (row) => isInk(from - 1, row) && isInk(from + chord, row),
  );
  return isSoft && !isThrough && isPlain(disc, { width, height, levels }) ? disc : undefined;
}

function isPlain({ x, y, width, height }: Box, grey: Grey): boolean {
  const [left, top] = [x + Math.ceil(width / 4), y + Math.ceil(height / 4)];
  let [darkest, brightest] = [255, 0];
  for (let row = top; row < y + height - Math.ceil(height / 4); row++) {
    for (let column = left; column < x + width - Math.ceil(width / 4); column++) {
      const level = byteAt(grey.levels, row * grey.width + column);
      darkest = Math.min(darkest, level);
      brightest = Math.max(brightest, level);
    }
  }
  return brightest - darkest <= plainInside;
}

/** The pixels right around a box: of a letter some of them belong to it. */
function rim({ x, y, width, height }: Box, columns: number, rows: number): [number, number][] {
  const places: [number, number][] = [];
  for (let column = x - 1; column <= x + width; column++) places.push([column, y - 1], [column, y + height]);
  for (let row = y; row < y + height; row++) places.push([x - 1, row], [x + width, row]);
  return places.filter(([column, row]) => column >= 0 && row >= 0 && column < columns && row < rows);
}

function outline(discs: readonly Box[]): Box {
  const x = Math.min(...discs.map((disc) => disc.x));
  const y = Math.min(...discs.map((disc) => disc.y));
  return {
    x,
    y,
    width: Math.max(...discs.map((disc) => disc.x + disc.width)) - x,
    height: Math.max(...discs.map((disc) => disc.y + disc.height)) - y,
  };
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
