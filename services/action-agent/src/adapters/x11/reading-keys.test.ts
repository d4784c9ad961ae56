import { describe, expect, it } from 'vitest';
import { KeyReader, modifiersOf } from './reading-keys.ts';

const [shift, lock, control, numLock, level3] = [1, 2, 4, 16, 128];
const group2 = 1 << 13;
/** From keycode 10: a A, é on a dead acute, q with @ on level 3, 4/$, keypad 5, ф on the second group, blank. */
const rows = [
  [0x61, 0x41, 0x6c6, 0x6e6],
  [0xfe51, 0xfe50, 0, 0],
  [0x71, 0x51, 0x71, 0x51, 0x40, 0x7d9],
  [0x34, 0x24, 0, 0],
  [0xff9d, 0xffb5, 0, 0],
  [0x20, 0x20, 0, 0],
  [0xff8d, 0, 0, 0],
];
const reader = () => new KeyReader(10, rows);
const read = (keycode: number, state = 0) => reader().read(keycode, state, true);

describe('a key', () => {
  it('types what its layout says, with Shift and Caps Lock', () => {
    expect([read(10), read(10, shift), read(10, lock), read(10, lock | shift)]).toEqual(['a', 'A', 'A', 'a']);
    expect([read(13, lock), read(13, shift)]).toEqual(['4', '$']);
  });

  it('types what is on the third level and in the second group', () => {
    expect(read(12, level3)).toBe('@');
    expect([read(10, group2), read(10, group2 | shift)]).toEqual(['ф', 'Ф']);
    expect(read(12, group2)).toBe('q');
    expect(read(13, group2)).toBe('4');
  });

  it('puts the accent of a dead key on the next letter', () => {
    const keys = reader();
    expect(keys.read(11, 0, true)).toBeUndefined();
    expect(keys.read(10, 0, true)).toBe('á');
    expect(keys.read(10, 0, true)).toBe('a');
    keys.read(11, shift, true);
    expect(keys.read(15, 0, true)).toBe('`');
  });

  it('is a digit of the keypad while Num Lock is on', () => {
    expect(read(14, numLock)).toBe('5');
    expect(read(16)).toBe('Enter');
  });

  it('is called by its own name in a chord', () => {
    expect(read(10, control | shift)).toBe('a');
    expect(modifiersOf(control | shift)).toEqual(['Control', 'Shift']);
  });

  it('means what a program gave it a moment before', () => {
    const keys = reader();
    keys.change(13, [[0x1006f22, 0x1006f22]]);
    expect(keys.read(13, 0, true)).toBe('漢');
    expect(keys.read(12, 0, true)).toBe('q');
  });
});
