import { at } from './frame.ts';

/** One character that was read, and the step of the reader's output it was read at. */
export interface ReadCharacter {
  readonly text: string;
  readonly step: number;
  /** 0..1. */
  readonly confidence: number;
}

/**
 * Greedy CTC decoding: equal neighbours are one character, class 0 is "nothing here". `classes` and `confidences` hold
 * the best class of each step; the characters of `alphabet` are classes 1, 2, ... (one per place: a string only as long
 * as it has no character beyond 16 bits, otherwise a list).
 */
export function decode(
  classes: ArrayLike<number>,
  confidences: ArrayLike<number>,
  steps: number,
  alphabet: ArrayLike<string>,
): ReadCharacter[] {
  const read: ReadCharacter[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const id = at(classes, step);
    const text = id === 0 || id === previous ? '' : (alphabet[id - 1] ?? '');
    if (text !== '') read.push({ text, step, confidence: at(confidences, step) });
    previous = id;
  }
  return read;
}
