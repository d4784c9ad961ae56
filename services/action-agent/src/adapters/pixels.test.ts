import { expect, it } from 'vitest';
import { around, differs, paste } from './pixels.ts';

const picture = (width: number, height: number, value: number) => new Uint8Array(width * height * 4).fill(value);

it('sees a difference of one byte within the box, and none outside it', () => {
  const whole = picture(10, 10, 7);
  const box = { x: 3, y: 4, width: 2, height: 2 };
  const part = picture(2, 2, 7);
  expect(differs(whole, 10, part, box)).toBe(false);
  whole[(2 * 10 + 3) * 4] = 8; // above the box
  expect(differs(whole, 10, part, box)).toBe(false);
  whole[(5 * 10 + 4) * 4 + 3] = 8; // its last byte
  expect(differs(whole, 10, part, box)).toBe(true);
});

it('compares whole rows at once', () => {
  const whole = picture(4, 4, 1);
  const part = picture(4, 2, 1);
  const box = { x: 0, y: 1, width: 4, height: 2 };
  expect(differs(whole, 4, part, box)).toBe(false);
  part[31] = 2;
  expect(differs(whole, 4, part, box)).toBe(true);
});

it('compares pictures that are views into larger buffers', () => {
  const whole = picture(5, 4, 1).subarray(16);
  const part = picture(4, 2, 1).subarray(16);
  expect(differs(whole, 4, part, { x: 0, y: 0, width: 2, height: 2 })).toBe(false);
});

it('pastes a part so that it no longer differs, and leaves the rest alone', () => {
  const whole = picture(6, 6, 1);
  const part = picture(2, 3, 9);
  const box = { x: 4, y: 1, width: 2, height: 3 };
  paste(whole, 6, part, box);
  expect(differs(whole, 6, part, box)).toBe(false);
  expect(whole.filter((byte) => byte === 9)).toHaveLength(2 * 3 * 4);
});

it('draws the smallest box around two', () => {
  const box = { x: 5, y: 5, width: 10, height: 1 };
  expect(around(undefined, box)).toEqual(box);
  expect(around(box, { x: 0, y: 6, width: 7, height: 4 })).toEqual({ x: 0, y: 5, width: 15, height: 5 });
});
