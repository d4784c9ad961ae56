import { floatAt, intAt } from './frame.ts';

/** One character that was read. */
export interface ReadCharacter {
  readonly text: string;
  /** The column of the crop it was read at: somewhere inside the character. */
  readonly column: number;
  /** 0..1. */
  readonly confidence: number;
}

/** What the reader says of one line, step by step. */
export interface Steps {
  /** The best class of each step. */
  readonly classes: Int32Array;
  /** How sure it is of each. */
  readonly confidences: Float32Array;
  /** Steps behind these are padding. */
  readonly count: number;
  /** Columns of the crop that one step stands for. */
  readonly columns: number;
}

/**
 * Greedy CTC decoding: equal neighbours are one character, class 0 is "nothing here"; the characters of `alphabet` are classes
 * 1, 2, ...
 */
export function decode({ classes, confidences, count, columns }: Steps, alphabet: readonly string[]): ReadCharacter[] {
  const read: ReadCharacter[] = [];
  let previous = 0;
  for (let step = 0; step < count; step++) {
    const id = intAt(classes, step);
    const text = id === 0 || id === previous ? '' : (alphabet[id - 1] ?? '');
    if (text !== '') read.push({ text, column: (step + 0.5) * columns, confidence: floatAt(confidences, step) });
    previous = id;
  }
  return read;
}
