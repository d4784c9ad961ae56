import { unknownCharacter } from '@karna/proto/keys';
import { UiohookKey } from 'uiohook-napi';
import { describe, expect, it } from 'vitest';
import type { Held } from './hearing.ts';
import { KeyReader, LayoutKeys, type Typing } from './reading-keys.ts';

const us: Typing = { isUs: true, isLocked: false };
const german: Typing = { isUs: false, isLocked: false };

const key = (code: number, held: Partial<Held> = {}, isDown = true) => ({
  kind: 'key' as const,
  code,
  isDown,
  timeMs: 0,
  control: false,
  alt: false,
  shift: false,
  meta: false,
  ...held,
});
const reading = (typing: Typing | undefined, platform: NodeJS.Platform = 'win32') => {
  const reader = new KeyReader(platform);
  reader.typing = typing;
  return (code: number, held: Partial<Held> = {}) => reader.read(key(code, held));
};
const typed = (typing: Typing | undefined, codes: readonly number[], held: Partial<Held> = {}) =>
  codes.map((code) => reading(typing)(code, held)?.key).join('');

const { Semicolon, Quote, Backquote, Slash, Backslash, BracketLeft, Minus, NumpadDecimal, Numpad7 } = UiohookKey;
const letters = [UiohookKey.Q, UiohookKey.A, UiohookKey.Z, UiohookKey.M, UiohookKey.P];
const signs = [UiohookKey[1], UiohookKey[0], Semicolon, Quote, Backquote, Slash, Backslash, BracketLeft, Minus];

describe('on the US layout', () => {
  it('keys type what they do there, by the codes of the library', () => {
    expect(typed(us, [...letters, ...signs])).toBe(`qazmp10;'\`/\\[-`);
    expect(typed(us, [...letters, ...signs], { shift: true })).toBe('QAZMP!):"~?|{_');
    expect(typed(us, [Numpad7, NumpadDecimal, UiohookKey.NumpadDivide])).toBe('7./');
  });

  it('Caps Lock turns letters round, and nothing else', () => {
    const locked = { ...us, isLocked: true };
    expect(typed(locked, [...letters, UiohookKey[1]])).toBe('QAZMP1');
    expect(typed(locked, [...letters, UiohookKey[1]], { shift: true })).toBe('qazmp!');
  });

  it('a chord names the key alone', () => {
    expect(reading(us)(UiohookKey[1], { control: true, shift: true })).toEqual({
      key: '1',
      modifiers: ['Control', 'Shift'],
    });
  });
});

describe('on a layout that is another, or not known', () => {
  it.each([german, undefined])('no character is guessed (%o)', (typing) => {
    expect(typed(typing, [UiohookKey.Z, Semicolon], { shift: true })).toBe(unknownCharacter.repeat(2));
    expect(typed(typing, [UiohookKey.Space, UiohookKey.Enter, Numpad7])).toBe('SpaceEnter7');
  });

  it('Windows knows the letter of a chord, others do not', () => {
    expect(reading(german, 'win32')(UiohookKey.Z, { control: true })?.key).toBe('z');
    expect(reading(german, 'win32')(Semicolon, { control: true })?.key).toBe(unknownCharacter);
    expect(reading(german, 'linux')(UiohookKey.Z, { control: true })?.key).toBe(unknownCharacter);
  });

  it('AltGr types, and makes no chord', () => {
    const read = reading(german, 'win32')(UiohookKey.Q, { control: true, alt: true });
    expect(read).toEqual({ key: unknownCharacter, modifiers: [] });
  });
});

it('what comes without a key is a character that cannot be told, and a volume key is nothing', () => {
  expect(reading(us)(0)?.key).toBe(unknownCharacter);
  expect(reading(us)(0xe030)).toBeUndefined();
});

it('a modifier is not held with itself', () => {
  expect(reading(us)(0x0e5b, { meta: true })).toEqual({ key: 'Super', modifiers: [] });
  expect(reading(us)(UiohookKey.ShiftRight, { shift: true, control: true })).toEqual({
    key: 'Shift',
    modifiers: ['Control'],
  });
});

it('names the keys that have names, also those of the keypad without Num Lock', () => {
  const codes = [UiohookKey.Backspace, UiohookKey.F12, UiohookKey.ArrowLeft, 0xee4b, UiohookKey.PageDown, 0xee53];
  expect(codes.map((code) => reading(undefined)(code)?.key)).toEqual([
    'Backspace',
    'F12',
    'Left',
    'Left',
    'PageDown',
    'Delete',
  ]);
});

describe('the layout may have changed', () => {
  const changes = (...pressed: [string, ReturnType<typeof key>][]) => {
    const keys = new LayoutKeys();
    return pressed.map(([name, input]) => keys.mayHaveChanged(name, input));
  };
  const both = { alt: true, shift: true };

  it('after two modifiers alone, a blank with Control or Super, and Caps Lock', () => {
    expect(
      changes(['Alt', key(0x38, { alt: true })], ['Shift', key(0x2a, both)], ['Shift', key(0x2a, {}, false)]),
    ).toEqual([false, false, true]);
    expect(changes(['Space', key(0x39, { meta: true })], ['Space', key(0x39)])).toEqual([true, false]);
    expect(changes(['CapsLock', key(0x3a)])).toEqual([true]);
  });

  it('but not after a chord with both', () => {
    const shift = key(0x2a, { control: true, shift: true });
    expect(
      changes(['Shift', shift], ['s', key(0x1f, { control: true, shift: true })], ['Shift', key(0x2a, {}, false)]),
    ).toEqual([false, false, false]);
  });
});
