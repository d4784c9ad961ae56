import { describe, expect, test } from 'vitest';
import { bulletRuns } from './bullets.ts';
import { Sheet } from './testing/sheet.ts';

const dots = (count: number, radius: number, pitch: number, ink = 40, paper = 255): Sheet => {
  const sheet = new Sheet(400, 60, paper);
  for (let n = 0; n < count; n++) sheet.disc(50 + n * pitch, 30, radius, ink);
  return sheet;
};

describe('bullets', () => {
  test.each([
    [8, 3, 9],
    [5, 2, 7],
    [12, 5, 15],
    [6, 7, 20],
  ])('%i of radius %f at a pitch of %f px are found', (count, radius, pitch) => {
    const [run, ...more] = bulletRuns(dots(count, radius, pitch));
    expect(more).toEqual([]);
    expect(run?.count).toBe(count);
    expect(run?.box.x).toBeCloseTo(50 - radius, -0.5);
    expect((run?.box.x ?? 0) + (run?.box.width ?? 0)).toBeGreaterThanOrEqual(50 + (count - 1) * pitch + radius);
  });

  test('are not digits that stand on feet', () => {
    const ones = new Sheet(400, 60);
    for (let n = 0; n < 6; n++)
      ones
        .fill({ x: 52 + n * 10, y: 20, width: 2, height: 12 }, 0)
        .fill({ x: 50 + n * 10, y: 30, width: 6, height: 3 }, 0);
    expect(bulletRuns(ones)).toEqual([]);
  });

  test('are found on dark paper', () => {
    expect(bulletRuns(dots(6, 3, 9, 230, 20))).toHaveLength(1);
  });

  test('are more than three', () => {
    expect(bulletRuns(dots(3, 3, 9))).toEqual([]);
  });

  test('are not the points of a sentence', () => {
    expect(bulletRuns(dots(8, 1, 6))).toEqual([]);
  });

  test('are not strokes, nor boxes with something beside them', () => {
    expect(bulletRuns(new Sheet(400, 60).strokes({ x: 50, y: 20, width: 100, height: 14 }, 0, 8))).toEqual([]);
    const joined = dots(8, 3, 9).fill({ x: 40, y: 34, width: 90, height: 2 }, 40);
    expect(bulletRuns(joined)).toEqual([]);
  });

  test('are not round icons in a row, like those of tabs', () => {
    const icons = dots(8, 7, 24);
    for (let n = 0; n < 8; n++) icons.disc(48 + n * 24, 28, 2, 220);
    expect(bulletRuns(icons)).toEqual([]);
  });
});
