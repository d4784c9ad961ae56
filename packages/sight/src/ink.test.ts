import { describe, expect, test } from 'vitest';
import { snappedToInk } from './ink.ts';
import { black, canvas, type Place } from './testing/canvas.ts';

const box = ([x, y, width, height]: Place) => ({ x, y, width, height });

describe('ink', () => {
  /** Five upright strokes, 4 px apart, as letters have. */
  const word = (at: number) => {
    const picture = canvas(200, 40);
    for (let stroke = 0; stroke < 5; stroke++) picture.fill([at + stroke * 4, 10, 2, 14], black);
    return picture.frame;
  };

  test('pulls the ends of a line box to where letters begin and end', () => {
    expect(snappedToInk(word(60), box([66, 8, 8, 18]), 3)).toMatchObject({ y: 8, height: 18 });
    const { x, width } = snappedToInk(word(60), box([66, 8, 8, 18]), 3);
    expect(x).toBeLessThanOrEqual(60);
    expect(x).toBeGreaterThanOrEqual(55);
    expect(x + width).toBeGreaterThanOrEqual(78);
    expect(x + width).toBeLessThanOrEqual(83);
  });

  test('leaves out much empty room', () => {
    const { x, width } = snappedToInk(word(100), box([20, 8, 170, 18]), 3);
    expect(x).toBeGreaterThan(92);
    expect(x + width).toBeLessThan(128);
  });

  test('is followed as far as it is asked for', () => {
    const picture = canvas(400, 40);
    for (let x = 20; x < 380; x += 4) picture.fill([x, 10, 2, 14], black);
    const end = (reach: number) => {
      const { x, width } = snappedToInk(picture.frame, box([20, 8, 60, 18]), reach);
      return x + width;
    };
    expect(end(3)).toBeLessThan(80 + 4 * 18);
    expect(end(40)).toBeGreaterThan(375);
  });
});
