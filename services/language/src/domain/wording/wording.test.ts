import { expect, test } from 'vitest';
import { stemOf } from './stem.ts';
import { isSlip, unitsOf } from './wording.ts';

test.each([
  ['booked booking bookings books', 'book'],
  ['cancelled canceled cancellation cancels', 'cancel'],
  ['organise organizing organized', 'organiz'],
  ['paid pays paying', 'pay'],
  ['deleted deletion deletes', 'delet'],
  ['entries entry', 'entry'],
  ['colour colours color', 'color'],
])('the forms %j have the stem %j', (forms, stem) => {
  expect(new Set(forms.split(' ').map(stemOf))).toEqual(new Set([stem]));
});

const shared = (one: string, other: string): boolean => {
  const senses = new Set(unitsOf(one).flatMap((unit) => [...unit.senses]));
  return unitsOf(other).some((unit) => [...unit.senses].some((sense) => senses.has(sense)));
};

test.each([
  ['cancel', 'call off'],
  ['delete', 'get rid of'],
  ['create', 'set up'],
  ['approve', 'say yes'],
  ['take down', 'take the old advertisement down'],
  ['refund', 'reimburse'],
  ['again', 'a second time'],
])('%j can mean %j', (one, other) => {
  expect(shared(one, other)).toBe(true);
});

test.each([
  ['lock', 'unlock'],
  ['approve', 'turn down'],
  ['monthly', 'weekly'],
  ['call', 'call off'],
])('%j never means %j', (one, other) => {
  expect(shared(one, other)).toBe(false);
});

test('small words say nothing, and what is written like a value is told apart', () => {
  expect(unitsOf('could you please do it for me')).toEqual([]);
  const values = unitsOf('send Novak room 12').filter(({ isValue }) => isValue);
  expect(values.map(({ stem }) => stem)).toEqual(['novak', '12']);
});

test.each([
  ['invoce', 'invoice', true],
  ['mkae', 'make', true],
  ['reprot', 'report', true],
  ['make', 'take', false],
  ['form', 'farm', false],
  ['print', 'paint', false],
])('%j for %j is a slip: %s', (said, meant, is) => {
  expect(isSlip(said, meant)).toBe(is);
});
