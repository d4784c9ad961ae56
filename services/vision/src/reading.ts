import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { withBlanks } from '@karna/sight/blanks';
import { clipped, grown } from '@karna/sight/boxes';
import type { Grey } from '@karna/sight/frame';
import { cropLine, marginPx } from '@karna/sight/line-crop';
import { wordsOf } from '@karna/sight/text-lines';
import { type ReadLine, settled, typedIn } from './domain/looking/fixed-width.ts';
import { pixelsOf, type ReadingMemory, type Reading as Remembered } from './domain/looking/reading-memory.ts';
import { voted } from './domain/looking/voting.ts';
import type { Word } from './domain/screen.ts';
import type { Models } from './ports.ts';

/** What was read in a box. */
export interface ReadBox {
  readonly box: Box;
  readonly words: Word[];
}

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
    return (await this.#read(grey, boxes)).map(wordsIn);
  }

  /**
   * The words in each box. Fixed-width type is read once more in the rows of its window, and put right where the same pixels were read otherwise:
   * instead of its boxes come the pieces of these rows.
   */
  async linesIn(grey: Grey, boxes: readonly Box[]): Promise<ReadBox[]> {
    const lines = await this.#read(grey, boxes);
    const typed = typedIn(grey, lines);
    const rows: ReadLine[] = [];
    for (const window of typed) {
      const cuts = window.stretches.map(({ box }) => clipped(grown(box, marginPx, 0), grey.width, grey.height));
      rows.push(...settled(window, await this.#read(grey, cuts)));
    }
    const others = lines.filter((line) => !typed.some((window) => window.replaced.includes(line)));
    return [...others, ...rows].map((line) => ({ box: line.box, words: wordsIn(line) }));
  }

  async #read(grey: Grey, boxes: readonly Box[]): Promise<ReadLine[]> {
    const keys = boxes.map((box) => pixelsOf(grey, cutOf(grey, box, [1, 1])));
    const known = new Map<string, Remembered>();
    const fresh = new Map<string, Box>();
    for (const [index, box] of boxes.entries()) {
      const key = keys[index] ?? '';
      const remembered = this.#memory.get(key);
      if (remembered) known.set(key, remembered);
      else fresh.set(key, box);
    }
    const read = await this.#lookedAt(grey, [...fresh.values()]);
    for (const [index, key] of [...fresh.keys()].entries()) {
      const reading = read[index];
      if (!reading) continue;
      known.set(key, reading);
      this.#memory.put(key, reading);
    }
    return boxes.map((box, index) => ({ box, width: 1, characters: [], ...known.get(keys[index] ?? '') }));
  }

  /** What stands in each box, by as many looks as it takes. */
  async #lookedAt(grey: Grey, boxes: readonly Box[]): Promise<(Remembered | undefined)[]> {
    const lines = boxes.map((box) => ({ box, looks: [] as Remembered[] }));
    for (const cuts of rounds) {
      const open = lines.filter(({ looks }) => !isSettled(looks));
      const asked = open.flatMap(({ box, looks }) =>
        cuts.map((cut) => ({ looks, crop: cropLine(grey, cutOf(grey, box, cut)) })),
      );
      const read = await this.#models.read(asked.map(({ crop }) => crop));
      for (const [index, { looks, crop }] of asked.entries()) {
        looks.push({ characters: withBlanks(crop, read[index] ?? []), width: crop.width });
      }
    }
    return lines.map(({ box, looks: [first, ...others] }) =>
      first && others.length > 0 ? voted(box, [first, ...others]) : first,
    );
  }
}

/** Nothing to read, read surely, or twice the same. */
function isSettled([first, ...others]: readonly Remembered[]): boolean {
  if (!first) return false;
  if (first.characters.every(({ confidence }) => confidence >= sureCharacter)) return true;
  return others.some((other) => textOf(other) === textOf(first));
}

const textOf = ({ characters }: Remembered): string => characters.map(({ text }) => text).join('');

/** Inside the picture. */
const cutOf = (grey: Grey, { x, y, width, height }: Box, [above, below]: Cut): Box =>
  clipped({ x, y: y - above, width, height: height + above + below }, grey.width, grey.height);

/** Where their characters stand is of no use beyond this. */
const wordsIn = (line: ReadLine): Word[] =>
  wordsOf(line, line.characters).map(({ text, box, confidence }) => ({ text, box, confidence }));
