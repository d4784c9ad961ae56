import { describe, expect, test } from 'vitest';
import { decode, type Steps } from './ctc.ts';

const steps = (classes: readonly number[], more: Partial<Steps> = {}): Steps => ({
  classes: Int32Array.from(classes),
  confidences: Float32Array.from(classes, () => 1),
  count: classes.length,
  columns: 2,
  ...more,
});
const read = (classes: readonly number[], alphabet: string, more?: Partial<Steps>) =>
  decode(steps(classes, more), [...alphabet])
    .map(({ text }) => text)
    .join('');

describe('decoding', () => {
  test('joins repeats and drops blanks', () => {
    expect(read([0, 1, 1, 0, 1, 2, 2, 0, 3], 'abc')).toBe('aabc');
  });

  test('reads a doubled letter only where something lies between', () => {
    expect(read([1, 1, 0, 1, 2, 2], 'lo')).toBe('llo');
  });

  test('stops where the line ends: the rest of a batch is padding', () => {
    expect(read([1, 2, 3], 'abc', { count: 2 })).toBe('ab');
  });

  test('says where and how surely a character was first known', () => {
    const confidences = Float32Array.of(1, 0.5, 0.9, 1, 0.75);
    const [first, second] = decode(steps([0, 2, 2, 0, 1], { confidences, columns: 4 }), ['a', 'b']);
    expect(first).toEqual({ text: 'b', column: 6, confidence: 0.5 });
    expect(second).toEqual({ text: 'a', column: 18, confidence: 0.75 });
  });

  test('reads with the alphabet it is given: accents, signs, and characters beyond 16 bits', () => {
    expect(read([2, 1], '€Ł')).toBe('Ł€');
    expect(read([2], 'a𠮷')).toBe('𠮷');
  });

  test('passes over classes the alphabet does not have', () => {
    expect(read([1, 9, 2], 'ab')).toBe('ab');
  });
});
