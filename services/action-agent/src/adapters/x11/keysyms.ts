import { DomainError } from '@karna/common/errors';
import { keySyms } from './connection.ts';

/** X key symbols of the named keys of `@karna/proto/keys`; modifiers are the left ones. */
const named: ReadonlyMap<string, number> = new Map([
  ['Enter', 0xff0d],
  ['Tab', 0xff09],
  ['Backspace', 0xff08],
  ['Escape', 0xff1b],
  ['Delete', 0xffff],
  ['Insert', 0xff63],
  ['Home', 0xff50],
  ['End', 0xff57],
  ['PageUp', 0xff55],
  ['PageDown', 0xff56],
  ['Left', 0xff51],
  ['Up', 0xff52],
  ['Right', 0xff53],
  ['Down', 0xff54],
  ['Space', 0x20],
  ['Menu', 0xff67],
  ['PrintScreen', 0xff61],
  ['Pause', 0xff13],
  ['CapsLock', 0xffe5],
  ['NumLock', 0xff7f],
  ['ScrollLock', 0xff14],
  ['Control', 0xffe3],
  ['Shift', 0xffe1],
  ['Alt', 0xffe9],
  ['Super', 0xffeb],
  ...Array.from({ length: 12 }, (_, index): [string, number] => [`F${index + 1}`, 0xffbe + index]),
]);

/** Key symbols at and above this carry a Unicode code point. */
const unicodeBase = 0x01000000;

/** Symbols of older alphabets (Cyrillic, Greek, the euro sign) by code point: layouts still use them. */
const older: ReadonlyMap<number, number> = new Map(
  Object.values(keySyms)
    .filter(({ code }) => code > 0xff && code < 0xfd00)
    .flatMap(({ code, description }): [number, number][] => {
      const [, character] = /^\((.)\)/u.exec(description ?? '') ?? [];
      return character ? [[character.codePointAt(0) ?? 0, code]] : [];
    }),
);

const olderCharacters: ReadonlyMap<number, string> = new Map(
  [...older].map(([point, keysym]) => [keysym, String.fromCodePoint(point)]),
);

export const shiftKeysym = 0xffe1;
export const capsLockKeysym = 0xffe5;
export const numLockKeysym = 0xff7f;
export const escapeKeysym = 0xff1b;

/** What to call a key with this symbol. */
export function nameOfKeysym(keysym: number): string | undefined {
  for (const [name, symbol] of named) if (symbol === keysym) return name;
  return isCharacter(keysym) ? characterOfKeysym(keysym) : undefined;
}

/** The character that a symbol types, of whichever alphabet; undefined for functions. */
export function characterOfKeysym(keysym: number): string | undefined {
  if (!isCharacter(keysym)) return olderCharacters.get(keysym);
  return String.fromCodePoint(keysym > unicodeBase ? keysym - unicodeBase : keysym);
}

/** The symbol of a key by its name, or of the key that types a character. */
export function keysymOf(key: string): number {
  const known = named.get(key);
  if (known !== undefined) return known;
  const [character, ...rest] = [...key];
  if (character === undefined || rest.length > 0 || !isTypable(character)) {
    throw new DomainError('key.unknown', 'there is no key of that name');
  }
  return keysymOfCharacter(character);
}

export function keysymOfCharacter(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? point : unicodeBase + point;
}

/** Every symbol that types this character; layouts differ in which they use. */
export function spellings(keysym: number): number[] {
  const old = keysym > unicodeBase ? older.get(keysym - unicodeBase) : undefined;
  return old === undefined ? [keysym] : [keysym, old];
}

/** Symbols that stand for a printable character, as opposed to a function. */
export const isCharacter = (keysym: number): boolean =>
  (keysym > unicodeBase && keysym <= unicodeBase + 0x10ffff) ||
  (keysym > 0x20 && keysym < 0x7f) ||
  (keysym >= 0xa0 && keysym <= 0xff);

/** The symbols that type the text, one per code point. Fails with `text.untypable` before anything is typed. */
export function keysymsOf(text: string): number[] {
  return [...text.replaceAll('\r\n', '\n')].map((character) => {
    if (character === '\n') return 0xff0d;
    if (character === '\t') return 0xff09;
    if (isTypable(character)) return keysymOfCharacter(character);
    throw new DomainError('text.untypable', 'the text contains a control character or half a character');
  });
}

/** Not a control character, not half of a surrogate pair. */
const isTypable = (character: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(character);
