import { expect, it } from 'vitest';
import { windowsTyping } from './windows-typing.ts';

it.each([
  ['04090409 False\r\n', { isUs: true, isLocked: false }],
  ['04090407 True\r\n', { isUs: true, isLocked: true }], // German words on the US keyboard
  ['04070407 False\r\n', { isUs: false, isLocked: false }],
  ['f0010409 False\r\n', { isUs: false, isLocked: false }], // US International, with dead keys
  ['Add-Type: denied', undefined],
  ['', undefined],
])('understands what Windows says: %j', (said, expected) => {
  expect(windowsTyping(said)).toEqual(expected);
});
