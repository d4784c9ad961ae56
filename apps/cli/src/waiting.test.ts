import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { waiting } from './waiting.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

test('counts the seconds at a terminal, and clears the line', async () => {
  const screen = terminal(true);
  const answer = await waiting('pulling', { json: false }, () => delay(1_100, 'done'), screen);
  expect(answer).toBe('done');
  expect(screen.written[0]).toContain('pulling ... 0 s');
  expect(screen.written[1]).toContain('pulling ... 1 s');
  expect(screen.written.at(-1)).toBe('\r\x1b[K');
});

test.each([
  ['a pipe', false, false],
  ['--json', true, true],
])('says nothing into %s', async (_, isTTY, json) => {
  const screen = terminal(isTTY);
  await waiting('pulling', { json }, async () => {}, screen);
  expect(screen.written).toEqual([]);
});

test('clears the line of what fails, too', async () => {
  const screen = terminal(true);
  await expect(waiting('pulling', { json: false }, () => Promise.reject(new Error('no')), screen)).rejects.toThrow(
    'no',
  );
  expect(screen.written.at(-1)).toBe('\r\x1b[K');
});
