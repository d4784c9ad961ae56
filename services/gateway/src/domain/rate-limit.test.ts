import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

function limit(burst: number, perSecond: number) {
  const time = { ms: 0 };
  return { time, rate: new RateLimit({ burst, perSecond }, () => time.ms) };
}

test('lets a burst through and then no more', () => {
  const { rate } = limit(3, 1);
  expect([1, 2, 3, 4].map(() => rate.take('ada'))).toEqual([true, true, true, false]);
});

test('fills up again with time, never above the burst', () => {
  const { rate, time } = limit(2, 2);
  rate.take('ada');
  rate.take('ada');
  time.ms = 500;
  expect([rate.take('ada'), rate.take('ada')]).toEqual([true, false]);
  time.ms = 60_000;
  expect([rate.take('ada'), rate.take('ada'), rate.take('ada')]).toEqual([true, true, false]);
});

test('keeps each key apart', () => {
  const { rate } = limit(1, 1);
  rate.take('ada');
  expect(rate.take('ada')).toBe(false);
  expect(rate.take('grace')).toBe(true);
});

test('looks without taking', () => {
  const { rate } = limit(1, 1);
  expect([rate.has('ada'), rate.has('ada'), rate.take('ada'), rate.has('ada')]).toEqual([true, true, true, false]);
});

test('forgets the key unused for longest when there are too many', () => {
  const { rate } = limit(1, 0.001);
  rate.take('ada');
  for (let other = 0; other < 10_000; other += 1) rate.take(`address ${other}`);
  expect(rate.take('ada')).toBe(true);
});
