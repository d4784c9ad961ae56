import type { Role } from '@karna/proto/gen/target/v1/target';
import { describe, expect, test } from 'vitest';
import { inNoState } from '../testing/hand-made.ts';
import { distinct, type Sighting, withinFrame } from './sighting.ts';

const sighting = (role: Role, x: number, width: number, score = 0.5, height = 10): Sighting => ({
  box: { x, y: 0, width, height },
  role,
  score,
  states: inNoState,
});

describe('sightings that mean the same', () => {
  test('go when they are of one role and overlap by more than half', () => {
    expect(distinct([sighting('ROLE_BUTTON', 0, 100), sighting('ROLE_BUTTON', 10, 100)])).toHaveLength(1);
    expect(distinct([sighting('ROLE_BUTTON', 0, 100), sighting('ROLE_BUTTON', 60, 100)])).toHaveLength(2);
  });

  test('leave the surer one', () => {
    const [kept] = distinct([sighting('ROLE_BUTTON', 0, 100, 0.4), sighting('ROLE_BUTTON', 10, 100, 0.6)]);
    expect(kept?.score).toBe(0.6);
  });

  test('go when they are of two roles and nearly the same box', () => {
    expect(distinct([sighting('ROLE_TAB', 0, 100), sighting('ROLE_LINK', 25, 75)])).toHaveLength(2);
    expect(distinct([sighting('ROLE_TAB', 0, 100), sighting('ROLE_LINK', 5, 95)])).toHaveLength(1);
  });

  test('go when they are lines of which one is a part of the other', () => {
    expect(distinct([sighting('ROLE_TEXT', 0, 100), sighting('ROLE_TEXT', 70, 20)])).toHaveLength(1);
    expect(distinct([sighting('ROLE_TEXT', 0, 100), sighting('ROLE_TEXT', 95, 60)])).toHaveLength(2);
  });

  test('stay when one is what the other holds', () => {
    for (const holder of ['ROLE_ROW', 'ROLE_CELL', 'ROLE_WINDOW', 'ROLE_DIALOG'] as const) {
      expect(distinct([sighting(holder, 0, 100), sighting('ROLE_BUTTON', 0, 100)]), holder).toHaveLength(2);
    }
    expect(distinct([sighting('ROLE_ROW', 0, 100), sighting('ROLE_CELL', 0, 100)])).toHaveLength(2);
    expect(distinct([sighting('ROLE_TEXT', 0, 100), sighting('ROLE_BUTTON', 0, 100)])).toHaveLength(2);
    expect(distinct([sighting('ROLE_TEXT', 0, 100), sighting('ROLE_HEADING', 0, 100)])).toHaveLength(2);
  });

  test('go when one panel is taken for a window and for a dialog', () => {
    expect(distinct([sighting('ROLE_WINDOW', 0, 100, 0.6), sighting('ROLE_DIALOG', 5, 95)])).toEqual([
      sighting('ROLE_WINDOW', 0, 100, 0.6),
    ]);
  });
});

test('what reaches out of the frame is cut, and dropped when little is left', () => {
  const size = { width: 100, height: 100 };
  const cut = withinFrame([sighting('ROLE_BUTTON', -20, 60), sighting('ROLE_BUTTON', -20, 22)], size);
  expect(cut.map(({ box }) => box)).toEqual([{ x: 0, y: 0, width: 40, height: 10 }]);
});
