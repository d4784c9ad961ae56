import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { withBlanks } from '@karna/sight/blanks';
import type { Grey } from '@karna/sight/frame';
import { cropLine, type LineCrop } from '@karna/sight/line-crop';
import { wordsOf } from '@karna/sight/text-lines';
import { pixelsOf, type ReadingMemory, type Reading as Remembered } from './domain/looking/reading-memory.ts';
import type { Word } from './domain/screen.ts';
import type { Models } from './ports.ts';

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
    return boxes.map((box, index) => {
      const reading = known.get(keys[index] ?? '');
      return reading ? wordsOf({ box, width: reading.width }, reading.characters).map(bareWord) : [];
    });
  }
}

/** Where its characters stand is of no use beyond this. */
const bareWord = ({ text, box, confidence }: Word): Word => ({ text, box, confidence });
