import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { describe, expect, test } from 'vitest';
import type { LineCrop } from './line-crop.ts';
import type { Networks } from './networks.ts';
import { readLines } from './reading.ts';
import { Sheet } from './testing/sheet.ts';

/** A network that finds the boxes it is told, and reads the same on all of them. */
function networks(boxes: Box[], text: string, confidence = 1) {
  const seen: LineCrop[] = [];
  const fake: Networks = {
    findLines: async ({ width }) => (width > 200 ? boxes : []),
    read: async (crops) => {
      seen.push(...crops);
      return crops.map(({ width }) =>
        [...text].map((one, index) => ({
          text: one,
          column: ((index + 0.5) * width) / text.length,
          confidence,
        })),
      );
    },
    close: async () => {},
  };
  return { fake, seen };
}

const word = { x: 40, y: 20, width: 100, height: 14 };
const paper = () => new Sheet(300, 120).strokes(word, 0);

describe('reading', () => {
  test('gives lines with words and the places of their characters', async () => {
    const { fake } = networks([word], 'abcdef ghijkl');
    const [line, ...more] = await readLines(paper().frame, fake);
    expect(more).toEqual([]);
    expect(line?.text).toBe('abcdef ghijkl');
    expect(line?.words.map(({ text }) => text)).toEqual(['abcdef', 'ghijkl']);
    const places = line?.words.flatMap(({ characters }) => characters.map(({ x }) => x)) ?? [];
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(38);
    expect(places.at(-1)).toBeLessThan(142);
  });

  test('finds what the network missed', async () => {
    const { fake } = networks([], 'abc');
    expect(await readLines(paper().frame, fake)).toMatchObject([{ text: 'abc' }]);
  });

  test('of a part gives places in the whole picture', async () => {
    const { fake } = networks([], 'abc');
    const [line] = await readLines(paper().frame, fake, { within: { x: 20, y: 10, width: 150, height: 40 } });
    expect(line?.box.x).toBeGreaterThan(36);
    expect(line?.box.y).toBeGreaterThan(14);
  });

  test('keeps what was read badly only for those who want it', async () => {
    const { fake } = networks([word], 'abc', 0.1);
    expect(await readLines(paper().frame, fake)).toEqual([]);
    expect(await readLines(paper().frame, fake, { doubtful: true })).toMatchObject([{ text: 'abc' }]);
  });

  test('says bullets for what no network reads as such', async () => {
    const sheet = new Sheet(300, 120);
    for (let n = 0; n < 8; n++) sheet.disc(60 + n * 9, 50, 3, 0);
    const { fake } = networks([{ x: 50, y: 40, width: 90, height: 20 }], 'oooo');
    expect(await readLines(sheet.frame, fake)).toMatchObject([{ text: '••••••••' }]);
  });

  test('of a part outside the picture is nothing', async () => {
    const { fake } = networks([], 'abc');
    expect(await readLines(paper().frame, fake, { within: { x: 900, y: 0, width: 10, height: 10 } })).toEqual([]);
  });
});
