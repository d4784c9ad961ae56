import { expect, test } from 'vitest';
import { backoffMs, sleep } from './backoff.ts';

test('waits longer after each failure, up to ten seconds, never the same for all', () => {
  const longest = [0, 1, 2, 10, 100].map((attempt) => backoffMs(attempt, () => 1));
  expect(longest).toEqual([250, 500, 1_000, 10_000, 10_000]);
  expect(backoffMs(3, () => 0)).toBe(1_000);
  expect(backoffMs(3, () => 0.5)).toBe(1_500);
});

test('stops sleeping when told, with the reason', async () => {
  const stop = new AbortController();
  const asleep = sleep(60_000, stop.signal);
  stop.abort(new Error('wake up'));
  await expect(asleep).rejects.toThrow('wake up');
  await expect(sleep(1, stop.signal)).rejects.toThrow('wake up');
});
