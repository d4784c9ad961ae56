// What is told from pixels alone: ink and marks.

import { describe, expect, test } from 'vitest';
import { black, type Colour, canvas, type Place, white } from '../testing/hand-made.ts';
import { checkedState, markRole } from './checked.ts';
import { inkBounds, inkShare } from './ink.ts';
import { squaresBeside } from './marks.ts';

const grey: Colour = [150, 150, 150];
const blue: Colour = [40, 90, 220];
const box = ([x, y, width, height]: Place) => ({ x, y, width, height });

describe('ink', () => {
  test('has bounds and a share', () => {
    const { frame, fill } = canvas(40, 40);
    fill([10, 12, 5, 8], black);
    expect(inkBounds(frame, box([0, 0, 40, 40]))).toEqual(box([10, 12, 5, 8]));
    expect(inkShare(frame, box([0, 0, 40, 40]))).toBeCloseTo(40 / 1600);
    expect(inkBounds(frame, box([20, 20, 10, 10]))).toBeUndefined();
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
