import { expect, test } from 'vitest';
import { type Example, learnIntents } from './intent-model.ts';

const wishes: Readonly<Record<string, readonly string[]>> = {
  'pay-invoice': [
    'pay the invoice from Acme',
    'settle this bill',
    'transfer the money for the invoice',
    'pay what we owe',
  ],
  'book-travel': [
    'book a train to Berlin',
    'reserve a seat on the train',
    'get me a ticket to Paris',
    'I need a trip to Rome',
  ],
  'send-report': [
    'send the weekly report to the team',
    'mail the report',
    'share the numbers with everyone',
    'report to my boss',
  ],
};
const examples: Example[] = Object.entries(wishes).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));
const model = learnIntents({ examples, outside: [] });
const labelOf = (text: string) => model.opinion(text).guesses[0]?.label;

test('finds what a wish is for in words it was not taught', () => {
  expect(labelOf('please pay the bill')).toBe('pay-invoice');
  expect(labelOf('a ticket for the train')).toBe('book-travel');
  expect(labelOf('email the weekly report')).toBe('send-report');
});

test('finds it through typing errors, other accents and letter case', () => {
  expect(labelOf('pay teh invocie')).toBe('pay-invoice');
  expect(labelOf('BOOK A TRÁIN')).toBe('book-travel');
});

test('refuses what shares no word with anything learned', () => {
  expect(model.opinion('zzz qqq').isOutside).toBe(true);
  expect(model.opinion('').isOutside).toBe(true);
});

test('is surer of a wish it was taught than of one between two labels', () => {
  const [taught, between] = ['pay the invoice from Acme', 'pay for the train'].map((text) => model.opinion(text));
  expect(taught?.guesses[0]?.confidence).toBeGreaterThan((between?.guesses[0]?.confidence ?? 1) + 0.1);
});

test('gives confidences that sum to one over all labels', () => {
  const sum = model.opinion('pay the train').guesses.reduce((total, { confidence }) => total + confidence, 0);
  expect(sum).toBeCloseTo(1, 5);
});

test('learns the same from the same lessons', () => {
  expect(learnIntents({ examples, outside: [] }).opinion('pay a bill')).toEqual(model.opinion('pay a bill'));
});

test('learns from nothing that everything is outside', () => {
  expect(learnIntents({ examples: [], outside: ['hello'] }).opinion('hello')).toMatchObject({
    guesses: [],
    isOutside: true,
  });
});

test('stops when whoever is told of the progress has had enough', () => {
  const told: number[] = [];
  const learn = () =>
    learnIntents({
      examples,
      outside: [],
      onProgress: (share) => {
        told.push(share);
        if (told.length === 3) throw new Error('enough');
      },
    });
  expect(learn).toThrow('enough');
  expect(told).toHaveLength(3);
  expect(told.toSorted((a, b) => a - b)).toEqual(told);
});

test('learns from wishes for nothing what to refuse', () => {
  const many = (pattern: (n: number) => string, count: number) => Array.from({ length: count }, (_, n) => pattern(n));
  const inside = many((n) => `pay invoice number ${n}`, 60).map((text) => ({ text, label: 'pay' }));
  const others = many((n) => `book train number ${n}`, 60).map((text) => ({ text, label: 'book' }));
  const outside = many((n) => `what is the weather in town ${n}`, 60);
  const taught = learnIntents({ examples: [...inside, ...others], outside });
  expect(taught.opinion('what is the weather like').isOutside).toBe(true);
  expect(taught.opinion('pay invoice number 99')).toMatchObject({ isOutside: false, guesses: [{ label: 'pay' }, {}] });
});

test('finds out how sure it may be on what was said apart from what it was taught', () => {
  const people = {
    book: ['reserve a table', 'get me a seat', 'find room for dinner', 'hold places tonight'],
    pay: ['settle the bill', 'transfer what is due', 'send off the sum', 'clear my debts'],
  };
  const ways = ['now', 'quickly', 'please', 'today'];
  const said = (label: 'book' | 'pay', person: number, way: number) => ({
    text: `${people[label][person]} ${ways[way]}`,
    label,
  });
  const each = [0, 1, 2, 3];
  const labels = ['book', 'pay'] as const;
  const together = labels.flatMap((label) => each.flatMap((person) => each.map((way) => said(label, person, way))));
  const mixed = labels.flatMap((label) => each.flatMap((way) => each.map((person) => said(label, person, way))));
  const temperatureOf = (examples: typeof together) => learnIntents({ examples, outside: [] }).calibration.temperature;
  // One person's wishes stand together: what another says is less sure than what she says again.
  expect(temperatureOf(together)).toBeGreaterThan(1.2 * temperatureOf(mixed));
});
