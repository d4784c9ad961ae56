import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { clipped, moved, outward, sharedArea, sharedHeight, sharedWidth, twice } from './boxes.ts';
import { type BulletRun, bulletRuns } from './bullets.ts';
import type { ReadCharacter } from './ctc.ts';
import { cut, type Frame, type Grey, greyOf, halved } from './frame.ts';
import { snappedToInk } from './ink.ts';
import type { Line, Word } from './line.ts';
import { cropLine, type LineCrop } from './line-crop.ts';
import type { Networks } from './networks.ts';
import { strays } from './strays.ts';
import { joinedBoxes, linesOf, tallLines, wordsOf } from './text-lines.ts';

/** In a picture smaller than this no text is too tall for the full view (px). */
const leastHalvedPx = 64;
/** A word that a line box ends in goes on for so many line heights at most: keys and addresses are long. */
const longestWord = 40;

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
  const lines = await linesIn(cut(frame, part), networks, doubtful);
  return lines.map((line) => movedLine(line, part.x, part.y));
}

async function linesIn(frame: Frame, networks: Networks, doubtful: boolean): Promise<Line[]> {
  const grey = greyOf(frame);
  const bullets = bulletRuns(grey).map(bulletLine);
  const crops = await lineCrops(frame, grey, networks);
  const read = await readAgain(await readCrops(crops, networks), frame, grey, networks);
  const words = read.flatMap(({ crop, characters }) => wordsOf(crop, characters, doubtful));
  const isBullets = ({ box }: Word) => !doubtful && bullets.some((line) => isMadeOf(box, line.box));
  return [...linesOf(words.filter((word) => !isBullets(word))), ...bullets];
}

/** Whether what was read is the bullets, in a box of its own. */
const isMadeOf = (word: Box, bullets: Box): boolean =>
  sharedHeight(word, bullets) > 0 && sharedWidth(word, bullets) > 0.5 * word.width;

interface ReadCrop {
  readonly crop: LineCrop;
  readonly characters: readonly ReadCharacter[];
}

async function readCrops(crops: readonly LineCrop[], networks: Networks): Promise<ReadCrop[]> {
  const read = await networks.read(crops);
  return crops.map((crop, index) => ({ crop, characters: read[index] ?? [] }));
}

async function lineCrops(frame: Frame, grey: Grey, networks: Networks): Promise<LineCrop[]> {
  const found = joinedBoxes(await lineBoxes(frame, networks), 0.5);
  // A piece that was missed may overlap the line it belongs to: they are read as one.
  return cropsOf([...found, ...missedBy(found, frame, grey)], grey);
}

const missedBy = (known: readonly Box[], frame: Frame, grey: Grey): Box[] =>
  joinedBoxes(strays(grey, known), 0.5).map((box) => snappedToInk(frame, box, longestWord));

const cropsOf = (boxes: readonly Box[], grey: Grey): LineCrop[] =>
  joinedBoxes(boxes, 0)
    .filter(({ width, height }) => width >= 3 && height >= 4)
    .map((box) => cropLine(grey, box));

/** Lines that were cut out well are read more surely than this on average; noise now and then comes near. */
const wellRead = 0.8;

/** A box across two rows, or beside one, reads as noise: there the rows are looked for by their ink, and read instead. */
async function readAgain(read: readonly ReadCrop[], frame: Frame, grey: Grey, networks: Networks): Promise<ReadCrop[]> {
  const bad = read.filter(({ characters }) => characters.length > 0 && meanSureness(characters) < wellRead);
  if (bad.length === 0) return [...read];
  const good = read.filter((one) => !bad.includes(one));
  const pieces = missedBy(
    good.map(({ crop }) => crop.box),
    frame,
    grey,
  );
  const instead = pieces.filter((piece) => bad.some(({ crop }) => sharedArea(piece, crop.box) > 0));
  const again = await readCrops(cropsOf(instead, grey), networks);
  const isBetter = (one: ReadCrop) => bad.every((other) => !meets(one, other) || sureness(one) > sureness(other));
  const better = again.filter((one) => one.characters.length > 0 && isBetter(one));
  return [...good, ...bad.filter((one) => !better.some((other) => meets(one, other))), ...better];
}

const meets = (a: ReadCrop, b: ReadCrop): boolean => sharedArea(a.crop.box, b.crop.box) > 0;
const sureness = ({ characters }: ReadCrop): number => meanSureness(characters);

const meanSureness = (characters: readonly ReadCharacter[]): number =>
  characters.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, characters.length);

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
  const tall = small ? [] : tallLines((await networks.findLines(halved(frame))).map(placedTwice), seen.map(placed));
  // Twice: pieces that overlap become one before their ends are looked for, and the lines so found may touch.
  const boxes = joinedBoxes([...seen, ...tall.map(({ box }) => box)], 0);
  return boxes.map((box) => snappedToInk(frame, box, longestWord));
}

const placed = (box: Box) => ({ box });
const placedTwice = (box: Box) => ({ box: twice(box) });

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
