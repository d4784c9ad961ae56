import { Frame } from '@karna/proto/gen/agent/v1/agent';
import { expect, test } from 'vitest';
import { firstPlace, Survey, unknownWheel } from './list-survey.ts';

test('it is turned on at once after a first turn of several clicks, not after a single one: more may go further by then', () => {
  const frame = Frame.fromPartial({ id: 'f', width: 1280, height: 720 });
  const survey = new Survey(firstPlace(frame, []), unknownWheel());
  expect(survey.clicksAhead(1, 4)).toBe(4);
  expect(survey.clicksAhead(1, 1)).toBe(0);
  survey.wheel.isCareful = true;
  expect(survey.clicksAhead(1, 4)).toBe(0);
});
