import { Frame } from '@karna/proto/gen/agent/v1/agent';
import { Element } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { firstPlace, Survey, unknownWheel } from './list-survey.ts';

const frame = Frame.fromPartial({ id: 'f', width: 1280, height: 720 });
const elements = [100, 140, 180].map((y) =>
  Element.fromPartial({ id: `${y}`, role: 'ROLE_TEXT', text: `at ${y}`, box: { x: 20, y, width: 200, height: 20 } }),
);

/** After a turn of the wheel: what changed is so high (px), and its pixels went so far down (px), where they tell. */
const turned = (height: number, scrolledDown = 0) =>
  Frame.fromPartial({ ...frame, id: 'g', changes: [{ x: 0, y: 100, width: 900, height }], scrolledDown });

test('it is turned on at once after a first turn of several clicks, not after a single one: more may go further by then', () => {
  const survey = new Survey(firstPlace(frame, elements), unknownWheel());
  expect(survey.clicksAhead(1, 4, turned(600))).toBe(4);
  expect(survey.clicksAhead(1, 1, turned(600))).toBe(0);
  survey.wheel.isCareful = true;
  expect(survey.clicksAhead(1, 4, turned(600))).toBe(0);
});

test('it is turned on as far as is seen twice where its pixels tell how far a click goes', () => {
  const survey = new Survey(firstPlace(frame, elements), unknownWheel());
  expect(survey.clicksAhead(1, 2, turned(600, -200))).toBe(4);
  expect(survey.clicksAhead(1, 1, turned(600, -220))).toBe(2);
  // The end may have cut it short.
  expect(survey.clicksAhead(1, 2, turned(600, -10))).toBe(6);
  // It went the other way.
  expect(survey.clicksAhead(1, 1, turned(600, 200))).toBe(0);
});

test('it is not turned on where no more changed than what lights up under the pointer', () => {
  const survey = new Survey(firstPlace(frame, elements), unknownWheel());
  expect(survey.clicksAhead(1, 4, turned(60))).toBe(0);
  expect(survey.clicksAhead(1, 4, frame)).toBe(0);
});
