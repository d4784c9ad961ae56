import { describe, expect, it } from 'vitest';
import { freshCode, hashCode } from './enrolment-code.ts';

describe('an enrolment code', () => {
  it('is eight characters that cannot be mistaken for one another', () => {
    for (let round = 0; round < 500; round += 1) {
      expect(freshCode()).toMatch(/^[0-9ABCDEFGHJKMNPQRSTVWXYZ]{4}-[0-9ABCDEFGHJKMNPQRSTVWXYZ]{4}$/);
    }
  });

  it('uses the whole alphabet evenly', () => {
    const letters = Array.from({ length: 4_000 }, freshCode).join('').replaceAll('-', '');
    const counts = [...Map.groupBy(letters, (letter) => letter).values()].map(({ length }) => length);
    expect(counts).toHaveLength(32);
    expect(Math.min(...counts)).toBeGreaterThan(700); // 1000 each on average; 10 standard deviations
  });

  it.each(['k7qf-m2xr', ' K7QF M2XR ', 'K7QFM2XR'])('is the same when typed as "%s"', (typed) => {
    expect(hashCode(typed)).toBe(hashCode('K7QF-M2XR'));
  });

  it('takes letters for the digits that they look like', () => {
    expect(hashCode('OIL0-0000')).toBe(hashCode('0110-0000'));
    expect(hashCode('K7QF-M2XS')).not.toBe(hashCode('K7QF-M2XR'));
  });
});
