import type { Role } from '@karna/proto/gen/target/v1/target';
import { boxOf } from '@karna/sight/boxes';
import { describe, expect, test } from 'vitest';
import { type Element, type Screen, unsaid } from '../screen.ts';
import { rated } from './rating.ts';

type Place = readonly [left: number, top: number, right: number, bottom: number];

const element = (role: Role, place: Place, score: number, text = ''): Element => ({
  ...unsaid,
  id: '',
  role,
  box: boxOf(...place),
  score,
  text,
});
const word = (text: string, place: Place) => ({ text, box: boxOf(...place), confidence: 1 });

function screen(elements: readonly Element[], guesses: readonly Element[] = []): Screen {
  const lines = elements
    .filter(({ text }) => text !== '')
    .map(({ text, box }) => {
      const middle: Place = [box.x + 12, box.y + 6, box.x + box.width - 12, box.y + box.height - 6];
      return { text, box: boxOf(...middle), words: [word(text, middle)] };
    });
  return { width: 1280, height: 720, elements, guesses, lines };
}

const likelihoods = (seen: Screen): number[] => rated(seen).elements.map(({ likelihood = -1 }) => likelihood);

describe('how likely it is that an element is there', () => {
  const place: Place = [100, 100, 180, 130];

  test('grows with what its place says', () => {
    const [weak = 0, strong = 0] = likelihoods(
      screen([element('ROLE_BUTTON', place, 0.35, 'Save'), element('ROLE_BUTTON', [100, 300, 180, 330], 0.8, 'Send')]),
    );
    expect(weak).toBeGreaterThan(0);
    expect(strong).toBeGreaterThan(Math.max(0.9, weak));
  });

  test('is little where something stronger is at the same place', () => {
    const weak = element('ROLE_BUTTON', [102, 101, 178, 130], 0.5, 'Save');
    const [alone = 0] = likelihoods(screen([weak]));
    const [beside = 0] = likelihoods(screen([weak, element('ROLE_BUTTON', place, 0.8)]));
    expect(beside).toBeLessThan(alone - 0.2);
  });

  test('is more among others of its kind', () => {
    const one = element('ROLE_CELL', place, 0.4, 'Ada');
    const row = [0, 1, 2, 3].map((column) =>
      element('ROLE_CELL', [200 + 100 * column, 100, 280 + 100 * column, 130], 0.8, 'Lovelace'),
    );
    const [alone = 0] = likelihoods(screen([one]));
    const [among = 0] = likelihoods(screen([one, ...row]));
    expect(among).toBeGreaterThan(alone);
  });

  test('is told of guesses, and leaves the scores alone that others go by', () => {
    const seen = rated(screen([element('ROLE_BUTTON', place, 0.6, 'Save')], [element('ROLE_LINK', place, 0.2)]));
    expect(seen.elements[0]?.score).toBe(0.6);
    expect(seen.guesses?.[0]).toMatchObject({ score: 0.2, likelihood: expect.any(Number) });
    expect(seen.guesses?.[0]?.likelihood).toBeLessThan(0.1);
  });

  test('is not told of mere text, which was read', () => {
    expect(likelihoods(screen([element('ROLE_TEXT', place, 0.9, 'Save')]))).toEqual([-1]);
  });
});
