import { Frame } from '@karna/proto/gen/agent/v1/agent';
import { Element } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { firstPlace, Survey, unknownWheel } from './list-survey.ts';

const frame = Frame.fromPartial({ id: 'f', width: 1280, height: 720 });
const list = { x: 0, y: 100, width: 900, height: 600 };
const elements = [100, 140, 180].map((y) =>
  Element.fromPartial({ id: `${y}`, role: 'ROLE_TEXT', text: `at ${y}`, box: { x: 20, y, width: 200, height: 20 } }),
);

test('it is turned on at once after a first turn of several clicks, not after a single one: more may go further by then', () => {
  const survey = new Survey(firstPlace(frame, elements), unknownWheel());
  expect(survey.clicksAhead(1, 4, list)).toBe(4);
  expect(survey.clicksAhead(1, 1, list)).toBe(0);
  survey.wheel.isCareful = true;
  expect(survey.clicksAhead(1, 4, list)).toBe(0);
});

test('nor where no more changed than what lights up under the pointer', () => {
  const survey = new Survey(firstPlace(frame, elements), unknownWheel());
  expect(survey.clicksAhead(1, 4, { ...list, height: 60 })).toBe(0);
});
