import { expect, test } from 'vitest';
import { wholeName } from './whole-names.ts';

const text = 'change the phone of Ada Lovelace King Street 5';
const span = (said: string) => ({ start: text.indexOf(said), end: text.indexOf(said) + said.length });
const whole = (said: string, other: string, own: string[] = []) => {
  const { start, end } = wholeName(text, span(said), [span(said), span(other)], new Set(own));
  return text.slice(start, end);
};

test('a name goes on to where another value, the words of the skill or small letters begin', () => {
  expect(whole('Ada', 'King Street')).toBe('Ada Lovelace');
  expect(whole('Ada', 'Street', ['king'])).toBe('Ada Lovelace');
  expect(whole('Ada', '5')).toBe('Ada Lovelace King Street');
  expect(whole('phone', '5')).toBe('phone');
});
