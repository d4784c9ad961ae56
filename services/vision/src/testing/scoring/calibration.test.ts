import { describe, expect, test } from 'vitest';
import { calibrationError } from './calibration.ts';

const claims = (confidence: number, right: number, wrong: number) => [
  ...Array.from({ length: right }, () => ({ confidence, isRight: true })),
  ...Array.from({ length: wrong }, () => ({ confidence, isRight: false })),
];

describe('the calibration error', () => {
  test('is 0 when as many are right as was said', () => {
    expect(calibrationError([...claims(0.9, 9, 1), ...claims(0.5, 2, 2)])).toBeCloseTo(0, 9);
  });

  test('weights each tenth by its claims', () => {
    // Ten claims of .9 of which 5 are right (off by .4), ten of .25 of which none is right (off by .25).
    expect(calibrationError([...claims(0.9, 5, 5), ...claims(0.25, 0, 10)])).toBeCloseTo((0.4 + 0.25) / 2, 9);
  });

  test('does not let too sure and too shy cancel out between tenths', () => {
    expect(calibrationError([...claims(0.95, 0, 1), ...claims(0.05, 1, 0)])).toBeCloseTo(0.95, 9);
  });

  test('puts certainty into the last tenth', () => {
    expect(calibrationError([...claims(1, 1, 0), ...claims(0.9, 0, 1)])).toBeCloseTo(0.45, 9);
  });

  test('is 0 when nothing was claimed', () => {
    expect(calibrationError([])).toBe(0);
  });
});
