import { expect, test } from 'vitest';
import { speaksOfSecrets } from './secrecy.ts';

test.each([
  ['my password is hunter2', true],
  ['type 1234 into PIN', true],
  ['enter the pin code', true],
  ['das Kennwort lautet so', true],
  ['copy the API key', true],
  ['pin this tab', false],
  ['click Spinner', false],
  ['open the passage', false],
])('%j speaks of secrets: %s', (command, does) => {
  expect(speaksOfSecrets(command)).toBe(does);
});
