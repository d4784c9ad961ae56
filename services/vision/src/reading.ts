import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { withBlanks } from '@karna/sight/blanks';
import type { Grey } from '@karna/sight/frame';
import { cropLine } from '@karna/sight/line-crop';
import { wordsOf } from '@karna/sight/text-lines';
import {
  type Look,
  pixelsOf,
  type ReadingMemory,
  type Reading as Remembered,
} from './domain/looking/reading-memory.ts';
import { voted } from './domain/looking/voting.ts';
import type { Word } from './domain/screen.ts';
import type { Models } from './ports.ts';

/** A line with a character less sure than this is looked at again. */
const sureCharacter = 0.85;

/** Where a line is cut from, px above and below its box. */
type Cut = readonly [above: number, below: number];

/**
 * Letters that one cut loses at its edge are whole in another, and all are scaled a little otherwise: what is not sure is
 * looked at in another cut, and in two more where these disagree. Of the cuts that were tried these gain most for their
 * price (figures in models/README.md).
 */
const rounds: readonly (readonly Cut[])[] = [
  [[0, 0]],
  [[1, 1]],
  [
    [1, 0],
    [0, 1],
  ],
];

/** Reads what was not read before. */
export class Reading {
  readonly #models: Models;
  readonly #memory: ReadingMemory;

  constructor(models: Models, memory: ReadingMemory) {
    this.#models = models;
    this.#memory = memory;
  }

  /** The words in each box, in the boxes' order. Boxes are in whole px, inside the picture. */
  async wordsIn(grey: Grey, boxes: readonly Box[]): Promise<Word[][]> {
    const keys = boxes.map((box) => pixelsOf(grey, cutOf(grey, box, [1, 1])));
    const known = new Map<string, Remembered>();
    const fresh = new Map<string, Box>();
    for (const [index, box] of boxes.entries()) {
      const key = keys[index] ?? '';
      const remembered = this.#memory.get(key);
      if (remembered) known.set(key, remembered);
      else fresh.set(key, box);
    }
    const read = await this.#read(grey, [...fresh.values()]);
    for (const [index, key] of [...fresh.keys()].entries()) {
      const reading = read[index] ?? [];
      known.set(key, reading);
      this.#memory.put(key, reading);
    }
    return boxes.map((box, index) => {
      const looks = known.get(keys[index] ?? '') ?? [];
      return voted(looks.map(({ width, characters }) => wordsOf({ box, width }, characters))).map(bareWord);
    });
  }

  async #read(grey: Grey, boxes: readonly Box[]): Promise<Look[][]> {
    const looks: Look[][] = boxes.map(() => []);
    for (const cuts of rounds) {
      const open = boxes.flatMap((box, index) =>
        isSettled(looks[index] ?? [])
          ? []
          : cuts.map((cut) => ({ index, crop: cropLine(grey, cutOf(grey, box, cut)) })),
      );
      const read = await this.#models.read(open.map(({ crop }) => crop));
      for (const [place, { index, crop }] of open.entries()) {
        looks[index]?.push({ characters: withBlanks(crop, read[place] ?? []), width: crop.width });
      }
    }
    return looks;
  }
}

/** Nothing to read, read surely, or twice the same. */
function isSettled([first, ...others]: readonly Look[]): boolean {
  if (!first) return false;
  if (first.characters.every(({ confidence }) => confidence >= sureCharacter)) return true;
  return others.some((other) => textOf(other) === textOf(first));
}

const textOf = ({ characters }: Look): string => characters.map(({ text }) => text).join('');

/** Inside the picture. */
function cutOf(grey: Grey, { x, y, width, height }: Box, [above, below]: Cut): Box {
  const top = Math.max(0, y - above);
  return { x, y: top, width, height: Math.min(grey.height, y + height + below) - top };
}

/** Where its characters stand is of no use beyond this. */
const bareWord = ({ text, box, confidence }: Word): Word => ({ text, box, confidence });
