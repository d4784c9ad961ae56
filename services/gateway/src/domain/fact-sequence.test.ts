import { expect, test } from 'vitest';
import { FactSequence } from './fact-sequence.ts';

const fact = (sequence: number) => ({ sequence });
const take = (facts: FactSequence<{ sequence: number }>, ...numbers: number[]) =>
  numbers.map((number) => facts.take(fact(number)));

test('moves on with each next fact', () => {
  const facts = new FactSequence(6, 10);
  expect(take(facts, 7, 8)).toEqual([true, true]);
  expect(facts.newest).toBe(8);
});

test('ignores what it has had', () => {
  const facts = new FactSequence(6, 10);
  expect(take(facts, 7, 7, 6, 1)).toEqual([true, false, false, false]);
  expect(facts.newest).toBe(7);
});

test('waits for a missing fact and then goes on with those that came early', () => {
  const facts = new FactSequence(0, 10);
  expect(take(facts, 3, 2)).toEqual([false, false]);
  expect(facts.hasGap).toBe(true);
  expect(take(facts, 1)).toEqual([true]);
  expect(facts.newest).toBe(3);
  expect(facts.hasGap).toBe(false);
  expect([1, 2, 3].map((number) => facts.at(number)?.sequence)).toEqual([1, 2, 3]);
});

test('keeps the newest few and nothing else', () => {
  const facts = new FactSequence(0, 3);
  take(facts, 1, 2, 3, 4, 5);
  expect([2, 3, 4, 5, 6].map((number) => facts.at(number)?.sequence)).toEqual([undefined, 3, 4, 5, undefined]);
});

test('goes on after a jump, without what it skipped', () => {
  const facts = new FactSequence(0, 10);
  take(facts, 1, 5, 8);
  facts.jumpTo(7);
  expect(facts.at(1)).toBeUndefined();
  expect(take(facts, 8)).toEqual([true]);
  expect(facts.newest).toBe(8);
});

test('is bounded also in what came early', () => {
  const facts = new FactSequence(0, 10);
  for (let number = 2; number < 5_000; number += 1) take(facts, number);
  take(facts, 1);
  expect(facts.newest).toBe(1_025);
});
