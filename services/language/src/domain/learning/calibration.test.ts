import { expect, test } from 'vitest';
import { calibrate, calibrationError, fitTemperature, type Trial } from './calibration.ts';
import { seeded } from './random.ts';

/** A model whose scores are `scale` times what they should be. */
function trials(scale: number, count: number): Trial[] {
  const random = seeded(3);
  return Array.from({ length: count }, () => {
    const gap = random() * 4;
    const share = 1 / (1 + Math.exp(-gap));
    return { sums: Float32Array.of(gap * scale, 0), known: 1, label: random() < share ? 0 : 1 };
  });
}

test('finds by how much the scores were too sure', () => {
  expect(fitTemperature(trials(3, 600))).toBeGreaterThan(2.2);
  expect(fitTemperature(trials(3, 600))).toBeLessThan(3.9);
  expect(fitTemperature(trials(0.5, 600))).toBeLessThan(0.7);
});

test('measures how far confidence is from truth', () => {
  const answers = (confidence: number, right: number) =>
    Array.from({ length: 100 }, (_, n) => ({ confidence, isRight: n < right }));
  expect(calibrationError(answers(0.9, 90))).toBeCloseTo(0, 6);
  expect(calibrationError(answers(0.9, 50))).toBeCloseTo(0.4, 6);
  expect(calibrationError([])).toBe(0);
});

test('puts the threshold between what belongs and what does not', () => {
  const inside = Array.from({ length: 50 }, (): Trial => ({ sums: Float32Array.of(6, 0, 0), known: 0.9, label: 0 }));
  const outside = Array.from(
    { length: 50 },
    (): Trial => ({ sums: Float32Array.of(0.5, 0, 0), known: 0.2, label: undefined }),
  );
  const { threshold } = calibrate([...inside, ...outside]);
  expect(threshold).toBeGreaterThan(0.1);
  expect(threshold).toBeLessThan(0.9);
});

test('refuses one in twenty when it has not seen anything to refuse', () => {
  const inside = Array.from(
    { length: 100 },
    (_, n): Trial => ({ sums: Float32Array.of(n / 10, 0), known: 1, label: 0 }),
  );
  const { threshold, gate, temperature } = calibrate(inside);
  expect(gate).toEqual([0, 1, 0, 0, 0]);
  const refused = inside.filter(({ sums }) => 1 / (1 + Math.exp(-(sums[0] ?? 0) / temperature)) < threshold);
  expect(refused.length).toBeGreaterThan(2);
  expect(refused.length).toBeLessThan(8);
});
