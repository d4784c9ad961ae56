import { describe, expect, test } from 'vitest';
import { drawingOf } from './drawing.ts';
import { greyOf } from './frame.ts';
import { type Colour, canvas, type Place } from './testing/canvas.ts';

const grey: Colour = [150, 150, 150];
const box = ([x, y, width, height]: Place) => ({ x, y, width, height });

describe('drawing', () => {
  test('finds bordered boxes, also joined ones', () => {
    const { frame, border, fill } = canvas(400, 200);
    border([20, 20, 150, 30], grey);
    border([20, 80, 300, 40], grey);
    fill([120, 80, 1, 40], grey);
    fill([220, 80, 1, 40], grey);
    const found = drawingOf(greyOf(frame)).boxes;
    expect(found).toContainEqual(box([20, 20, 150, 30]));
    const joined = found.filter(({ y }) => y >= 80 && y <= 81); // of a shared side, either edge
    expect(joined.map(({ x }) => Math.round(x / 10) * 10)).toEqual([20, 120, 220]);
  });

  test('finds filled boxes without a border', () => {
    const { frame, fill } = canvas(300, 100);
    fill([30, 30, 200, 32], [235, 235, 240]);
    expect(drawingOf(greyOf(frame)).boxes).toContainEqual(box([30, 30, 200, 32]));
  });

  test('takes a caret for no side of a field', () => {
    const { frame, border, fill } = canvas(300, 100);
    border([30, 30, 200, 22], grey);
    fill([90, 33, 1, 16], [0, 0, 0]);
    expect(drawingOf(greyOf(frame)).boxes).toEqual([box([30, 30, 200, 22])]);
  });

  test('takes the first letter in a low box for no side of it', () => {
    const { frame, border, fill } = canvas(300, 100);
    border([30, 30, 80, 25], grey);
    fill([36, 36, 2, 14], [0, 0, 0]);
    expect(drawingOf(greyOf(frame)).boxes).toEqual([box([30, 30, 80, 25])]);
  });

  test('finds a box close to the side of a higher one', () => {
    const { frame, border } = canvas(300, 200);
    border([20, 10, 260, 180], grey);
    border([26, 60, 248, 40], grey);
    expect(drawingOf(greyOf(frame)).boxes).toContainEqual(box([26, 60, 248, 40]));
  });

  test('takes no three sides for a box', () => {
    const { frame, fill } = canvas(300, 100);
    fill([30, 30, 200, 1], grey);
    fill([30, 60, 200, 1], grey);
    fill([30, 30, 1, 31], grey);
    expect(drawingOf(greyOf(frame)).boxes).toEqual([]);
  });

  test('finds thin lines', () => {
    const { frame, fill } = canvas(300, 100);
    fill([30, 50, 200, 2], grey);
    expect(drawingOf(greyOf(frame)).rules).toEqual([box([30, 50, 200, 2])]);
  });

  test('survives noise', () => {
    const { frame } = canvas(640, 480);
    for (let i = 0; i < frame.rgb.length; i++) frame.rgb[i] = (i * 2654435761) >>> 24;
    const began = performance.now();
    drawingOf(greyOf(frame));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
