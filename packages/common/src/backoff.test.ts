import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('doubles up to a ceiling, spread over the upper half', () => {
  const delays = (random: () => number) =>
    [0, 1, 2, 3, 10, 1000].map((attempt) => backoffMs(attempt, { firstMs: 100, maxMs: 1_000, random }));
  expect(delays(() => 0)).toEqual([50, 100, 200, 400, 500, 500]);
  expect(delays(() => 0.999999)).toEqual([100, 200, 400, 800, 1000, 1000]);
});
