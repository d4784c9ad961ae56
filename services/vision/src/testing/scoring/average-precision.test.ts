import type { Role } from '@karna/proto/gen/target/v1/target';
import { describe, expect, test } from 'vitest';
import { type Detection, elementFigures } from './average-precision.ts';
import { parseTruth, type Truth } from './truth.ts';

type Place = readonly [x: number, y: number, width: number, height: number];

const truthOf = (elements: readonly (readonly [string, Place])[], more: object = {}): Truth => {
  const json = JSON.stringify({ elements: elements.map(([role, box]) => ({ role, box })), ...more });
  return parseTruth('page', 'page.png', json) as Truth;
};
const seen = (role: string, [x, y, width, height]: Place, score: number): Detection => ({
  box: { x, y, width, height },
  role: `ROLE_${role.toUpperCase()}` as Role,
  score,
  states: [],
});
const figures = (truth: Truth, ...detections: Detection[]) => elementFigures([{ truth, detections }]);

const first: Place = [10, 10, 80, 30];
const second: Place = [110, 10, 80, 30];
const third: Place = [210, 10, 80, 30];
const nowhere: Place = [400, 300, 80, 30];
const threeButtons = truthOf([
  ['button', first],
  ['button', second],
  ['button', third],
]);

describe('element figures', () => {
  test('sums the monotonous precision over every step of recall', () => {
    // Right, wrong, right: precision 1, 1/2, 2/3; at recall 1/3 the best is 1, at 2/3 it is 2/3, 3/3 is never reached.
    const all = figures(
      threeButtons,
      seen('button', first, 0.9),
      seen('button', nowhere, 0.8),
      seen('button', second, 0.7),
    );
    expect(all?.ap50).toBeCloseTo((1 + 2 / 3) / 3, 6);
    expect(all?.recall).toBeCloseTo(2 / 3, 6);
    expect(all?.elements).toBe(3);
  });

  test('counts the wrong ones before the right ones, in whichever order they come', () => {
    // Wrong, right, right: 0, 1/2, 2/3, so 2/3 at both steps.
    const all = figures(
      threeButtons,
      seen('button', second, 0.2),
      seen('button', nowhere, 0.9),
      seen('button', first, 0.5),
    );
    expect(all?.ap50).toBeCloseTo((2 / 3 + 2 / 3) / 3, 6);
  });

  test('takes an element once: finding it again is wrong', () => {
    const all = figures(threeButtons, seen('button', first, 0.9), seen('button', [11, 10, 80, 30], 0.8));
    expect(all?.recall).toBeCloseTo(1 / 3, 6);
    const thenAnother = figures(
      threeButtons,
      seen('button', first, 0.9),
      seen('button', [11, 10, 80, 30], 0.8),
      seen('button', second, 0.7),
    );
    expect(thenAnother?.ap50).toBeCloseTo((1 + 2 / 3) / 3, 6);
  });

  test('ranks over all pictures together', () => {
    const alone = truthOf([['button', first]]);
    const both = elementFigures([
      { truth: alone, detections: [seen('button', nowhere, 0.9)] },
      { truth: alone, detections: [seen('button', first, 0.8)] },
    ]);
    expect(both?.ap50).toBeCloseTo(1 / 2 / 2, 6);
  });

  test('takes what overlaps by half for AP50 and by three quarters for AP75', () => {
    // 80 x 30 against 80 x 30 shifted by 20: 60 of 100 shared.
    const shifted = figures(truthOf([['button', first]]), seen('button', [30, 10, 80, 30], 0.9));
    expect(shifted).toMatchObject({ ap50: 1, ap75: 0, recall: 1, centreHit: 1 });
  });

  test('averages over roles, and does not mind the role without them', () => {
    const page = truthOf([
      ['button', first],
      ['link', second],
    ]);
    const all = figures(page, seen('button', first, 0.9), seen('button', second, 0.8));
    expect(all).toMatchObject({ ap50: 1, map50: 0.5, perRole: { button: { ap50: 1 }, link: { ap50: 0 } } });
  });

  test('scores what lies inside something else on its own', () => {
    const nested = truthOf([
      ['row', [0, 0, 300, 40]],
      ['cell', [0, 0, 100, 40]],
      ['button', [10, 5, 60, 30]],
    ]);
    const all = figures(
      nested,
      seen('row', [0, 0, 300, 40], 0.9),
      seen('cell', [0, 0, 100, 40], 0.9),
      seen('button', [10, 5, 60, 30], 0.9),
    );
    expect(all).toMatchObject({ ap50: 1, map50: 1, ap75: 1, recall: 1 });
  });

  test('leaves out roles that the truth never labels, unless another picture of the set does', () => {
    const heading = seen('heading', nowhere, 0.95);
    const button = seen('button', first, 0.9);
    const page = { truth: truthOf([['button', first]]), detections: [heading, button] };
    expect(elementFigures([page])?.ap50).toBe(1);
    const other = { truth: truthOf([['heading', first]]), detections: [seen('heading', first, 0.9)] };
    expect(elementFigures([page, other])?.ap50).toBeLessThan(1);
  });

  test('leaves out roles that one truth cannot know, though others can', () => {
    const heading = seen('heading', nowhere, 0.95);
    const truth = truthOf([['button', first]], { rolesUnknown: ['heading'] });
    const page = { truth, detections: [heading, seen('button', first, 0.9)] };
    const other = { truth: truthOf([['heading', first]]), detections: [seen('heading', first, 0.9)] };
    expect(elementFigures([page, other])?.ap50).toBe(1);
  });

  test('counts nothing where the truth is not known', () => {
    const page = truthOf([['button', first]], { ignore: [[390, 290, 100, 50]] });
    expect(figures(page, seen('button', nowhere, 0.95), seen('button', first, 0.9))?.ap50).toBe(1);
    expect(figures(truthOf([['button', first]]), seen('button', nowhere, 0.95), seen('button', first, 0.9))?.ap50).toBe(
      0.5,
    );
  });

  test('neither asks for nor punishes what the contract has no role for', () => {
    const page = truthOf([
      ['button', first],
      ['toolbar', nowhere],
    ]);
    expect(figures(page, seen('button', nowhere, 0.95), seen('button', first, 0.9))).toMatchObject({
      elements: 1,
      ap50: 1,
    });
  });

  test('takes the 1000 best of a picture', () => {
    const noise = Array.from({ length: 1000 }, (_, index) => seen('button', [index * 4, 400, 3, 3], 0.9));
    expect(figures(threeButtons, ...noise, seen('button', first, 0.5))?.recall).toBe(0);
    expect(figures(threeButtons, ...noise.slice(1), seen('button', first, 0.5))?.recall).toBeCloseTo(1 / 3, 6);
  });

  test('says nothing about pictures without labelled elements', () => {
    const unlabelled = parseTruth('page', 'page.png', '{"words":[]}') as Truth;
    expect(figures(unlabelled, seen('button', first, 0.9))).toBeUndefined();
  });
});
