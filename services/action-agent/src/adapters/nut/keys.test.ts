import { modifierKeys, namedKeys } from '@karna/proto/keys';
import { expect, it } from 'vitest';
import { keysOf, plainOf, strokesOf } from './keys.ts';

it('has every key of the protocol, save those that nut-js lacks', () => {
  const missing = [...namedKeys, ...modifierKeys].filter((name) => {
    try {
      return keysOf(name).length === 0;
    } catch {
      return true;
    }
  });
  expect(missing).toEqual(['Menu', 'Pause']);
});

it.each(['F13', 'F24', 'Clear', 'AudioRepeat', 'Fn', 'toString'])('lets no %s through', (name) => {
  expect(() => keysOf(name)).toThrow(expect.objectContaining({ code: 'key.unknown' }));
});

it('brings Shift for what is on the upper level', () => {
  expect(keysOf('a')).toEqual(['A']);
  expect(keysOf('A')).toEqual(['LeftShift', 'A']);
  expect(keysOf('!')).toEqual(['LeftShift', 'Num1']);
});

it('has a stroke for every printable ASCII character', () => {
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  expect(strokesOf(`${ascii}\n\t`)).toHaveLength(97);
  expect(new Set(strokesOf(ascii)?.map((keys) => keys.join('+'))).size).toBe(95);
});

it('has no strokes for a text with one character outside the US layout', () => {
  expect(strokesOf('cafe')).toHaveLength(4);
  expect(strokesOf('café')).toBeUndefined();
});

it('knows which characters share a key', () => {
  expect(plainOf('!')).toBe('1');
  expect(plainOf('1')).toBe('1');
  expect(plainOf('"')).toBe("'");
  expect(plainOf('é')).toBeUndefined();
});
