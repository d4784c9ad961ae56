// What is told from pixels alone: ink, drawn lines, marks.
import { describe, expect, test } from 'vitest';
import { black, type Colour, canvas, type Place, white } from '../testing/hand-made.ts';
import { checkedState, markRole } from './checked.ts';
import { greyOf, halved, planes } from './frame.ts';
import { inkBounds, inkShare, snappedToInk } from './ink.ts';
import { squaresBeside } from './marks.ts';
import { drawingOf } from './outlines.ts';

const grey: Colour = [150, 150, 150];
const blue: Colour = [40, 90, 220];
const box = ([x, y, width, height]: Place) => ({ x, y, width, height });

describe('ink', () => {
  /** Five upright strokes, 4 px apart, as letters have. */
  const word = (at: number) => {
    const picture = canvas(200, 40);
    for (let stroke = 0; stroke < 5; stroke++) picture.fill([at + stroke * 4, 10, 2, 14], black);
    return picture.frame;
  };

  test('pulls the ends of a line box to where letters begin and end', () => {
    expect(snappedToInk(word(60), box([66, 8, 8, 18]))).toMatchObject({ y: 8, height: 18 });
    const { x, width } = snappedToInk(word(60), box([66, 8, 8, 18]));
    expect(x).toBeLessThanOrEqual(60);
    expect(x).toBeGreaterThanOrEqual(55);
    expect(x + width).toBeGreaterThanOrEqual(78);
    expect(x + width).toBeLessThanOrEqual(83);
  });

  test('leaves out much empty room', () => {
    const { x, width } = snappedToInk(word(100), box([20, 8, 170, 18]));
    expect(x).toBeGreaterThan(92);
    expect(x + width).toBeLessThan(128);
  });

  test('has bounds and a share', () => {
    const { frame, fill } = canvas(40, 40);
    fill([10, 12, 5, 8], black);
    expect(inkBounds(frame, box([0, 0, 40, 40]))).toEqual(box([10, 12, 5, 8]));
    expect(inkShare(frame, box([0, 0, 40, 40]))).toBeCloseTo(40 / 1600);
    expect(inkBounds(frame, box([20, 20, 10, 10]))).toBeUndefined();
  });
});

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

describe('a mark', () => {
  const square = (inside?: Place, ground: Colour = white) => {
    const { frame, border, fill } = canvas(60, 60, ground);
    border([20, 20, 14, 14], grey);
    if (inside) fill(inside, blue);
    return frame;
  };
  const round = (dot: number) => {
    const { frame, fill } = canvas(60, 60);
    for (let y = 20; y < 34; y++) {
      for (let x = 20; x < 34; x++) {
        const away = Math.hypot(x - 26.5, y - 26.5);
        if ((away > 5.8 && away < 7.2) || away < dot) fill([x, y, 1, 1], blue);
      }
    }
    return frame;
  };
  const place = box([19, 19, 16, 16]);

  test.each([
    ['an empty box is off', square(), 'CHECKED_STATE_OFF'],
    ['an empty box in a dark theme is off', square(undefined, [30, 30, 34]), 'CHECKED_STATE_OFF'],
    ['a box with something in it is on', square([24, 25, 6, 4]), 'CHECKED_STATE_ON'],
    ['a dotted circle is on', round(3), 'CHECKED_STATE_ON'],
    ['an empty circle is off', round(0), 'CHECKED_STATE_OFF'],
  ])('%s', (_, frame, state) => {
    expect(checkedState(frame, place, 'ROLE_CHECKBOX')).toBe(state);
  });

  test('whose content is faint is not judged', () => {
    const { frame, border, fill } = canvas(60, 60);
    border([20, 20, 14, 14], grey);
    fill([24, 25, 6, 4], [210, 210, 210]);
    expect(checkedState(frame, place, 'ROLE_CHECKBOX')).toBe('CHECKED_STATE_UNSPECIFIED');
  });

  test('with corners is a checkbox, without a radio button', () => {
    expect(markRole(square(), place)).toBe('ROLE_CHECKBOX');
    expect(markRole(round(3), place)).toBe('ROLE_RADIO');
  });

  test.each([
    ['right', 32, 'CHECKED_STATE_ON'],
    ['left', 12, 'CHECKED_STATE_OFF'],
  ])('with its knob on the %s is a switch', (_, knob, state) => {
    const { frame, fill } = canvas(70, 40);
    fill([10, 10, 40, 20], [90, 95, 110]);
    fill([knob, 12, 16, 16], white);
    expect(checkedState(frame, box([10, 10, 40, 20]), 'ROLE_SWITCH')).toBe(state);
  });

  test('missed by the detector is seen beside its text', () => {
    const frame = square();
    const text = { text: 'Digest', box: box([40, 20, 18, 13]), words: [] };
    expect(squaresBeside(frame, [text], [])).toMatchObject([{ role: 'ROLE_CHECKBOX', box: box([20, 20, 14, 14]) }]);
    expect(squaresBeside(frame, [text], [{ role: 'ROLE_CHECKBOX', box: place, score: 0.5 }])).toEqual([]);
    expect(squaresBeside(canvas(60, 60).frame, [text], [])).toEqual([]);
  });
});

describe('a frame', () => {
  test('is halved by means', () => {
    const { frame, fill } = canvas(4, 4);
    fill([0, 0, 1, 2], black);
    expect([...halved(frame).rgb.subarray(0, 6)]).toEqual([128, 128, 128, 255, 255, 255]);
    const part = halved(frame, { x: 1, y: 0, width: 1, height: 2 });
    expect([part.width, part.height, ...part.rgb]).toEqual([1, 2, 255, 255, 255, 255, 255, 255]);
  });

  test('becomes planes of one part, padded to the step with what follows and with black beyond the frame', () => {
    const { frame, fill } = canvas(70, 40, [1, 2, 3]);
    fill([0, 36, 70, 4], [9, 8, 7]);
    const { width, height, values } = planes(frame, { x: 32, y: 32, width: 3, height: 5 }, 32);
    expect([width, height, values.length]).toEqual([32, 32, 3 * 32 * 32]);
    const plane = (index: number) => values.subarray(index * 1024, (index + 1) * 1024);
    expect([plane(0)[0], plane(1)[0], plane(2)[0]]).toEqual([1, 2, 3]);
    expect([plane(0)[37 - 32], plane(0)[4 * 32], plane(1)[7 * 32 + 31]]).toEqual([1, 9, 8]);
    expect(plane(0)[8 * 32]).toBe(0);
    expect([...planes(frame, { x: 64, y: 0, width: 6, height: 8 }, 32).values.subarray(4, 8)]).toEqual([1, 1, 0, 0]);
  });
});
