import { expect, test } from 'vitest';
import { hoursIn, hoursText } from './hours-text.ts';

test.each([
  ['mon-fri 08:00-18:00', [1, 2, 3, 4, 5], '08:00', '18:00'],
  ['Sat,Sunday 9:30 - 12:00', [6, 7], '09:30', '12:00'],
  ['sat-mon 00:00-00:00', [6, 7, 1], '00:00', '00:00'],
  ['22:00-06:00', [], '22:00', '06:00'],
])('%j is understood', (text, days, from, until) => {
  expect(hoursIn(text)).toEqual({ days, from, until });
});

test.each(['', 'mon', 'mon-fri', 'noday 08:00-09:00', 'mon-wed-fri 08:00-09:00', '8-9'])('%j is none', (text) => {
  expect(hoursIn(text)).toBeUndefined();
});

test('are told as they are written', () => {
  expect(hoursText({ days: [6, 7], from: '09:30', until: '12:00' })).toBe('sat,sun 09:30-12:00');
  expect(hoursText({ days: [], from: '22:00', until: '06:00' })).toBe('22:00-06:00');
});
