import { describe, expect, test } from 'vitest';
import { hoursInWords, isWithin } from './hours.ts';

const timeZone = 'Europe/Berlin';
const working = { hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', until: '17:30' }], timeZone };
const nights = { hours: [{ days: [5], from: '22:00', until: '06:00' }], timeZone };

describe('hours', () => {
  test('none means always', () => expect(isWithin({ hours: [], timeZone: '' }, new Date())).toBe(true));

  test.each([
    ['2026-11-27T06:59:00Z', false], // Friday, 07:59 there
    ['2026-11-27T07:00:00Z', true],
    ['2026-11-27T16:29:59Z', true],
    ['2026-11-27T16:30:00Z', false],
    ['2026-11-28T10:00:00Z', false],
    ['2026-07-31T06:00:00Z', true], // 08:00 in summer
  ])('of working days, at %s: %s', (moment, expected) => expect(isWithin(working, new Date(moment))).toBe(expected));

  test.each([
    ['2026-11-27T20:59:00Z', false],
    ['2026-11-27T21:00:00Z', true],
    ['2026-11-28T04:59:00Z', true], // Saturday, the night that began on Friday
    ['2026-11-28T05:00:00Z', false],
    ['2026-11-28T21:30:00Z', false],
  ])('over midnight, at %s: %s', (moment, expected) => expect(isWithin(nights, new Date(moment))).toBe(expected));

  test('that begin and end at the same time are the whole day', () => {
    const all = { hours: [{ days: [7], from: '00:00', until: '00:00' }], timeZone };
    expect(isWithin(all, new Date('2026-11-29T12:00:00Z'))).toBe(true);
    expect(isWithin(all, new Date('2026-11-30T12:00:00Z'))).toBe(false);
  });

  test('in words', () => {
    expect(hoursInWords(working)).toBe('Mon, Tue, Wed, Thu, Fri 08:00 to 17:30 (Europe/Berlin)');
    expect(hoursInWords({ hours: [{ days: [], from: '08:00', until: '09:00' }], timeZone })).toBe(
      'every day 08:00 to 09:00 (Europe/Berlin)',
    );
  });
});
