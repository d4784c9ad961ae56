import type { Role } from '@karna/proto/gen/target/v1/target';
import type { Frame } from '@karna/sight/frame';
import { describe, expect, test } from 'vitest';
import type { Marked } from '../describing.ts';
import type { Line, Word } from '../screen.ts';
import { likelihoods, withStates } from './judging.ts';
import { signsOf } from './signs.ts';
import { inputs, outputs } from './weights.ts';

type Colour = readonly [number, number, number];
const white: Colour = [255, 255, 255];
const black: Colour = [20, 20, 20];
const pale: Colour = [190, 190, 190];
const blue: Colour = [30, 100, 220];

/** Entries of a menu, one below the other, each with its text. */
function menuOf(entries: readonly { text?: Colour; ground?: Colour; role?: Role }[]) {
  const [width, height] = [400, entries.length * 30 + 20];
  const frame: Frame = { width, height, rgb: new Uint8Array(width * height * 3).fill(255) };
  const paint = (x: number, y: number, w: number, h: number, colour: Colour) => {
    for (let row = y; row < y + h; row++) {
      for (let column = x; column < x + w; column++) frame.rgb.set(colour, (row * width + column) * 3);
    }
  };
  const finds: Marked[] = [];
  const lines: Line[] = [];
  for (const [index, { text = black, ground = white, role = 'ROLE_MENU_ITEM' }] of entries.entries()) {
    const y = 10 + index * 30;
    paint(10, y, 300, 28, ground);
    for (let letter = 0; letter < 10; letter++) paint(24 + letter * 9, y + 9, 2, 10, text);
    const box = { x: 22, y: y + 8, width: 92, height: 12 };
    const word: Word = { text: 'Word', box, confidence: 0.99 };
    lines.push({ text: 'Word', box, words: [word] });
    finds.push({
      box: { x: 10, y, width: 300, height: 28 },
      role,
      score: 0.7,
      states: { checked: 0.01, selected: 0.4, disabled: 0.05, focused: 0.01 },
      checked: 'CHECKED_STATE_UNSPECIFIED',
    });
  }
  return { frame, finds, lines };
}
const statesIn = (entries: Parameters<typeof menuOf>[0]) => {
  const { frame, finds, lines } = menuOf(entries);
  return withStates(frame, finds, lines).map(({ selected, disabled, focused }) => ({ selected, disabled, focused }));
};
const none = { selected: false, disabled: false, focused: false };
const usual = Array.from({ length: 4 }, () => ({}));

describe('states', () => {
  test('are none where all look alike', () => {
    expect(statesIn([...usual, {}])).toEqual(Array(5).fill(none));
    expect(statesIn([...usual, {}].map(() => ({ text: pale })))).toEqual(Array(5).fill(none));
  });

  test('tell what is paler than its like as disabled', () => {
    expect(statesIn([...usual, { text: pale }])).toEqual([...Array(4).fill(none), { ...none, disabled: true }]);
  });

  test('tell what lies on a ground of its own as selected', () => {
    expect(statesIn([...usual, { text: white, ground: blue }])).toEqual([
      ...Array(4).fill(none),
      { ...none, selected: true },
    ]);
  });

  test('are never told of text, headings and pictures', () => {
    for (const role of ['ROLE_TEXT', 'ROLE_HEADING', 'ROLE_IMAGE', 'ROLE_DIALOG'] as const) {
      expect(statesIn([...usual, { text: pale, role }]).at(-1)).toEqual(none);
    }
  });

  test('are judged with a weight for every sign, and by nothing else', () => {
    const { frame, finds, lines } = menuOf(usual);
    const [signs] = signsOf(frame, finds, lines);
    expect(Object.keys(signs ?? {}).sort()).toEqual(inputs.map(({ sign }) => sign as string).sort());
  });

  test('are likely or not, never certain, whatever the signs', () => {
    const wild = Object.fromEntries(inputs.map(({ sign }, index) => [sign, index % 2 === 0 ? 1e9 : -1e9]));
    for (const { state } of outputs) {
      expect(likelihoods(wild)[state]).toBeGreaterThanOrEqual(0);
      expect(likelihoods(wild)[state]).toBeLessThanOrEqual(1);
    }
  });

  test('are told at the edges of the frame, of what is very small, and of nothing', () => {
    const { frame, finds, lines } = menuOf(usual);
    const [find] = finds as [Marked];
    const corner = { ...find, box: { x: frame.width - 3, y: frame.height - 2, width: 40, height: 40 } };
    const { states: _, ...unseen } = { ...find, box: { x: 0, y: 0, width: 1, height: 1 } };
    expect(withStates(frame, [corner, unseen], lines)).toHaveLength(2);
    expect(withStates(frame, [], [])).toEqual([]);
  });
});
