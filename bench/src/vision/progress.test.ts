import { expect, test } from 'vitest';
import { progressOf } from './progress.ts';

test('progress is told now and then, and at the end', () => {
  const told: string[] = [];
  let now = 0;
  const done = progressOf(
    'gate',
    (what) => told.push(what),
    () => now,
  );
  for (let count = 1; count <= 10; count++) {
    now += 2_000;
    done(count, 10);
  }
  expect(told).toEqual([
    'gate: 3 of 10 pictures, 6 s',
    'gate: 6 of 10 pictures, 12 s',
    'gate: 9 of 10 pictures, 18 s',
    'gate: 10 of 10 pictures, 20 s',
  ]);
});
