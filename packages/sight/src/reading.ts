import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { clipped, moved, outward, shareInside } from './boxes.ts';
import { type BulletRun, bulletRuns } from './bullets.ts';
import { cut, type Frame, type Grey, greyOf, halved } from './frame.ts';
import { snappedToInk } from './ink.ts';
import type { Line, Word } from './line.ts';
import { cropLine, type LineCrop } from './line-crop.ts';
import type { Networks } from './networks.ts';
import { strays } from './strays.ts';
import { joinedBoxes, linesOf, tallLines, wordsOf } from './text-lines.ts';

/** In a picture smaller than this no text is too tall for the full view (px). */
const leastHalvedPx = 64;

export interface ReadingOptions {
  /** Only this part of the picture. */
  readonly within?: Box;
  /** Also what was read so badly that it may be no text at all. */
  readonly doubtful?: boolean;
}

/** Every line of text in the picture, or in a part of it; boxes are in px of the whole picture. */
export async function readLines(frame: Frame, networks: Networks, options: ReadingOptions = {}): Promise<Line[]> {
  const { within, doubtful = false } = options;
  const part = within && clipped(outward(within), frame.width, frame.height);
  if (!part) return linesIn(frame, networks, doubtful);
  if (part.width === 0 || part.height === 0) return [];
  const lines = await linesIn(cut(frame, part.x, part.y, part.width, part.height), networks, doubtful);
  return lines.map((line) => movedLine(line, part.x, part.y));
}

async function linesIn(frame: Frame, networks: Networks, doubtful: boolean): Promise<Line[]> {
  const grey = greyOf(frame);
  const bullets = bulletRuns(grey).map(bulletLine);
  const crops = await lineCrops(frame, grey, networks);
  const read = await networks.read(crops);
  const words = crops.flatMap((crop, index) => wordsOf(crop, read[index] ?? [], doubtful));
  return [...linesOf(words.filter(({ box }) => !bullets.some((line) => shareInside(box, line.box) > 0.4))), ...bullets];
}

async function lineCrops(frame: Frame, grey: Grey, networks: Networks): Promise<LineCrop[]> {
  const found = joinedBoxes(await lineBoxes(frame, networks), 0.5);
  const missed = joinedBoxes(strays(grey, found), 0.5).map((box) => snappedToInk(frame, box));
  // A piece that was missed may overlap the line it belongs to: they are read as one.
  return joinedBoxes([...found, ...missed], 0)
    .filter(({ width, height }) => width >= 3 && height >= 4)
    .map((box) => cropLine(grey, box));
}

/** A run of bullets as the text of the field that shows them. */
function bulletLine({ box, count }: BulletRun): Line {
  const pitch = (box.width - box.height) / Math.max(1, count - 1);
  const characters = Array.from({ length: count }, (_, index) => ({
    text: '•',
    x: box.x + box.height / 2 + index * pitch,
    confidence: 1,
  }));
  const text = '•'.repeat(count);
  return { text, box, words: [{ text, box, confidence: 1, characters }] };
}

async function lineBoxes(frame: Frame, networks: Networks): Promise<Box[]> {
  const seen = await networks.findLines(frame);
  const small = Math.min(frame.width, frame.height) < leastHalvedPx;
  const tall = small ? [] : tallLines(await networks.findLines(halved(frame)), seen);
  // Twice: pieces that overlap become one before their ends are looked for, and the lines so found may touch.
  return joinedBoxes([...seen, ...tall], 0).map((box) => snappedToInk(frame, box));
}

const movedLine = (line: Line, right: number, down: number): Line => ({
  text: line.text,
  box: moved(line.box, right, down),
  words: line.words.map((word) => movedWord(word, right, down)),
});

const movedWord = (word: Word, right: number, down: number): Word => ({
  ...word,
  box: moved(word.box, right, down),
  characters: word.characters.map((character) => ({ ...character, x: character.x + right })),
});
