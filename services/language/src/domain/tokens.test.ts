import { expect, test } from 'vitest';
import { tokenize } from './tokens.ts';

const cut = (text: string) => tokenize(text).phrase.tokens.map(({ kind, value }) => `${kind[0]}:${value}`);

test.each([
  ['click Save.', ['w:click', 'w:Save', 'm:.']],
  ['example.com, 1,000', ['w:example.com', 'm:,', 'w:1,000']],
  ['a\nb', ['w:a', 'm:\n', 'w:b']],
  ['type "a, b" into', ['w:type', 'q:a, b', 'w:into']],
  [`"it's" 'it's'`, ["q:it's", "q:it's"]],
  ["don't 'tis", ["w:don't", "w:'tis"]],
  ['“a” „b“ «c» ‘d’ `e`', ['q:a', 'q:b', 'q:c', 'q:d', 'q:e']],
  ['"say \\"hi\\"" "C:\\\\temp" "C:\\temp"', ['q:say "hi"', 'q:C:\\temp', 'q:C:\\temp']],
  ['5" wide', ['w:5"', 'w:wide']],
  ['wait... what?!', ['w:wait', 'm:...', 'w:what', 'm:?!']],
])('cuts %j', (text, tokens) => {
  expect(cut(text)).toEqual(tokens);
});

test('tells what follows a quotation mark that never closes', () => {
  expect(tokenize('click "Save now').unclosed).toBe('Save now');
  expect(tokenize('click “Save').unclosed).toBe('Save');
});
