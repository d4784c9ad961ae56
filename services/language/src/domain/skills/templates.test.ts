import { expect, test } from 'vitest';
import { captureOf, plainOf, templateOf } from './templates.ts';

const read = (phrase: string, text: string) => captureOf(templateOf(phrase))(plainOf(text))?.map(({ said }) => said);

test.each([
  [
    'change the phone of {name} to {phone}',
    'change the phone of Ada Lovelace to 555-1234',
    ['Ada Lovelace', '555-1234'],
  ],
  ['change phone {name} {phone}', 'Change phone Ada 555', ['Ada', '555']],
  ['pay {amount}€ to {payee}', 'pay 12€ to Ada', ['12', 'Ada']],
  ['run {distance}km', 'run 5km', ['5']],
])('reads %j from %j', (phrase, text, values) => {
  expect(read(phrase, text)).toEqual(values);
});

test.each([
  ['change phone {name} {phone}', 'change phone of Ada Lovelace to 555'],
  ['open {file}', 'opened'],
])('does not cut %j out of %j', (phrase, text) => {
  expect(read(phrase, text)).toBeUndefined();
});
