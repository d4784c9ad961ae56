import { greyOf } from '@karna/sight/frame';
import { describe, expect, test } from 'vitest';
import { canvas } from '../../testing/hand-made.ts';
import { type Glance, LookMemory } from './look-memory.ts';
import { pixelsOf, ReadingMemory } from './reading-memory.ts';

function glance(width: number): Glance {
  const { frame } = canvas(width, 10);
  return { frame, grey: greyOf(frame), edges: { across: [], down: [] }, sights: { full: [], half: [] } };
}

describe('what was seen of desktops', () => {
  test('is kept for so many desktops: the one longest unused goes', () => {
    const memory = new LookMemory({ desktops: 2, bytes: 1e6 });
    for (const id of ['a', 'b']) memory.put(id, glance(10));
    memory.get('a');
    memory.put('c', glance(10));
    expect(['a', 'b', 'c'].map((id) => memory.get(id) !== undefined)).toEqual([true, false, true]);
  });

  test('is kept within so many bytes, of which a newer frame of a desktop takes the place of the older', () => {
    const memory = new LookMemory({ desktops: 9, bytes: 900 }); // a frame of 10x10 has 300, and 100 in grey
    for (const id of ['a', 'a', 'a', 'b']) memory.put(id, glance(10));
    expect(memory.get('a')).toBeDefined();
    memory.put('c', glance(10));
    expect(['a', 'b', 'c'].map((id) => memory.get(id) !== undefined)).toEqual([true, false, true]);
  });

  test('is forgotten when its next frame is too large to be kept', () => {
    const memory = new LookMemory({ desktops: 9, bytes: 900 });
    memory.put('a', glance(10));
    memory.put('a', glance(100));
    expect(memory.get('a')).toBeUndefined();
  });
});

describe('what was read', () => {
  const reading = (text: string) => ({ characters: [{ text, column: 0, confidence: 1 }], width: 40 });

  test('is found by its pixels, wherever they stand', () => {
    const { frame, fill } = canvas(60, 40);
    for (const [x, y] of [
      [10, 5],
      [31, 20],
    ] as const)
      fill([x, y, 3, 4], [10, 20, 30]);
    const grey = greyOf(frame);
    const key = pixelsOf(grey, { x: 8, y: 4, width: 12, height: 9 });
    expect(pixelsOf(grey, { x: 29, y: 19, width: 12, height: 9 })).toBe(key);
    expect(pixelsOf(grey, { x: 30, y: 19, width: 12, height: 9 })).not.toBe(key);
  });

  test('is not mistaken for as many pixels of another shape', () => {
    const grey = greyOf(canvas(20, 20).frame);
    expect(pixelsOf(grey, { x: 0, y: 0, width: 4, height: 2 })).not.toBe(
      pixelsOf(grey, { x: 0, y: 0, width: 2, height: 4 }),
    );
  });

  test('is kept within so many bytes: the piece longest unused goes', () => {
    const memory = new ReadingMemory(450); // some 200 each
    memory.put('a', reading('A'));
    memory.put('b', reading('B'));
    memory.get('a');
    memory.put('c', reading('C'));
    expect(['a', 'b', 'c'].map((key) => memory.get(key)?.characters[0]?.text)).toEqual(['A', undefined, 'C']);
  });
});
