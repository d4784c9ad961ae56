import { expect, test } from 'vitest';
import { writtenLine } from '../../adapters/memory/reader.ts';
import { Sheet } from '../../testing/drawing.ts';
import { unnamedNumbers } from './unnamed-numbers.ts';

const number = writtenLine('8572', 100, 50);
const word = { x: 56, y: 50, width: 32, height: 16 };

test('a short number after a word that was not read is hidden', () => {
  const sheet = new Sheet(300, 100).letters(word, 0x202020);
  expect(unnamedNumbers(sheet, [number]).map(({ box }) => box)).toEqual([number.words[0]?.box]);
});

test.each([
  ['with nothing before it', new Sheet(300, 100), [number]],
  ['after an icon', new Sheet(300, 100).frame({ x: 76, y: 50, width: 16, height: 16 }, 0x202020), [number]],
  ['after a word that was read', new Sheet(300, 100).letters(word, 0x202020), [number, writtenLine('Sold', 56, 50)]],
  ['far from any word', new Sheet(300, 100).letters({ ...word, x: 20 }, 0x202020), [number]],
])('one %s is left', (_, sheet, lines) => {
  expect(unnamedNumbers(sheet, lines)).toEqual([]);
});

test('a longer number is told by itself, or is none', () => {
  const sheet = new Sheet(300, 100).letters(word, 0x202020);
  expect(unnamedNumbers(sheet, [writtenLine('123456789', 100, 50), writtenLine('12', 100, 50)])).toEqual([]);
});
