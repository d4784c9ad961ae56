import { expect, test } from 'vitest';
import { edgeProposals } from './edge-proposals.ts';

test('edge proposals are the boxes of what is drawn with edges, clean rectangles first', () => {
  const [width, height] = [200, 100];
  const rgb = new Uint8Array(width * height * 3).fill(255);
  const dot = (x: number, y: number) => rgb.fill(0, (y * width + x) * 3, (y * width + x) * 3 + 3);
  for (let x = 20; x < 80; x++) for (const y of [30, 59]) dot(x, y);
  for (let y = 30; y < 60; y++) for (const x of [20, 79]) dot(x, y);
  for (let step = 0; step < 30; step++) dot(120 + step, 30 + step);

  const [first, ...others] = edgeProposals({ width, height, rgb });
  expect(first?.box.x).toBeCloseTo(20, -1);
  expect(first?.box.width).toBeGreaterThanOrEqual(59);
  expect(first?.box.width).toBeLessThanOrEqual(62);
  expect(first?.box.height).toBeGreaterThanOrEqual(29);
  expect(first?.box.height).toBeLessThanOrEqual(32);
  expect(others.some(({ box }) => box.x >= 118)).toBe(true);
});
