import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { withBlanks } from '@karna/sight/blanks';
import { clipped, grown } from '@karna/sight/boxes';
import type { Grey } from '@karna/sight/frame';
import { cropLine, type LineCrop, marginPx } from '@karna/sight/line-crop';
import { wordsOf } from '@karna/sight/text-lines';
import { type ReadLine, settled, typedIn } from './domain/looking/fixed-width.ts';
import { pixelsOf, type ReadingMemory, type Reading as Remembered } from './domain/looking/reading-memory.ts';
import type { Word } from './domain/screen.ts';
import type { Models } from './ports.ts';

/** What was read in a box. */
export interface ReadBox {
  readonly box: Box;
  readonly words: Word[];
}

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
    const keys = boxes.map((box) => pixelsOf(grey, box));
    const known = new Map<string, Remembered>();
    const fresh = new Map<string, LineCrop>();
    for (const [index, box] of boxes.entries()) {
      const key = keys[index] ?? '';
      const remembered = this.#memory.get(key);
      if (remembered) known.set(key, remembered);
      else if (!fresh.has(key)) fresh.set(key, cropLine(grey, box));
    }
    const read = await this.#models.read([...fresh.values()]);
    for (const [index, [key, crop]] of [...fresh].entries()) {
      const reading = { characters: withBlanks(crop, read[index] ?? []), width: crop.width };
      known.set(key, reading);
      this.#memory.put(key, reading);
    }
    return boxes.map((box, index) => ({ box, width: 1, characters: [], ...known.get(keys[index] ?? '') }));
  }
}

/** Where their characters stand is of no use beyond this. */
const wordsIn = (line: ReadLine): Word[] =>
  wordsOf(line, line.characters).map(({ text, box, confidence }) => ({ text, box, confidence }));
