// From a crop to words: normalising, batching, placing.
import { describe, expect, test } from 'vitest';
import { batchesOf, packed } from './batches.ts';
import { greyOf } from './frame.ts';
import { cropLine, type LineCrop, readerHeight } from './line-crop.ts';
import { black, canvas, white } from './testing/canvas.ts';
import { wordsOf } from './text-lines.ts';

describe('a crop', () => {
  const drawn = (ground: typeof white, ink: typeof white) => {
    const { frame, fill } = canvas(60, 20, ground);
    fill([20, 4, 6, 12], ink);
    return cropLine(greyOf(frame), { x: 0, y: 0, width: 60, height: 20 });
  };

  test('looks the same in a light and a dark theme', () => {
    const [light, dark] = [drawn(white, black), drawn(black, white)];
    const furthest = Math.max(...light.values.map((value, index) => Math.abs(value - (dark.values[index] ?? 0))));
    expect(furthest).toBeLessThan(0.02);
    expect(Math.max(...light.values)).toBeGreaterThan(0.9); // ink is positive
    expect(light.values[0]).toBeCloseTo(0); // ground is zero
  });

  test('is as high as the reader wants, and stretched with the line', () => {
    const crop = drawn(white, black);
    expect(crop.values).toHaveLength(crop.width * readerHeight);
    expect(crop.width).toBe(Math.round((60 * 32 * 1.2) / 20));
  });
});

describe('batches', () => {
  const crop = (width: number): LineCrop => ({
    box: { x: 0, y: 0, width, height: 16 },
    width,
    values: new Float32Array(width * readerHeight).fill(1),
  });

  test('hold every crop once, like widths together, padded to few widths', () => {
    const crops = [300, 40, 44, 900, 48, 310].map(crop);
    const batches = batchesOf(crops);
    expect(batches.flatMap(({ members }) => members).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(batches.map(({ members, width }) => [members.toSorted(), width])).toEqual([
      [[1, 2, 4], 64],
      [[0, 5], 320],
      [[3], 928],
    ]);
  });

  test('hold at most sixteen', () => {
    expect(batchesOf(Array.from({ length: 40 }, () => crop(50))).map(({ members }) => members.length)).toEqual([
      16, 16, 8,
    ]);
  });

  test('are packed row by row, with background behind the shorter ones', () => {
    const crops = [crop(40)];
    const [batch] = batchesOf(crops);
    const block = packed(crops, batch!);
    expect(block).toHaveLength(readerHeight * 64);
    expect([block[0], block[39], block[40], block[63], block[64]]).toEqual([1, 1, 0, 0, 1]);
  });
});

describe('words', () => {
  const crop: LineCrop = { box: { x: 100, y: 50, width: 80, height: 16 }, width: 192, values: new Float32Array() };
  const words = (text: string, confidence = 0.9) =>
    wordsOf(
      crop,
      [...text].map((sign, index) => ({ text: sign, column: index * 16 + 8, confidence })),
    );

  test('splits words at blanks and puts them where they were read', () => {
    const [first, second] = words('aa bb');
    expect([first?.text, second?.text]).toEqual(['aa', 'bb']);
    expect(first?.box.x).toBe(102);
    expect(first!.box.x + first!.box.width).toBeLessThanOrEqual(second!.box.x);
    expect(second!.box.x + second!.box.width).toBe(178);
  });

  test('reads a bar before a word as "I", and takes a cut border off', () => {
    expect(words('| agree').map(({ text }) => text)).toEqual(['I', 'agree']);
    expect(words('|Dear').map(({ text }) => text)).toEqual(['Dear']);
  });

  test('takes the arrow of a drop-down off the word before it', () => {
    expect(words('Green▾').map(({ text }) => text)).toEqual(['Green', '▾']);
  });

  test('drops what is hardly read, single characters first', () => {
    expect(words('x', 0.4)).toEqual([]);
    expect(words('xyz', 0.4)).toHaveLength(1);
    expect(words('xyz', 0.1)).toEqual([]);
  });
});
