import { expect, test } from 'vitest';
import { learnSlots, type MarkedExample } from './slot-model.ts';

/** `pay [Acme](supplier)`: the values marked. */
function marked(label: string, written: string): MarkedExample {
  const spans: { slot: string; start: number; end: number }[] = [];
  let text = '';
  let from = 0;
  for (const match of written.matchAll(/\[([^\]]+)\]\((\w+)\)/g)) {
    text += written.slice(from, match.index);
    spans.push({ slot: match[2] ?? '', start: text.length, end: text.length + (match[1] ?? '').length });
    text += match[1];
    from = match.index + match[0].length;
  }
  return { label, text: text + written.slice(from), spans };
}

const examples = [
  marked('book', 'book a train to [Berlin](city) on [Monday](day)'),
  marked('book', 'get me to [Paris](city) next [Friday](day)'),
  marked('book', 'a trip to [New York](city)'),
  marked('book', 'train to [Rome](city) on [Sunday](day) please'),
  marked('book', 'book [San Francisco](city)'),
  marked('pay', 'pay [Acme](supplier) [300](amount) euros'),
  marked('pay', 'transfer [25](amount) to [Miller and Sons](supplier)'),
  marked('pay', 'pay [42](amount) euros to [Berlin Water](supplier)'),
];
const model = learnSlots({ examples });
const found = (text: string, label: string) =>
  model.find(text, label).map(({ slot, start, end }) => `${slot}=${text.slice(start, end)}`);

test('finds values that it never saw', () => {
  expect(found('book a train to Oslo on Tuesday', 'book')).toEqual(['city=Oslo', 'day=Tuesday']);
  expect(found('transfer 77 to Globex', 'pay')).toEqual(['amount=77', 'supplier=Globex']);
});

test('finds values of several words whole', () => {
  expect(found('a trip to New York', 'book')).toEqual(['city=New York']);
});

test('finds only what the intent has', () => {
  expect(found('pay 42 euros to Berlin Water', 'pay').join()).not.toContain('city');
  expect(found('pay 42 euros', 'nothing known')).toEqual([]);
});

test('says where in the text as it was typed, spaces and accents and all', () => {
  const text = '  train   to  Málaga ';
  expect(model.find(text, 'book').map(({ start, end }) => text.slice(start, end))).toEqual(['Málaga']);
});

test('is less sure where less speaks for it', () => {
  const sureness = (text: string) => Math.min(...model.find(text, 'book').map(({ confidence }) => confidence));
  expect(sureness('train to Rome on Sunday please')).toBeGreaterThan(0.8);
});

test('finds nothing in nothing', () => {
  expect(found('', 'book')).toEqual([]);
  expect(learnSlots({ examples: [] }).find('book a train', 'book')).toEqual([]);
});
