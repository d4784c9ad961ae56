import type { Role } from '@karna/proto/gen/target/v1/target';
import { expect, test } from 'vitest';
import { inNoState, type Place } from '../../testing/hand-made.ts';
import type { Sighting } from '../sighting.ts';
import { countsHalved, inBothSizes } from './both-sizes.ts';

const size = { width: 640, height: 480 };
const box = ([x, y, width, height]: Place) => ({ x, y, width, height });
const seen = (role: Role, place: Place, score = 0.8): Sighting => ({ role, box: box(place), score, states: inNoState });

test('of the halved frame only large things, large type and headings count', () => {
  const counted = [
    seen('ROLE_DIALOG', [50, 50, 150, 30]),
    seen('ROLE_BUTTON', [100, 20, 30, 12]),
    seen('ROLE_BUTTON', [100, 20, 30, 36]),
    seen('ROLE_TEXT', [100, 20, 30, 10]),
    seen('ROLE_TEXT', [100, 20, 30, 11]),
    seen('ROLE_HEADING', [100, 20, 30, 9]),
  ].map(countsHalved);
  expect(counted).toEqual([true, false, true, false, true, true]);
});

test('things come from both sizes', () => {
  const half = [seen('ROLE_DIALOG', [50, 50, 150, 100])];
  const { elements } = inBothSizes({ full: [seen('ROLE_BUTTON', [20, 20, 60, 24])], half }, size);
  expect(elements.map(({ role, box: { x, width } }) => [role, x, width])).toEqual([
    ['ROLE_BUTTON', 20, 60],
    ['ROLE_DIALOG', 100, 300],
  ]);
});

test('what is seen in both is one thing, as the surer look has it', () => {
  const full = [seen('ROLE_ROW', [10, 100, 500, 40], 0.6)];
  const half = [seen('ROLE_ROW', [6, 50, 250, 20], 0.9)];
  expect(inBothSizes({ full, half }, size).elements).toEqual([seen('ROLE_ROW', [12, 100, 500, 40], 0.9)]);
});

test('lines are told from elements, headings are both', () => {
  const full = [
    seen('ROLE_TEXT', [20, 20, 100, 18]),
    seen('ROLE_HEADING', [20, 20, 100, 18]),
    seen('ROLE_BUTTON', [200, 14, 80, 30]),
  ];
  const { elements, lines, headings } = inBothSizes({ full, half: [] }, size);
  expect([elements.length, lines, headings.map((heading) => heading.box)]).toEqual([
    1,
    [box([20, 20, 100, 18])],
    [box([20, 20, 100, 18])],
  ]);
});

test('large type that only the halved frame shows is a line', () => {
  const half = [seen('ROLE_TEXT', [20, 20, 100, 30]), seen('ROLE_TEXT', [20, 100, 100, 8])];
  expect(inBothSizes({ full: [], half }, size).lines).toEqual([box([40, 40, 200, 60])]);
});

test('a single sign is a picture when it looks more like one than like a letter', () => {
  const icon = (score: number) => seen('ROLE_ICON', [20, 20, 20, 20], score);
  const sign = seen('ROLE_TEXT', [22, 21, 16, 18], 0.5);
  const word = seen('ROLE_TEXT', [22, 21, 90, 18], 0.5);
  const lines = (...full: Sighting[]) => inBothSizes({ full, half: [] }, size).lines.length;
  expect([lines(icon(0.6), sign), lines(icon(0.4), sign), lines(icon(0.6), word)]).toEqual([0, 1, 1]);
});
