import type { ReadCharacter } from '@karna/sight/ctc';
import { describe, expect, test } from 'vitest';
import type { Reading } from './reading-memory.ts';
import { voted } from './voting.ts';

const box = { x: 20, y: 4, width: 400, height: 12 };

/** `[text, column of its first letter, confidence]`; letters are 10 columns wide. */
type Said = readonly [text: string, from: number, confidence: number];

/** How a cut reads that the reader saw `scale` times as wide as the others. */
function reading(words: readonly Said[], scale = 1): Reading {
  const characters: ReadCharacter[] = words.flatMap(([text, from, confidence], word) => [
    ...(word > 0 ? [{ text: ' ', column: scale * (from - 5), confidence: 1 }] : []),
    ...[...text].map((letter, index) => ({ text: letter, column: scale * (from + 10 * index + 5), confidence })),
  ]);
  return { characters, width: 400 * scale };
}

const textOf = ({ characters }: Reading): string => characters.map(({ text }) => text).join('');
const said = (...readings: [Reading, ...Reading[]]): string => textOf(voted(box, readings));

describe('several readings of one line', () => {
  test('are decided word by word, not as a whole', () => {
    const first = reading([
      ['Istanbul', 0, 0.5],
      ['office', 120, 0.9],
    ]);
    const second = reading([
      ['İstanbul', 0, 0.8],
      ['oflice', 120, 0.6],
    ]);
    expect(said(first, second)).toBe('İstanbul office');
  });

  test('follow what most say over what one is a little surer of', () => {
    const [odd, same] = [reading([['1l02', 0, 0.7]]), reading([['1102', 0, 0.5]])];
    expect(said(odd, same, same)).toBe('1102');
    expect(said(reading([['1l02', 0, 0.99]]), reading([['1102', 0, 0.4]]))).toBe('1l02');
  });

  test('are surer the more of them agree', () => {
    const surest = (...readings: [Reading, ...Reading[]]) =>
      Math.max(...voted(box, readings).characters.map(({ confidence }) => confidence));
    const [total, other] = [reading([['Total', 0, 0.9]]), reading([['Tolal', 0, 0.6]])];
    expect(surest(total, total)).toBeCloseTo(0.9);
    expect(surest(total, other)).toBeCloseTo(0.9 * (0.9 / 1.5));
  });

  test('say where their letters are in the first one', () => {
    const [first, wider] = [reading([['Tolal', 0, 0.4]]), reading([['Total', 0, 0.9]], 1.5)];
    const { width, characters } = voted(box, [first, wider]);
    expect(width).toBe(400);
    expect(characters.map(({ column }) => Math.round(column))).toEqual([5, 15, 25, 35, 45]);
  });

  test('keep words together that one of them takes for one word', () => {
    const joined = reading([['già,più', 0, 0.6]]);
    const apart = reading([
      ['già,', 0, 0.8],
      ['più', 45, 0.8],
    ]);
    expect(said(joined, apart)).toBe('già, più');
    expect(said(apart, joined, joined)).toBe('già,più');
  });

  test('leave out what only one of them sees, unless it is sure', () => {
    const [noise, clean] = [
      reading([
        ['x', 0, 0.3],
        ['Name', 60, 0.9],
      ]),
      reading([['Name', 60, 0.9]]),
    ];
    expect(said(noise, clean, clean)).toBe('Name');
    expect(
      said(
        reading([
          ['#', 0, 0.95],
          ['Name', 60, 0.9],
        ]),
        clean,
      ),
    ).toBe('# Name');
  });
});
