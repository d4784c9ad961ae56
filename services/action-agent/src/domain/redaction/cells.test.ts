import { expect, test } from 'vitest';
import { isCells } from './cells.ts';

const pitch = 20;

/** A word as it was read of such texts, so far from each other (px between the middles of letters); a lone sign lies between two of them. */
function read(gap: number, ...texts: readonly string[]) {
  const characters: { text: string; x: number; confidence: number }[] = [];
  let end = -gap;
  for (const text of texts) {
    const isBorder = text.length === 1;
    const from = end + (isBorder ? gap / 2 : gap);
    for (const [index, one] of [...text].entries())
      characters.push({ text: one, x: from + index * pitch, confidence: 0.4 });
    if (!isBorder) end = characters.at(-1)?.x ?? 0;
  }
  const box = { x: 0, y: 0, width: end, height: 40 };
  return { text: characters.map((one) => one.text).join(''), box, confidence: 0.4, characters };
}

test('knows what stands in cells or on buttons, whatever their borders were taken for', () => {
  expect(isCells(read(pitch, '1970|Edit'))).toBe(true);
  expect(isCells(read(45, '1970', 'Edit', 'Remove'))).toBe(true);
  expect(isCells(read(50, '1970', 'Edit', ']', 'Remove'))).toBe(true);
  expect(isCells(read(50, 'Edit', 'l', 'Remove'))).toBe(true);
});

test('takes no secret for cells: letters of a word are evenly apart, and numbers are no words', () => {
  expect(isCells(read(pitch, 'Winter', '2024', 'Garden'))).toBe(false);
  expect(isCells(read(pitch, 'Mail', 'l', 'Remove'))).toBe(false);
  expect(isCells(read(45, '4111', '1111', '1111', '1111'))).toBe(false);
  expect(isCells(read(45, 'AKIA', 'X7QP', 'Edit'))).toBe(false);
  expect(isCells(read(45, 'a8f3k2', 'Edit'))).toBe(false);
});
