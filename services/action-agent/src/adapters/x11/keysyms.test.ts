import { modifierKeys, namedKeys } from '@karna/proto/keys';
import { expect, it } from 'vitest';
import { isCharacter, keysymOf, keysymsOf, nameOfKeysym, spellings } from './keysyms.ts';

it('has a symbol of its own for every key of the protocol, and its name back', () => {
  const names = [...namedKeys, ...modifierKeys];
  const keysyms = names.map(keysymOf);
  expect(new Set(keysyms).size).toBe(names.length);
  expect(keysyms.map(nameOfKeysym)).toEqual(names);
});

it('names a character by itself: Latin-1 as it is, all others by code point', () => {
  expect(keysymOf('a')).toBe(0x61);
  expect(keysymOf('é')).toBe(0xe9);
  expect(keysymOf('漢')).toBe(0x01006f22);
  expect(keysymOf('😀')).toBe(0x0101f600);
});

it('knows the older symbols of a character', () => {
  expect(spellings(keysymOf('ж'))).toEqual([0x01000436, 0x06d6]);
  expect(spellings(keysymOf('€'))).toEqual([0x010020ac, 0x20ac]);
  expect(spellings(keysymOf('漢'))).toEqual([0x01006f22]);
});

it('types line ends and tabs by their keys, Windows line ends as one', () => {
  expect(keysymsOf('a\r\nb\tc\n')).toEqual([0x61, 0xff0d, 0x62, 0xff09, 0x63, 0xff0d]);
});

it.each(['\u0000', 'a\u0007', '\ud83d', '\r'])('refuses to type %j', (text) => {
  expect(() => keysymsOf(text)).toThrow(expect.objectContaining({ code: 'text.untypable' }));
});

it.each(['', 'Hyper', 'ab', '\u0007'])('knows no key %j', (name) => {
  expect(() => keysymOf(name)).toThrow(expect.objectContaining({ code: 'key.unknown' }));
});

it('tells characters from functions', () => {
  expect([0x41, 0xe9, 0x01006f22].map(isCharacter)).toEqual([true, true, true]);
  expect([0x20, 0xff0d, 0x1008ff14, 0xffe1].map(isCharacter)).toEqual([false, false, false, false]);
});
