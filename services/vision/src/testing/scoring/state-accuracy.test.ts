import { describe, expect, test } from 'vitest';
import { stateFigures, statesTogether } from './state-accuracy.ts';
import { parseTruth, type Truth } from './truth.ts';

const place = (row: number) => ({ x: 10, y: row * 40, width: 20, height: 20 });
const truthOf = (...states: string[][]): Truth =>
  parseTruth(
    'page',
    'page.png',
    JSON.stringify({ elements: states.map((those, row) => ({ box: place(row), role: 'checkbox', states: those })) }),
  ) as Truth;
const seen = (...states: (string[] | undefined)[]) =>
  states.flatMap((those, row) =>
    those ? { box: place(row), role: 'ROLE_CHECKBOX' as const, score: 0.9, states: those } : [],
  );

describe('state figures', () => {
  test('count what was said of the elements that were found', () => {
    const truth = truthOf(['checked'], ['checked', 'disabled'], [], ['checked']);
    const detections = seen(['checked'], [], ['checked'], undefined);
    expect(stateFigures([{ truth, detections }])).toEqual({
      checked: { elements: 2, recall: 0.5, precision: 0.5 },
      disabled: { elements: 1, recall: 0, precision: 1 },
    });
  });

  test('of all states together count each state of each element', () => {
    const truth = truthOf(['checked'], ['checked', 'disabled'], [], ['checked']);
    const detections = seen(['checked'], [], ['checked'], undefined);
    expect(statesTogether([{ truth, detections }])).toEqual({ recall: 1 / 3, precision: 0.5 });
  });

  test('leave out states that no truth speaks of', () => {
    expect(stateFigures([{ truth: truthOf([], []), detections: seen(['focused'], []) }])).toEqual({});
  });
});
