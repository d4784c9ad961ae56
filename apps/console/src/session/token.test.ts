import { expect, test } from 'vitest';
import { tokenIn } from './token.ts';

test.each([
  ['http://127.0.0.1:7400/#karna_abc-DEF_1', 'karna_abc-DEF_1'],
  ['  #karna_abc \n', 'karna_abc'],
  ['karna_abc', 'karna_abc'],
  ['0123456789abcdef0123', '0123456789abcdef0123'],
  ['http://127.0.0.1:7400/', undefined],
  ['hello', undefined],
  ['', undefined],
])('finds the token in %j', (text, token) => {
  expect(tokenIn(text)).toBe(token);
});
