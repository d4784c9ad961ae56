import { expect, test } from 'vitest';
import { skillOf, someSkills } from '../../testing/skills.ts';
import type { Call } from './answer.ts';
import { phrasesIn } from './phrasing.ts';

const [invoice] = someSkills as [(typeof someSkills)[number]];
const proposing = (phrases: readonly unknown[], tool = 'propose_phrases'): Call => ({
  is: 'called',
  tool,
  given: JSON.stringify({ phrases }),
});

test('takes what can be saved as it is, and leaves the rest out', () => {
  const phrases = phrasesIn(
    [
      proposing([
        'forward  the bill to {customer}',
        'Forward the bill to {customer}!',
        'send the invoice to {customer}',
        'book a train to {customer}',
        'invoice without a customer',
        'bill {customer} for {amount}',
        'bill {customer} and {customer}',
        '{customer}',
        'bill {customer} {',
        'bill {customer} \u001b[31m',
        `bill ${'x'.repeat(300)} {customer}`,
        'make the weekly report',
        'bill {customer}',
      ]),
    ],
    invoice,
    someSkills,
  );
  expect(phrases).toEqual(['forward the bill to {customer}', 'book a train to {customer}', 'bill {customer}']);
});

test('a skill whose phrases share no slot needs none', () => {
  const some = skillOf('s', 'Report', ['make the report', 'make the report for {week}']);
  expect(phrasesIn([proposing(['write the report'])], some, [some])).toEqual(['write the report']);
});

test('takes twelve at most', () => {
  const many = Array.from(
    { length: 30 },
    (_, n) => `bill {customer} in way ${'abcdefghijklmnopqrstuvwxyzABCD'[n]}${n}x`,
  );
  expect(phrasesIn([proposing(many)], invoice, someSkills)).toHaveLength(12);
});

test.each([
  ['nothing', []],
  ['another tool', [proposing(['a'], 'save_skill')]],
  ['several calls', [proposing(['a']), proposing(['b'])]],
  ['what are no texts', [proposing([1, 2])]],
])('refuses %s', (_, calls) => {
  expect(() => phrasesIn(calls, invoice, someSkills)).toThrow(expect.objectContaining({ code: 'llm.invalid' }));
});
