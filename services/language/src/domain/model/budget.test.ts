import { expect, test } from 'vitest';
import { type Allowance, Budget } from './budget.ts';

const allowance: Allowance = {
  callsPerDay: 3,
  tokensPerDay: 1_000,
  costPerDay: undefined,
  prices: { prompt: 0, answer: 0 },
};
const day = new Date('2026-03-01T12:00:00Z');
const next = new Date('2026-03-02T00:00:00Z');
const usedUp = expect.objectContaining({ code: 'llm.budget' });

test('counts calls, and begins anew with the day', () => {
  const budget = new Budget(allowance);
  for (let n = 0; n < 3; n++) budget.reserve(day, { prompt: 1, answer: 1 });
  expect(() => budget.reserve(day, { prompt: 1, answer: 1 })).toThrow(usedUp);
  budget.reserve(next, { prompt: 1, answer: 1 });
});

test('counts the most that a call can take until it is known what it took', () => {
  const budget = new Budget(allowance);
  const reserved = budget.reserve(day, { prompt: 400, answer: 600 });
  expect(() => budget.reserve(day, { prompt: 1, answer: 0 })).toThrow(usedUp);
  reserved.settle({ prompt: 300, answer: 100 });
  budget.reserve(day, { prompt: 300, answer: 300 });
  expect(() => budget.reserve(day, { prompt: 1, answer: 0 })).toThrow(usedUp);
});

test('gives back what came to nothing', () => {
  const budget = new Budget({ ...allowance, callsPerDay: 1 });
  budget.reserve(day, { prompt: 900, answer: 100 }).giveBack();
  budget.reserve(day, { prompt: 900, answer: 100 });
});

test('counts money, each kind of token by its price', () => {
  const budget = new Budget({ ...allowance, costPerDay: 1, prices: { prompt: 1, answer: 10 } });
  budget.reserve(day, { prompt: 0, answer: 100 }).settle({ prompt: 0, answer: 90 });
  expect(() => budget.reserve(day, { prompt: 101, answer: 0 })).toThrow(usedUp);
  budget.reserve(day, { prompt: 100, answer: 0 });
});

test('what was begun yesterday is not given back today', () => {
  const budget = new Budget(allowance);
  const reserved = budget.reserve(day, { prompt: 0, answer: 900 });
  budget.reserve(next, { prompt: 0, answer: 900 });
  reserved.settle({ prompt: 0, answer: 0 });
  expect(() => budget.reserve(next, { prompt: 0, answer: 200 })).toThrow(usedUp);
});
