import { expect, test } from 'vitest';
import { escapeTwice } from './halting.ts';

test('two presses close together halt, one alone does not, and a third begins anew', () => {
  const isSecond = escapeTwice();
  expect([0, 500, 900, 5_000, 6_000, 6_100].map(isSecond)).toEqual([false, true, false, false, false, true]);
});
