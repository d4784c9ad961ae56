import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('allows a burst of ten seconds worth, then refuses until time has passed', () => {
  const pace = new Pace(5);
  pace.take(30, 0);
  pace.take(20, 100);
  expect(() => pace.take(1, 9_999)).toThrow('more than 5 actions a second');
  pace.take(30, 10_000);
  expect(() => pace.take(1, 10_001)).toThrow();
  pace.take(20, 10_100);
});

test('never counts what it refused, nor what does not act', () => {
  const pace = new Pace(1);
  expect(() => pace.take(11, 0)).toThrow();
  pace.take(0, 0);
  pace.take(10, 0);
});
