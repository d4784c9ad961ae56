import { describe, expect, test } from 'vitest';
import { withBlanks } from './blanks.ts';
import { boxOf } from './boxes.ts';
import { type LineCrop, readerHeight } from './line-crop.ts';

/** A crop with these letters drawn from column to column, read in the middle of each. */
function line(letters: readonly (readonly [text: string, from: number, to: number])[]) {
  const width = 10 + Math.max(...letters.map(([, , to]) => to));
  const values = new Float32Array(width * readerHeight);
  for (const [text, from, to] of letters) {
    if (text === ' ') continue;
    for (let y = 8; y < 24; y++) values.fill(1, y * width + from, y * width + to);
  }
  const crop: LineCrop = { box: boxOf(0, 0, width, readerHeight), width, values };
  const read = letters.map(([text, from, to]) => ({ text, column: (from + to) / 2, confidence: 0.9 }));
  return withBlanks(crop, read);
}
const textOf = (read: ReturnType<typeof line>): string => read.map(({ text }) => text).join('');

/** Letters of their own widths, two columns apart; a blank is ten, `~` one of twenty that was read. A 1 is narrow, and stands in the place of a digit. */
function proportional(text: string) {
  const drawn: [string, number, number][] = [];
  let at = 4;
  for (const letter of text) {
    const width = /[il.,/]/.test(letter) ? 4 : /[mw]/.test(letter) ? 26 : 16;
    if (letter === '1') drawn.push([letter, at + 6, at + 10]);
    else if (letter === '~') drawn.push([' ', at, at + 20]);
    else if (letter !== ' ') drawn.push([letter, at, at + width]);
    at += letter === ' ' ? 10 : letter === '~' ? 20 : width + 2;
  }
  return drawn;
}

/** Every letter in a place of 20 columns. */
const fixed = (text: string): [string, number, number][] =>
  [...text].flatMap((letter, place): [string, number, number][] => {
    const half = /[il.,()]/.test(letter) ? 2 : 8;
    return letter === ' ' ? [] : [[letter, 20 * place + 12 - half, 20 * place + 12 + half]];
  });

describe('blanks that the reader let slip', () => {
  test.each(['I agree', 'low, will mix', 'a mill 42'])('are seen in proportional type: %s', (text) => {
    expect(textOf(line(proportional(text)))).toBe(text);
  });

  test.each(['illimitable', 'mill.il'])('are not made up where letters are narrow: %s', (text) => {
    expect(textOf(line(proportional(text)))).toBe(text);
  });

  test('are not made up beside a 1, whose place is as wide as that of any digit', () => {
    expect(textOf(line(proportional('low, will mix 2011/12/31')))).toBe('low, will mix 2011/12/31');
  });

  test('are as wide as those that were read, or nearly', () => {
    expect(textOf(line(proportional('low, will mix')))).toBe('low, will mix');
    expect(textOf(line(proportional('low, will mix~all~wet')))).toBe('low,willmix all wet');
  });

  test.each(['find_day(one, two)', 'public void is it'])('are told from the gaps of fixed-width type: %s', (text) => {
    expect(textOf(line(fixed(text)))).toBe(text);
  });

  test('are not looked for in a single letter, or in nothing', () => {
    expect(textOf(line([['a', 4, 20]]))).toBe('a');
    expect(withBlanks({ box: boxOf(0, 0, 9, 9), width: 16, values: new Float32Array(512) }, [])).toEqual([]);
  });

  test('are as sure as what stands around them', () => {
    expect(line(proportional('I agree'))[1]).toMatchObject({ text: ' ', confidence: 0.9 });
  });
});
