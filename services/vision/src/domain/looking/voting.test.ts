import type { Word } from '@karna/sight/line';
import { describe, expect, test } from 'vitest';
import { voted } from './voting.ts';

/** `[text, left edge, confidence]`; letters are 8 px wide, lines 12 px high. */
type Said = readonly [text: string, x: number, confidence: number];

const line = (...words: readonly Said[]): Word[] =>
  words.map(([text, x, confidence]) => ({
    text,
    box: { x, y: 4, width: 8 * text.length, height: 12 },
    confidence,
    characters: [...text].map((character, index) => ({ text: character, x: x + 8 * index + 4, confidence })),
  }));

const textOf = (...readings: readonly Word[][]): string =>
  voted(readings)
    .map(({ text }) => text)
    .join(' ');

describe('several readings of one line', () => {
  test('leave the only one as it is', () => {
    const only = line(['Save', 10, 0.4], ['as', 60, 0.9]);
    expect(voted([only])).toEqual(only);
    expect(voted([])).toEqual([]);
  });

  test('are decided word by word, not as a whole', () => {
    const first = line(['Istanbul', 10, 0.5], ['office', 100, 0.9]);
    const second = line(['İstanbul', 10, 0.8], ['oflice', 100, 0.6]);
    expect(textOf(first, second)).toBe('İstanbul office');
  });

  test('follow what most say over what one is a little surer of', () => {
    const odd = line(['1l02', 10, 0.7]);
    const same = line(['1102', 10, 0.5]);
    expect(textOf(odd, same, same)).toBe('1102');
    expect(textOf(line(['1l02', 10, 0.99]), line(['1102', 10, 0.4]))).toBe('1l02');
  });

  test('give the box and the confidence of the surest of those who agree', () => {
    const [word] = voted([line(['Total', 10, 0.6]), line(['Total', 11, 0.9])]);
    expect(word).toMatchObject({ box: { x: 11 }, confidence: 0.9 });
  });

  test('keep words together that one of them takes for one word', () => {
    const joined = line(['già,più', 10, 0.6]);
    const apart = line(['già,', 10, 0.8], ['più', 46, 0.8]);
    expect(textOf(joined, apart)).toBe('già, più');
    expect(textOf(apart, joined, joined)).toBe('già,più');
  });

  test('leave out what only one of them sees, unless it is sure', () => {
    const noise = line(['x', 10, 0.3], ['Name', 40, 0.9]);
    const clean = line(['Name', 40, 0.9]);
    expect(textOf(noise, clean, clean)).toBe('Name');
    expect(textOf(line(['#', 10, 0.95], ['Name', 40, 0.9]), clean)).toBe('# Name');
  });
});
