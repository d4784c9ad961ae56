import { describe, expect, test } from 'vitest';
import {
  type HeatMaps,
  type Proposal,
  peaks,
  sameElement,
  sameLine,
  withinFrame,
  withoutDuplicates,
} from './proposals.ts';

/** Two classes on a map of 4x3 cells; every cell reaches 6 px to each side. */
function maps(hot: readonly [kind: number, cell: number, score: number][]): HeatMaps {
  const heat = new Float32Array(2 * 12);
  for (const [kind, cell, score] of hot) heat[kind * 12 + cell] = score;
  return { heat, edges: new Float32Array(4 * 12).fill(6), classes: 2, width: 4, height: 3 };
}

const proposal = (x: number, width: number, kind = 0): Proposal => ({
  box: { x, y: 0, width, height: 10 },
  kind,
  score: 0.5,
});

describe('peaks', () => {
  test('become boxes around their cell, best first', () => {
    const found = peaks(
      maps([
        [0, 0, 0.5],
        [1, 6, 0.9],
        [0, 11, 0.2],
      ]),
      0.3,
      10,
    );
    expect(found.map(({ kind }) => kind)).toEqual([1, 0]);
    expect(found[0]?.score).toBeCloseTo(0.9);
    expect(found[0]?.box).toEqual({ x: 4, y: 0, width: 12, height: 12 }); // cell 6 is column 2, row 1: centre (10, 6)
  });

  test('are at most as many as allowed', () => {
    expect(
      peaks(
        maps([
          [0, 0, 0.5],
          [0, 5, 0.9],
        ]),
        0.3,
        1,
      ),
    ).toHaveLength(1);
  });
});

describe('duplicates', () => {
  test('of one class go when they overlap by more than half', () => {
    expect(withoutDuplicates([proposal(0, 100), proposal(10, 100)], sameElement)).toHaveLength(1);
    expect(withoutDuplicates([proposal(0, 100), proposal(60, 100)], sameElement)).toHaveLength(2);
  });

  test('of two classes go only when they are nearly the same box', () => {
    expect(withoutDuplicates([proposal(0, 100), proposal(25, 75, 1)], sameElement)).toHaveLength(2);
    expect(withoutDuplicates([proposal(0, 100), proposal(5, 95, 1)], sameElement)).toHaveLength(1);
  });

  test('of lines go when one is a part of the other', () => {
    expect(withoutDuplicates([proposal(0, 100), proposal(70, 20)], sameLine)).toHaveLength(1);
    expect(withoutDuplicates([proposal(0, 100), proposal(95, 60)], sameLine)).toHaveLength(2);
  });
});

test('what reaches out of the frame is cut, and dropped when little is left', () => {
  const cut = withinFrame([proposal(-20, 60), proposal(-20, 22)], 100, 100, { width: 5, height: 5 });
  expect(cut.map(({ box }) => box)).toEqual([{ x: 0, y: 0, width: 40, height: 10 }]);
});
