import { describe, expect, test } from 'vitest';
import { type HeatMaps, peaks } from './proposals.ts';

const cells = 12;

/** Three classes in two groups on maps of 4x3 cells: boxes reach 6 px to each side in the first group, 10 in the second. */
function maps(hot: readonly [kind: number, cell: number, score: number][]): HeatMaps {
  const heat = new Float32Array(3 * cells);
  for (const [kind, cell, score] of hot) heat[kind * cells + cell] = score;
  const edges = new Float32Array(8 * cells).fill(6, 0, 4 * cells).fill(10, 4 * cells);
  const states = new Float32Array(4 * cells);
  states[6] = 0.1;
  states[cells + 6] = 0.2;
  states[2 * cells + 6] = 0.3;
  states[3 * cells + 6] = 0.4;
  return { heat, edges, states, groups: [0, 1, 0], width: 4, height: 3 };
}

const floors = [0.3, 0.3, 0.3];

describe('peaks', () => {
  test('become boxes around their cell, best first', () => {
    const found = peaks(
      maps([
        [0, 0, 0.5],
        [2, 6, 0.9],
        [0, 11, 0.2],
      ]),
      floors,
      10,
    );
    expect(found.map(({ kind }) => kind)).toEqual([2, 0]);
    expect(found[0]?.score).toBeCloseTo(0.9);
    expect(found[0]?.box).toEqual({ x: 4, y: 0, width: 12, height: 12 }); // cell 6 is column 2, row 1: centre (10, 6)
  });

  test('have the box of their group and the states of their cell', () => {
    const [found] = peaks(maps([[1, 6, 0.9]]), floors, 10);
    expect(found?.box).toEqual({ x: 0, y: -4, width: 20, height: 20 });
    expect(Object.values(found?.states ?? {}).map((value) => Math.round(value * 10))).toEqual([1, 2, 3, 4]);
    expect(Object.keys(found?.states ?? {})).toEqual(['checked', 'selected', 'disabled', 'focused']);
  });

  test('must be above the floor of their class', () => {
    const hot = maps([
      [0, 0, 0.4],
      [1, 5, 0.4],
    ]);
    expect(peaks(hot, [0.3, 0.5, 0.3], 10).map(({ kind }) => kind)).toEqual([0]);
  });

  test('are at most as many as allowed', () => {
    const hot = maps([
      [0, 0, 0.5],
      [0, 5, 0.9],
    ]);
    expect(peaks(hot, floors, 1).map(({ score }) => score)).toEqual([expect.closeTo(0.9)]);
  });
});
