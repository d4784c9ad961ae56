import { expect, test } from 'vitest';
import { beginEdit, boxBetween, changeBox, movedBy, redo, sizedBy, undo } from './box-edit.ts';

const picture = { width: 200, height: 100 };

test('a box is drawn between two corners, in whole pixels, whichever comes first', () => {
  const box = { x: 10, y: 20, width: 30, height: 40 };
  expect(boxBetween({ x: 10.2, y: 19.9 }, { x: 40.2, y: 60 }, picture)).toEqual(box);
  expect(boxBetween({ x: 40.2, y: 60 }, { x: 10.2, y: 19.9 }, picture)).toEqual(box);
});

test('a click makes a small box around the place, and none leaves the picture', () => {
  expect(boxBetween({ x: 50, y: 50 }, { x: 51, y: 49 }, picture)).toEqual({ x: 44, y: 44, width: 12, height: 12 });
  expect(boxBetween({ x: 199, y: 0 }, { x: 199, y: 0 }, picture)).toEqual({ x: 188, y: 0, width: 12, height: 12 });
  const box = { x: 10, y: 20, width: 30, height: 40 };
  expect(movedBy(box, -50, 500, picture)).toEqual({ x: 0, y: 60, width: 30, height: 40 });
  expect(sizedBy(box, -50, 500, picture)).toEqual({ x: 10, y: 0, width: 1, height: 100 });
});

test('every change is taken back and done again in order; a new one forgets what was taken back', () => {
  const [a, b, c] = [1, 2, 3].map((x) => ({ x, y: 0, width: 5, height: 5 }));
  const drawn = changeBox(changeBox(beginEdit(a), b), c);
  const back = undo(undo(drawn));
  expect(back.box).toEqual(a);
  expect(undo(back)).toBe(back);
  expect(redo(redo(back)).box).toEqual(c);
  expect(redo(changeBox(undo(drawn), a)).box).toEqual(a);
});
