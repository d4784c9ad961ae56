import { describe, expect, test } from 'vitest';
import { element } from '../../testing/hand-made.ts';
import { dark, light, scenery } from '../../testing/scenery.ts';
import { fitOfTemplate, looksAlike, looksOf, placeOfTemplate, templateOf } from './looks.ts';
import { cropped } from './remember.ts';
import { resembling } from './resemble.ts';

const names = ['bin', 'pen', 'lens', 'plus'];
const icons = names.map((name, index) => element('icon', name, [40 + index * 60, 40, 24, 24]));
const [day, night] = [scenery(icons, light), scenery(icons, { ...dark, scale: 1.5 })];
const boxIn = ({ screen }: typeof day, index: number) =>
  screen.elements[index]?.box ?? { x: 0, y: 0, width: 1, height: 1 };

describe('looks', () => {
  test.each([...names.entries()])(
    '%i: of an icon are those of itself in other colours and sizes, before any other',
    (index) => {
      const own = looksOf(day.frame, boxIn(day, index));
      const alike = names.map((_, other) => looksAlike(own, looksOf(night.frame, boxIn(night, other))));
      const best = alike.reduce((top, { drawing }, other) => (drawing > (alike[top]?.drawing ?? 0) ? other : top), 0);
      expect(best).toBe(index);
      // Its cells are drawn 4 or 5 px wide here: no drawing is exactly half as large again.
      expect(alike[index]?.drawing).toBeGreaterThan(0.7);
    },
  );

  test('of nothing are like nothing', () => {
    const nowhere = looksOf(day.frame, { x: 400, y: 300, width: 24, height: 24 });
    expect(looksAlike(looksOf(day.frame, boxIn(day, 0)), nowhere)).toEqual({ box: 0, drawing: 0 });
  });
});

describe('edges', () => {
  const template = templateOf(day.frame, boxIn(day, 2));

  test('fall on those of the same icon, light or dark, and not on those of another', () => {
    const fits = names.map((_, index) => fitOfTemplate(template, night.frame, boxIn(night, index), 1.5));
    expect(fits[2]).toBeGreaterThan(0.8);
    expect(Math.max(...fits.filter((_, index) => index !== 2))).toBeLessThan(0.6);
  });

  test('are found some way beside where they were thought to be', () => {
    const { x, y, width, height } = boxIn(night, 2);
    const { box, fit } = placeOfTemplate(template, night.frame, { x: x + 17, y: y - 12, width, height }, 1.5, 30);
    expect(fit).toBeGreaterThan(0.7);
    expect(Math.abs(box.x - x) + Math.abs(box.y - y)).toBeLessThan(5);
  });
});

describe('a picture of an icon', () => {
  const picture = cropped(day.frame, boxIn(day, 1));

  test('leads to it in other colours and sizes', () => {
    const [best, second] = resembling(night.frame, night.screen, picture);
    expect(best?.element.box).toEqual(boxIn(night, 1));
    expect((best?.likeness ?? 0) - (second?.likeness ?? 0)).toBeGreaterThan(0.3);
  });

  test('leads nowhere where there is no such icon', () => {
    const others = scenery(
      icons.filter((_, index) => index !== 1),
      dark,
    );
    expect(
      Math.max(0, ...resembling(others.frame, others.screen, picture).map(({ likeness }) => likeness)),
    ).toBeLessThan(0.5);
  });
});
