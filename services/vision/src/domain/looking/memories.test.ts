import { type Frame, greyOf } from '@karna/sight/frame';
import { describe, expect, test } from 'vitest';
import { canvas } from '../../testing/hand-made.ts';
import { type Glance, LookMemory } from './look-memory.ts';
import { pixelsOf, ReadingMemory } from './reading-memory.ts';

/** A white picture with so many rows of ink. */
function frameOf(width: number, inkRows = 0): Frame {
  const { frame, fill } = canvas(width, 10);
  if (inkRows > 0) fill([0, 0, 1, inkRows], [10, 20, 30]);
  return frame;
}

function glance(frame: Frame): Glance {
  return { isWhole: true, frame, grey: greyOf(frame), edges: { across: [], down: [] }, sights: { full: [], half: [] } };
}

describe('what was seen of desktops', () => {
  test('answers the frame that is most like this one, whenever it was seen', () => {
    const memory = new LookMemory({ glances: 9, bytes: 1e6 });
    const [list, scrolled] = [glance(frameOf(10)), glance(frameOf(10, 8))];
    memory.put('a', list);
    memory.put('a', scrolled);
    memory.put('b', glance(frameOf(10, 1)));
    expect(memory.nearest('a', frameOf(10, 1))).toBe(list);
    expect(memory.nearest('a', frameOf(10, 7))).toBe(scrolled);
    expect(memory.nearest('a', frameOf(20))).toBeUndefined();
    expect(memory.nearest('c', frameOf(10))).toBeUndefined();
  });

  test('keeps the newest of those that are equally like it', () => {
    const memory = new LookMemory({ glances: 9, bytes: 1e6 });
    const [first, second] = [glance(frameOf(10, 2)), glance(frameOf(10, 4))];
    memory.put('a', first);
    memory.put('a', second);
    expect(memory.nearest('a', frameOf(10, 3))).toBe(second);
  });

  test('keeps so many of each desktop: the one longest unused goes', () => {
    const memory = new LookMemory({ glances: 2, bytes: 1e6 });
    const [one, two, three] = [1, 4, 8].map((rows) => glance(frameOf(10, rows))) as [Glance, Glance, Glance];
    memory.put('b', one);
    for (const seen of [one, two]) memory.put('a', seen);
    memory.nearest('a', one.frame);
    memory.put('a', three);
    expect(memory.nearest('a', two.frame)).not.toBe(two);
    expect(memory.nearest('a', one.frame)).toBe(one);
  });

  test('puts a frame in the place of one that it hardly differs from', () => {
    const memory = new LookMemory({ glances: 2, bytes: 1e6 });
    const [page, caret, other] = [0, 1, 8].map((rows) => glance(frameOf(10, rows))) as [Glance, Glance, Glance];
    memory.put('a', other);
    memory.put('a', page);
    memory.put('a', caret, page);
    expect(memory.nearest('a', page.frame)).toBe(caret);
    expect(memory.nearest('a', other.frame)).toBe(other);
  });

  test('is kept within so many bytes, of all desktops together', () => {
    const memory = new LookMemory({ glances: 9, bytes: 900 }); // a frame of 10x10 has 300, and 100 in grey
    for (const id of ['a', 'b', 'c']) memory.put(id, glance(frameOf(10)));
    expect(['a', 'b', 'c'].map((id) => memory.nearest(id, frameOf(10)) !== undefined)).toEqual([false, true, true]);
    memory.put('d', glance(frameOf(100)));
    expect(memory.nearest('d', frameOf(100))).toBeUndefined();
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
