import type { Slot, SlotType } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { valueFor } from './slot-values.ts';

/** A Wednesday. */
const now = new Date(2026, 4, 6, 15, 0);
const slot = (type: SlotType, choices: string[] = []): Slot => ({
  name: 'it',
  type,
  question: '',
  choices,
  optional: false,
  defaultValue: '',
});
const said = (type: SlotType, text: string, locale = 'en-US', choices: string[] = []) => {
  const valued = valueFor(slot(type, choices), text, { locale, now });
  return valued.is === 'good' ? valued.value : `bad: ${valued.because}`;
};

test.each([
  ['1,250.5', 'en-US', '1250.5'],
  ['1.250,5', 'de-DE', '1250.5'],
  ['1 250,5', 'fr-FR', '1250.5'],
  ['-3', 'en-US', '-3'],
  ['twenty five', 'en-US', '25'],
  ['two hundred and ten', 'en-US', '210'],
  ['three thousand', 'en-US', '3000'],
  ['1.2.3', 'en-US', 'bad: that is no number'],
  ['many', 'en-US', 'bad: that is no number'],
  ['12', 'no such locale', '12'],
])('reads the number %j in %s as %s', (text, locale, value) => {
  expect(said('SLOT_TYPE_NUMBER', text, locale)).toBe(value);
});

test.each([
  ['€1,250', 'en-US', '1250.00 EUR'],
  ['1.250,50 €', 'de-DE', '1250.50 EUR'],
  ['12 dollars', 'en-US', '12.00 USD'],
  ['thirty pounds', 'en-US', '30.00 GBP'],
  ['99', 'en-US', '99.00'],
  ['$5', 'en-AU', '5.00 AUD'],
  ['US$5', 'en-AU', '5.00 USD'],
  ['5 dollars', 'de-DE', '5.00 USD'],
  ['-$3.50', 'en-US', '-3.50 USD'],
  ['$-3.50', 'en-US', '-3.50 USD'],
  ['499 kr', 'sv-SE', '499.00 SEK'],
  ['499 kr.', 'da-DK', '499.00 DKK'],
  ['1 250,00 zł', 'pl-PL', '1250.00 PLN'],
  ['CHF 20', 'de-CH', '20.00 CHF'],
  ['¥300', 'zh-CN', '300.00 CNY'],
  ['12.50 €', 'de-DE', 'bad: that is no amount of money'],
  ['a lot', 'en-US', 'bad: that is no amount of money'],
])('reads the money %j in %s as %s', (text, locale, value) => {
  expect(said('SLOT_TYPE_MONEY', text, locale)).toBe(value);
});

test.each([
  ['today', '2026-05-06'],
  ['tomorrow', '2026-05-07'],
  ['in two weeks', '2026-05-20'],
  ['Friday', '2026-05-08'],
  ['next Friday', '2026-05-15'],
  ['next Monday', '2026-05-11'],
  ['Wednesday', '2026-05-13'],
  ['5 June', '2026-06-05'],
  ['May 5th', '2027-05-05'],
  ['the 1st of March 2028', '2028-03-01'],
  ['2026-12-24', '2026-12-24'],
  ['5/6/2026', '2026-05-06'],
  ['31 February', 'bad: that is no date'],
  ['soon', 'bad: that is no date'],
])('reads the date %j as %s', (text, value) => {
  expect(said('SLOT_TYPE_DATE', text)).toBe(value);
});

test('reads a date in the order of the locale', () => {
  expect(said('SLOT_TYPE_DATE', '5.6.2026', 'de-DE')).toBe('2026-06-05');
  expect(said('SLOT_TYPE_DATE', '05/06/26', 'en-GB')).toBe('2026-06-05');
});

test.each([
  ['2 pm', '14:00'],
  ['14:30', '14:30'],
  ['half past three', '03:30'],
  ['quarter to nine pm', '20:45'],
  ['noon', '12:00'],
  ['12 am', '00:00'],
  ['twelve', '12:00'],
  ['25:00', 'bad: that is no time'],
  ['15 pm', 'bad: that is no time'],
  ['late', 'bad: that is no time'],
])('reads the time %j as %s', (text, value) => {
  expect(said('SLOT_TYPE_TIME', text)).toBe(value);
});

test('takes the choice that is meant, and says what there is when none is', () => {
  const choices = ['Red wine', 'White wine', 'Beer'];
  expect(said('SLOT_TYPE_CHOICE', 'red', 'en-US', choices)).toBe('Red wine');
  expect(said('SLOT_TYPE_CHOICE', 'BEER', 'en-US', choices)).toBe('Beer');
  expect(valueFor(slot('SLOT_TYPE_CHOICE', choices), 'wine', { locale: 'en-US', now })).toEqual({
    is: 'bad',
    because: 'that can be several',
    choices: ['Red wine', 'White wine'],
  });
  expect(valueFor(slot('SLOT_TYPE_CHOICE', choices), 'tea', { locale: 'en-US', now })).toMatchObject({ choices });
});
