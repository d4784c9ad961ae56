import { describe, expect, test } from 'vitest';
import { decode } from './ctc.ts';

const sure = (classes: readonly number[]) => classes.map(() => 1);

describe('decoding', () => {
  test('reads a doubled letter only where something lies between', () => {
    const classes = [1, 1, 0, 1, 2, 2];
    expect(decode(classes, sure(classes), classes.length, 'lo').map(({ text }) => text)).toEqual(['l', 'l', 'o']);
  });

  test('says where and how surely a character was first known', () => {
    const [first, second] = decode([0, 2, 2, 0, 1], [1, 0.5, 0.9, 1, 0.7], 5, 'ab');
    expect(first).toEqual({ text: 'b', step: 1, confidence: 0.5 });
    expect(second).toEqual({ text: 'a', step: 4, confidence: 0.7 });
  });

  test('reads with the alphabet it is given: accents, signs, and characters beyond 16 bits from a list', () => {
    expect(decode([2, 1], [1, 1], 2, '€Ł').map(({ text }) => text)).toEqual(['Ł', '€']);
    const [character] = decode([2], [1], 1, [...'a𠮷']);
    expect(character?.text).toBe('𠮷');
  });

  test('passes over classes the alphabet does not have', () => {
    expect(decode([1, 9, 2], [1, 1, 1], 3, 'ab').map(({ text }) => text)).toEqual(['a', 'b']);
  });
});
