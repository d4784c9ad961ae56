import { expect, test } from 'vitest';
import { Pacing } from './pacing.ts';

test('lets a few updates be on the way, and the next once one is painted', () => {
  const pacing = new Pacing();
  for (let n = 0; n < 3; n++) pacing.sent(1000, 0);
  expect(pacing.hasRoom).toBe(false);
  pacing.taken(1, 5);
  expect(pacing.hasRoom).toBe(true);
});

test('lets more be on a long way', () => {
  const pacing = new Pacing();
  pacing.sent(1000, 0);
  pacing.taken(1, 100);
  let onTheWay = 0;
  while (pacing.hasRoom) onTheWay = pacing.sent(1000, 100);
  expect(onTheWay).toBeGreaterThan(10);
});

test('lets nothing follow a picture that is larger than the way is wide', () => {
  const pacing = new Pacing();
  pacing.sent(1_000_000, 0);
  expect(pacing.hasRoom).toBe(false);
  pacing.taken(1, 10);
  expect(pacing.hasRoom).toBe(true);
});

test('makes the way narrower when it takes longer and longer, and wider when it does not', () => {
  const pacing = new Pacing();
  pacing.sent(100_000, 0);
  pacing.taken(1, 10);
  expect(pacing.isNarrow).toBe(false);
  let nowMs = 10;
  const send = (forMs: number) => {
    const number = pacing.sent(100_000, nowMs);
    nowMs += forMs;
    pacing.taken(number, nowMs);
  };
  for (let n = 0; n < 6; n++) send(500);
  expect(pacing.isNarrow).toBe(true);
  for (let n = 0; n < 6; n++) send(12);
  expect(pacing.isNarrow).toBe(false);
});

test('is not misled by numbers that were never sent, or twice', () => {
  const pacing = new Pacing();
  pacing.sent(1000, 0);
  pacing.taken(7, 1);
  expect(pacing.roundTripMs).toBe(0);
  pacing.taken(1, 2);
  pacing.taken(1, 900);
  expect(pacing.roundTripMs).toBe(2);
});
