import type { Role } from '@karna/proto/gen/target/v1/target';
import { bottom, right, shareInside } from '@karna/sight/boxes';
import { networkStep } from '@karna/sight/parts';
import { describe, expect, test } from 'vitest';
import { inNoState, type Place } from '../../testing/hand-made.ts';
import type { Sighting } from '../sighting.ts';
import { isLittle, partsFor, shareOf, staleAround } from './regions.ts';
import { type Tiles, tilePx } from './tiles.ts';

const size = { width: 1280, height: 720 };
const box = ([x, y, width, height]: Place) => ({ x, y, width, height });
const seen = (role: Role, place: Place): Sighting => ({ role, box: box(place), score: 0.9, states: inNoState });
function changed(...places: Place[]): Tiles {
  const [columns, rows] = [size.width / tilePx, size.height / tilePx];
  const marked = new Uint8Array(columns * rows);
  for (const [x, y, width, height] of places)
    for (let row = Math.floor(y / tilePx); row * tilePx < y + height; row++)
      for (let column = Math.floor(x / tilePx); column * tilePx < x + width; column++)
        marked[row * columns + column] = 1;
  return { columns, rows, marked };
}
const stale = (places: Place[], known: Sighting[] = []) => staleAround(changed(...places), size, known);

describe('what is stale after a change', () => {
  test('is nothing when nothing changed', () => {
    expect(stale([])).toEqual([]);
  });

  test('is the place of the change and what lies near', () => {
    const [near, ...more] = stale([[600, 300, 4, 4]]);
    expect(more).toEqual([]);
    expect(shareInside(box([592, 292, 20, 20]), near ?? box([0, 0, 0, 0]))).toBe(1);
    expect((near?.width ?? 0) * (near?.height ?? 0)).toBeLessThan(0.03 * size.width * size.height);
  });

  test('is the whole of a small thing that the change touches, and not the whole of a row or window', () => {
    const field = seen('ROLE_TEXT_FIELD', [610, 290, 340, 32]);
    expect(stale([[612, 300, 4, 4]], [field]).some((part) => shareInside(field.box, part) === 1)).toBe(true);
    for (const role of ['ROLE_ROW', 'ROLE_WINDOW'] as const) {
      const large = seen(role, [100, 290, 1100, 34]);
      expect(stale([[612, 300, 4, 4]], [large]).some((part) => shareInside(large.box, part) > 0.3)).toBe(false);
    }
  });

  test('is the whole of a field, however wide', () => {
    const field = seen('ROLE_TEXT_FIELD', [100, 290, 1023, 34]);
    expect(stale([[112, 300, 90, 12]], [field]).some((part) => shareInside(field.box, part) === 1)).toBe(true);
  });

  test('is the whole of a large thing when much of it changed', () => {
    const row = seen('ROLE_ROW', [100, 290, 1100, 34]);
    expect(stale([[100, 290, 500, 34]], [row]).some((part) => shareInside(row.box, part) === 1)).toBe(true);
  });

  test('is in few places, however scattered the changes are', () => {
    const scattered = Array.from({ length: 60 }, (_, index): Place => [(index * 191) % 1270, (index * 97) % 710, 3, 3]);
    expect(stale(scattered).length).toBeLessThanOrEqual(6);
  });
});

describe('the parts to look at', () => {
  test('lie in the raster of the network, hold what is stale with room around it, and end where the frame ends', () => {
    for (const own of [box([600, 300, 20, 20]), box([0, 0, 40, 40]), box([1200, 650, 80, 70])]) {
      const [{ look } = { look: box([0, 0, 0, 0]) }] = partsFor([own], size);
      expect([look.x % networkStep, look.y % networkStep]).toEqual([0, 0]);
      expect(look.width % networkStep === 0 || right(look) === size.width).toBe(true);
      expect(look.height % networkStep === 0 || bottom(look) === size.height).toBe(true);
      expect(look.x === 0 || own.x - look.x >= 64).toBe(true);
      expect(bottom(look) === size.height || bottom(look) - bottom(own) >= 64).toBe(true);
      expect(shareInside(own, look)).toBe(1);
    }
  });

  test('are a share of the frame', () => {
    const all = box([0, 0, 1280, 720]);
    expect(shareOf([{ own: all, look: all }], size)).toBe(1);
    expect(shareOf([], size)).toBe(0);
  });
});

test('a letter is little, what is tall or wide is not', () => {
  expect(isLittle(changed([300, 200, 10, 14], [600, 400, 200, 12]), size)).toBe(true);
  expect(isLittle(changed([300, 200, 10, 40]), size)).toBe(false);
  expect(isLittle(changed([300, 200, 240, 10]), size)).toBe(false);
});
