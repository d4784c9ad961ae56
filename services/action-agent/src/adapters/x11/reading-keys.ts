import type { Modifier } from '@karna/proto/keys';
import { characterOfKeysym, nameOfKeysym } from './keysyms.ts';

const shift = 1 << 0;
const lock = 1 << 1;
const control = 1 << 2;
const alt = 1 << 3;
const numLock = 1 << 4;
const superKey = 1 << 6;
const level3 = 1 << 7;

const modifierBits: readonly (readonly [Modifier, number])[] = [
  ['Control', control],
  ['Alt', alt],
  ['Shift', shift],
  ['Super', superKey],
];

/** What the modifiers of an event's state are called, in the order in which chords name them. */
export const modifiersOf = (state: number): Modifier[] =>
  modifierBits.filter(([, bit]) => (state & bit) !== 0).map(([name]) => name);

/** Dead keys by the accent that they put on the next letter. */
const accents: ReadonlyMap<number, string> = new Map([
  [0xfe50, '\u0300'],
  [0xfe51, '\u0301'],
  [0xfe52, '\u0302'],
  [0xfe53, '\u0303'],
  [0xfe54, '\u0304'],
  [0xfe55, '\u0306'],
  [0xfe56, '\u0307'],
  [0xfe57, '\u0308'],
  [0xfe58, '\u030a'],
  [0xfe59, '\u030b'],
  [0xfe5a, '\u030c'],
  [0xfe5b, '\u0327'],
  [0xfe5c, '\u0328'],
]);
/** The accents by themselves, as a dead key and a blank type them. */
const bare: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': '\u00b4',
  '\u0302': '^',
  '\u0303': '~',
  '\u0308': '\u00a8',
  '\u0327': '\u00b8',
};

/** Symbols of the keypad: what they are where the key itself does not matter. */
const keypad: ReadonlyMap<number, string> = new Map([
  [0xff80, 'Space'],
  [0xff89, 'Tab'],
  [0xff8d, 'Enter'],
  [0xff95, 'Home'],
  [0xff96, 'Left'],
  [0xff97, 'Up'],
  [0xff98, 'Right'],
  [0xff99, 'Down'],
  [0xff9a, 'PageUp'],
  [0xff9b, 'PageDown'],
  [0xff9c, 'End'],
  [0xff9e, 'Insert'],
  [0xff9f, 'Delete'],
  [0xffaa, '*'],
  [0xffab, '+'],
  [0xffac, ','],
  [0xffad, '-'],
  [0xffae, '.'],
  [0xffaf, '/'],
  [0xffbd, '='],
  ...Array.from({ length: 10 }, (_, digit): [number, string] => [0xffb0 + digit, String(digit)]),
]);
const leftTab = 0xfe20;
/** Right-hand modifiers and Meta, by the names that we have. */
const otherModifiers: ReadonlyMap<number, string> = new Map([
  [0xffe2, 'Shift'],
  [0xffe4, 'Control'],
  [0xffe7, 'Alt'],
  [0xffe8, 'Alt'],
  [0xffea, 'Alt'],
  [0xffec, 'Super'],
]);

/** Tells what a key types, from the layout and the state of the modifiers, as an application would. */
export class KeyReader {
  readonly #first: number;
  #rows: number[][];
  #accent: string | undefined;

  constructor(firstKeycode: number, rows: readonly (readonly number[])[]) {
    this.#first = firstKeycode;
    this.#rows = rows.map((row) => [...row]);
  }

  /** Another layout. */
  replace(rows: readonly (readonly number[])[]): void {
    this.#rows = rows.map((row) => [...row]);
  }

  /** Some keys got other symbols: what a client asked of the server, in the order in which it happened. */
  change(firstKeycode: number, rows: readonly (readonly number[])[]): void {
    for (const [index, row] of rows.entries()) this.#rows[firstKeycode + index - this.#first] = [...row];
  }

  /** A key's name or the character that it types; undefined for keys that mean nothing to us. `isDown`: it was pressed. */
  read(keycode: number, state: number, isDown: boolean): string | undefined {
    const isChord = (state & (control | alt | superKey)) !== 0;
    const keysym = this.#keysym(keycode, isChord ? state & ~(shift | lock | level3) : state);
    const accent = accents.get(keysym);
    if (accent !== undefined && !isChord) {
      if (isDown) this.#accent = accent;
      return undefined;
    }
    const key = nameOf(keysym);
    if (key === undefined || !isDown || isChord) return key;
    return this.#accented(key);
  }

  #accented(key: string): string {
    const accent = this.#accent;
    if (accent === undefined || isModifier(key)) return key;
    this.#accent = undefined;
    if (key === 'Space') return bare[accent] ?? key;
    return [...key].length === 1 ? (key + accent).normalize('NFC') : key;
  }

  #keysym(keycode: number, state: number): number {
    const row = this.#rows[keycode - this.#first] ?? [];
    const group = (state >> 13) & 3;
    // Core order of the columns: two levels of group 1, two of group 2, then levels 3 and 4 of group 1 and of group 2.
    const hasSecond = row.slice(2, 4).some((symbol) => symbol !== 0);
    const base = group === 1 && hasSecond ? 2 : 0;
    const at = (state & level3) !== 0 && (row[base + 4] ?? 0) !== 0 ? base + 4 : base;
    const [plain = 0, upper = 0] = row.slice(at, at + 2);
    const isShifted = (state & shift) !== 0;
    if (isKeypad(upper)) return isShifted !== ((state & numLock) !== 0) ? upper : plain;
    const isLocked = (state & lock) !== 0 && isLetter(plain, upper);
    return isShifted !== isLocked && upper !== 0 ? upper : plain;
  }
}

const isKeypad = (keysym: number): boolean => keysym >= 0xffaa && keysym <= 0xffbd;

/** Caps Lock turns letters round, and nothing else. */
function isLetter(plain: number, upper: number): boolean {
  const [low, high] = [characterOfKeysym(plain), characterOfKeysym(upper)];
  return low !== undefined && high !== undefined && low !== high && low.toUpperCase() === high;
}

const isModifier = (key: string): boolean => ['Shift', 'Control', 'Alt', 'Super', 'CapsLock', 'NumLock'].includes(key);

const nameOf = (keysym: number): string | undefined =>
  keypad.get(keysym) ??
  otherModifiers.get(keysym) ??
  (keysym === leftTab ? 'Tab' : (nameOfKeysym(keysym) ?? characterOfKeysym(keysym)));
