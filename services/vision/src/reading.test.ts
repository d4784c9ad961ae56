import type { ReadCharacter } from '@karna/sight/ctc';
import { greyOf } from '@karna/sight/frame';
import type { LineCrop } from '@karna/sight/line-crop';

import { describe, expect, test } from 'vitest';
import { ReadingMemory } from './domain/looking/reading-memory.ts';
import type { Models } from './ports.ts';
import { Reading } from './reading.ts';
import { canvas } from './testing/hand-made.ts';

const grey = greyOf(canvas(80, 40).frame);
const box = { x: 10, y: 10, width: 40, height: 12 };

/** A reader that says something of each cut, by its top edge and height, and keeps what it was asked. */
function reading(say: (top: number, height: number) => readonly [text: string, confidence: number]) {
  const asked: (readonly [top: number, height: number])[] = [];
  const read = async (crops: readonly LineCrop[]): Promise<ReadCharacter[][]> =>
    crops.map((crop) => {
      asked.push([crop.box.y, crop.box.height]);
      const [text, confidence] = say(crop.box.y, crop.box.height);
      const column = (index: number) => ((index + 0.5) * crop.width) / text.length;
      return [...text].map((character, index) => ({ text: character, column: column(index), confidence }));
    });
  const models: Pick<Models, 'read'> = { read };
  const words = async (one = box) => (await new Reading(models as Models, memory).wordsIn(grey, [one])).flat();
  const memory = new ReadingMemory(1e6);
  return { asked, texts: async (one = box) => (await words(one)).map(({ text }) => text) };
}

describe('reading a line', () => {
  test('takes one look where that is sure', async () => {
    const { asked, texts } = reading(() => ['Save', 0.95]);
    expect(await texts()).toEqual(['Save']);
    expect(asked).toEqual([[10, 12]]);
  });

  test('takes a second look where it is not, and no more when both agree', async () => {
    const { asked, texts } = reading(() => ['Save', 0.6]);
    expect(await texts()).toEqual(['Save']);
    expect(asked).toEqual([
      [10, 12],
      [9, 14],
    ]);
  });

  test('asks two more when they differ, and follows the most', async () => {
    const { asked, texts } = reading((_, height) => (height === 12 ? ['Istan', 0.7] : ['İstan', 0.6]));
    expect(await texts()).toEqual(['İstan']);
    expect(asked).toEqual([
      [10, 12],
      [9, 14],
      [9, 13],
      [10, 13],
    ]);
  });

  test('stays inside the picture', async () => {
    const { asked, texts } = reading((top, height) => [`${top}.${height}`, 0.5]);
    await texts({ x: 10, y: 0, width: 40, height: 40 });
    expect(asked.every(([top, height]) => top >= 0 && top + height <= 40)).toBe(true);
  });

  test('remembers what several looks came to', async () => {
    const { asked, texts } = reading((_, height) => (height === 12 ? ['Istan', 0.7] : ['İstan', 0.6]));
    await texts();
    expect(await texts()).toEqual(['İstan']);
    expect(asked.length).toBe(4);
  });
});
