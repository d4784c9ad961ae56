import { expect, test } from 'vitest';
import { Credit } from './credit.ts';

const never = new AbortController().signal;
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

test('lets so many through, then waits until some were taken', async () => {
  const credit = new Credit(2);
  await credit.spend(never);
  const second = credit.spend(never);
  expect(await isSettled(second)).toBe(false);
  credit.give(1);
  await second;
  const third = credit.spend(never);
  expect(await isSettled(third)).toBe(false);
  credit.give(1_000);
  await third;
  expect(await isSettled(credit.spend(never))).toBe(true);
  expect(await isSettled(credit.spend(never))).toBe(false);
});

test('ends its waiting with the reason', async () => {
  const credit = new Credit(1);
  const stop = new AbortController();
  const waiting = credit.spend(stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
