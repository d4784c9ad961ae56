// Marks, entries, fields and links that share a place.
import type { Role } from '@karna/proto/gen/target/v1/target';
import { expect, test } from 'vitest';
import { element, type Place, query, screenOf } from '../testing/hand-made.ts';
import { type Described, joined } from './joining.ts';
import { likeness } from './likeness.ts';
import { locate } from './locating.ts';
import type { Line } from './screen.ts';
import { arranged } from './tree/arranged.ts';

const box = ([x, y, width, height]: Place) => ({ x, y, width, height });
const find = (role: Described['role'], place: Place, score: number): Described => ({
  role,
  box: box(place),
  score,
  checked: 'CHECKED_STATE_UNSPECIFIED',
  selected: false,
  disabled: false,
  focused: false,
});
const line = (text: string, place: Place): Line => ({
  text,
  box: box(place),
  words: [{ text, box: box(place), confidence: 0.9 }],
});
const size = { width: 640, height: 480 };
const seen = (finds: readonly Described[], lines: readonly Line[]) => arranged(joined(size, finds, lines));
const best = (screen: Parameters<typeof locate>[0], { text, ...more }: { text: string; role?: Role }) =>
  locate(screen, query(text, more), undefined, 3);

test('a value belongs to the surer of a field and a button in it', () => {
  const value = [line('16:13', [310, 48, 40, 14])];
  const textOf = (button: number) =>
    seen(
      [find('ROLE_TEXT_FIELD', [70, 40, 290, 30], 0.56), find('ROLE_BUTTON', [300, 42, 55, 26], button)],
      value,
    ).elements.find(({ text }) => text !== '')?.role;
  expect([textOf(0.4), textOf(0.8)]).toEqual(['ROLE_TEXT_FIELD', 'ROLE_BUTTON']);
});

test('a screen is not the pixels it was seen in', () => {
  expect(Object.keys(joined({ ...size, rgb: new Uint8Array(3) } as typeof size, [], []))).not.toContain('rgb');
});

test('an entry names the mark that stands alone in it, and stays an entry', () => {
  const screen = arranged(
    screenOf([element('checkbox', '', [20, 43, 16, 16]), element('menu_item', 'Wrap text', [40, 40, 150, 24])]),
  );
  expect(best(screen, { text: 'Wrap text', role: 'ROLE_CHECKBOX' }).candidates[0]?.element.role).toBe('ROLE_CHECKBOX');
  expect(best(screen, { text: 'Wrap text', role: 'ROLE_MENU_ITEM' }).candidates[0]?.element.role).toBe(
    'ROLE_MENU_ITEM',
  );
  expect(best(screen, { text: 'Wrap text' }).unique).toBe(true);
});

test('keys behind an entry are not its name; part of a name is no keys', () => {
  const menu = screenOf([
    element('menu_item', 'Archive Shift+Ctrl+P', [20, 20, 200, 24]),
    element('menu_item', 'Archive all', [20, 50, 200, 24]),
  ]);
  expect(best(menu, { text: 'Archive' })).toMatchObject({ unique: true });
  expect(best(menu, { text: 'Archive' }).candidates[0]?.element.text).toContain('Ctrl');
});

test('a link as wide as its column is clicked on its words', () => {
  const cell = { ...element('link', 'NP6W', [59, 193, 183, 23]) };
  const screen = { ...screenOf([cell]), lines: [line('NP6W', [69, 197, 50, 14])] };
  expect(best(screen, { text: 'NP6W' }).candidates[0]?.point).toEqual({ x: 94, y: 204 });
});

test('arrows and pictures beside a name are not of it; signs that mean something are', () => {
  expect(likeness('Move up', 'Move up >')?.kind).toBe('whole');
  expect(likeness('File', '© File')?.kind).toBe('whole');
  expect(likeness('Tax', 'Tax %')?.kind).not.toBe('whole');
  expect(likeness('>', '>')?.kind).toBe('whole');
});
