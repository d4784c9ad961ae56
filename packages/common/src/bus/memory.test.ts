import { expect, test } from 'vitest';
import { quiet } from '../log.ts';
import { describeBus } from './contract.ts';
import { MemoryBus } from './memory.ts';
import { matches } from './wire.ts';

describeBus('memory', async () => new MemoryBus(quiet));

test.each([
  ['a.*.c', 'a.b.c', true],
  ['a.>', 'a.b.c', true],
  ['a.>', 'a', false],
  ['a.*', 'a.b.c', false],
  ['a.b', 'a.b', true],
])('matches %s against %s: %s', (pattern, subject, expected) => {
  expect(matches(pattern, subject)).toBe(expected);
});
