import { DomainError } from '@karna/common/errors';
import type { Key } from '@nut-tree-fork/nut-js';

/** A key by its name in nut-js. A type only: the package itself stays in the child. */
export type NutKey = keyof typeof Key;

// Only keys on this list reach nut-js: F13 to F24, Clear, AudioRepeat and AudioRandom end the process on Linux, Menu
// and Fn throw, and Pause presses nothing.
const named: ReadonlyMap<string, NutKey> = new Map([
  ['Enter', 'Return'],
  ['Tab', 'Tab'],
  ['Backspace', 'Backspace'],
  ['Escape', 'Escape'],
  ['Delete', 'Delete'],
  ['Insert', 'Insert'],
  ['Home', 'Home'],
  ['End', 'End'],
  ['PageUp', 'PageUp'],
  ['PageDown', 'PageDown'],
  ['Left', 'Left'],
  ['Right', 'Right'],
  ['Up', 'Up'],
  ['Down', 'Down'],
  ['Space', 'Space'],
  ['PrintScreen', 'Print'],
  ['CapsLock', 'CapsLock'],
  ['NumLock', 'NumLock'],
  ['ScrollLock', 'ScrollLock'],
  ['Control', 'LeftControl'],
  ['Shift', 'LeftShift'],
  ['Alt', 'LeftAlt'],
  ['Super', 'LeftSuper'],
  ['F1', 'F1'],
  ['F2', 'F2'],
  ['F3', 'F3'],
  ['F4', 'F4'],
  ['F5', 'F5'],
  ['F6', 'F6'],
  ['F7', 'F7'],
  ['F8', 'F8'],
  ['F9', 'F9'],
  ['F10', 'F10'],
  ['F11', 'F11'],
  ['F12', 'F12'],
]);
const withoutKey = ['Menu', 'Pause'];

/** Plain and shifted characters of each key on the US layout, the only one that nut-js knows. */
const characterKeys: readonly [string, NutKey][] = [
  ['aA', 'A'],
  ['bB', 'B'],
  ['cC', 'C'],
  ['dD', 'D'],
  ['eE', 'E'],
  ['fF', 'F'],
  ['gG', 'G'],
  ['hH', 'H'],
  ['iI', 'I'],
  ['jJ', 'J'],
  ['kK', 'K'],
  ['lL', 'L'],
  ['mM', 'M'],
  ['nN', 'N'],
  ['oO', 'O'],
  ['pP', 'P'],
  ['qQ', 'Q'],
  ['rR', 'R'],
  ['sS', 'S'],
  ['tT', 'T'],
  ['uU', 'U'],
  ['vV', 'V'],
  ['wW', 'W'],
  ['xX', 'X'],
  ['yY', 'Y'],
  ['zZ', 'Z'],
  ['1!', 'Num1'],
  ['2@', 'Num2'],
  ['3#', 'Num3'],
  ['4$', 'Num4'],
  ['5%', 'Num5'],
  ['6^', 'Num6'],
  ['7&', 'Num7'],
  ['8*', 'Num8'],
  ['9(', 'Num9'],
  ['0)', 'Num0'],
  ['`~', 'Grave'],
  ['-_', 'Minus'],
  ['=+', 'Equal'],
  ['[{', 'LeftBracket'],
  [']}', 'RightBracket'],
  ['\\|', 'Backslash'],
  [';:', 'Semicolon'],
  ['\'"', 'Quote'],
  [',<', 'Comma'],
  ['.>', 'Period'],
  ['/?', 'Slash'],
];

const characters: ReadonlyMap<string, readonly NutKey[]> = new Map([
  [' ', ['Space']],
  ['\n', ['Return']],
  ['\t', ['Tab']],
  ...characterKeys.flatMap(([[plain = '', shifted = ''], key]): [string, NutKey[]][] => [
    [plain, [key]],
    [shifted, ['LeftShift', key]],
  ]),
]);

/** The keys to hold for one, in the order of pressing. Fails with `key.unknown` or `action.unsupported`. */
export function keysOf(name: string): readonly NutKey[] {
  const key = named.get(name);
  if (key !== undefined) return [key];
  const keys = characters.get(name);
  if (keys) return keys;
  if (withoutKey.includes(name) || /^[^\p{Cc}\p{Cs}]$/u.test(name)) {
    throw new DomainError('action.unsupported', 'this back end has no such key');
  }
  throw new DomainError('key.unknown', 'there is no key of that name');
}

/** One stroke per character; undefined when one of them is not on the US layout. */
export function strokesOf(text: string): (readonly NutKey[])[] | undefined {
  const strokes = [...text].map((character) => characters.get(character));
  return strokes.every((keys) => keys !== undefined) ? strokes : undefined;
}

/** Which plain character shares its key with this one: `!` shares with `1`. */
export const plainOf = (character: string): string | undefined =>
  characterKeys.find(([pair]) => pair.includes(character))?.[0][0];
