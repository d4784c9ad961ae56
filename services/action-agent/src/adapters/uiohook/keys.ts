import type { Button } from '../../ports.ts';

/** libuiohook's codes (`uiohook.h`): set 1 scan codes on the whole, the same on every system. */
const named: ReadonlyMap<number, string> = new Map([
  [0x0001, 'Escape'],
  [0x000e, 'Backspace'],
  [0x000f, 'Tab'],
  [0x001c, 'Enter'],
  [0x0e1c, 'Enter'],
  [0x0039, 'Space'],
  [0x003a, 'CapsLock'],
  [0x0045, 'NumLock'],
  [0x0046, 'ScrollLock'],
  [0x0e37, 'PrintScreen'],
  [0x0e45, 'Pause'],
  [0x0e5d, 'Menu'],
  [0x002a, 'Shift'],
  [0x0036, 'Shift'],
  [0x001d, 'Control'],
  [0x0e1d, 'Control'],
  [0x0038, 'Alt'],
  [0x0e38, 'Alt'],
  [0x0e5b, 'Super'],
  [0x0e5c, 'Super'],
  // Keys of their own, and those of the keypad without Num Lock.
  ...[0x0e52, 0xee52].map((code): [number, string] => [code, 'Insert']),
  ...[0x0e53, 0xee53].map((code): [number, string] => [code, 'Delete']),
  ...[0x0e47, 0xee47].map((code): [number, string] => [code, 'Home']),
  ...[0x0e4f, 0xee4f].map((code): [number, string] => [code, 'End']),
  ...[0x0e49, 0xee49].map((code): [number, string] => [code, 'PageUp']),
  ...[0x0e51, 0xee51].map((code): [number, string] => [code, 'PageDown']),
  ...[0xe048, 0xee48].map((code): [number, string] => [code, 'Up']),
  ...[0xe04b, 0xee4b].map((code): [number, string] => [code, 'Left']),
  ...[0xe04d, 0xee4d].map((code): [number, string] => [code, 'Right']),
  ...[0xe050, 0xee50].map((code): [number, string] => [code, 'Down']),
  ...Array.from({ length: 10 }, (_, index): [number, string] => [0x003b + index, `F${index + 1}`]),
  [0x0057, 'F11'],
  [0x0058, 'F12'],
]);

/** Of the keypad: the same on every layout but for the point. */
const keypad: ReadonlyMap<number, string> = new Map([
  [0x0e35, '/'],
  [0x0037, '*'],
  [0x004a, '-'],
  [0x004e, '+'],
  [0x0e0d, '='],
  [0x0052, '0'],
  [0x004f, '1'],
  [0x0050, '2'],
  [0x0051, '3'],
  [0x004b, '4'],
  [0x004c, '5'],
  [0x004d, '6'],
  [0x0047, '7'],
  [0x0048, '8'],
  [0x0049, '9'],
]);

/** What the keys type on the US layout, rows of neighbours from a code on. */
const usRows: readonly (readonly [number, string, string])[] = [
  [0x0002, '1234567890-=', '!@#$%^&*()_+'],
  [0x0010, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [0x001e, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [0x002b, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
];
/** The keys of the US layout's main block with what they type, plain and with Shift. */
export const usKeys: ReadonlyMap<number, readonly [string, string]> = new Map(
  usRows.flatMap(([first, plain, shifted]) =>
    [...plain].map((character, index): [number, [string, string]] => [
      first + index,
      [character, shifted[index] ?? character],
    ]),
  ),
);

/** The keypad's point: a comma on many layouts. */
const point = 0x0053;

/** Keys that type a character on layouts other than the US one (`<` beside the left Shift, those of Japanese keyboards). */
const foreign: ReadonlySet<number> = new Set([0x0e46, 0x0070, 0x0073, 0x0077, 0x0079, 0x007b, 0x007d, 0x007e]);

/** Characters that come without a key of their own: pasted in by other programs, by input methods, by the screen keyboard. */
const noKey = 0;

/** A key by its name, whatever the layout. */
export const nameOf = (code: number): string | undefined => named.get(code) ?? keypad.get(code);

/** What a key types on the US layout, plain and with Shift; undefined when it types nothing there. */
export const usCharactersOf = (code: number): readonly [string, string] | undefined =>
  code === point ? ['.', '.'] : usKeys.get(code);

/** It types a character, on some layout at least. */
export const isCharacterKey = (code: number): boolean =>
  usKeys.has(code) || code === point || foreign.has(code) || code === noKey;

const besideText: readonly (string | undefined)[] = ['Enter', 'Tab', 'Space', 'Shift', 'Control', 'Alt'];

/** It may be pressed where a system is told to type a text. */
export const isTextKey = (code: number): boolean => isCharacterKey(code) || besideText.includes(named.get(code));

const buttons: Readonly<Record<number, Button>> = { 1: 'left', 2: 'right', 3: 'middle' };

/** Undefined for what is beyond the three, which nobody is told of. */
export const buttonOf = (button: number): Button | undefined => buttons[button];
