import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KarnaError } from '@karna/client';
import { afterEach, expect, test, vi } from 'vitest';
import { complain } from './session.ts';

afterEach(() => vi.restoreAllMocks());

function complaint(error: unknown): unknown {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect(complain(error, true)).toBe(1);
  return JSON.parse(String(write.mock.calls[0]?.[0]));
}

test('a file that is not there is bad input, said in words', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'karna-cli-'));
  const file = join(dir, 'rows.csv');
  const missing = await readFile(file).catch((error: unknown) => error);
  const folder = await readFile(dir).catch((error: unknown) => error);
  await rm(dir, { recursive: true });
  expect(complaint(missing)).toEqual({ error: { code: 'input.invalid', message: `${file}: there is no such file` } });
  vi.restoreAllMocks();
  expect(complaint(folder)).toEqual({
    error: { code: 'input.invalid', message: 'the file: it is a folder, not a file' },
  });
});

test('what the gateway refused keeps its code, and the unforeseen is internal', () => {
  expect(complaint(new KarnaError('desktop.offline', 'gone'))).toEqual({
    error: { code: 'desktop.offline', message: 'gone' },
  });
  vi.restoreAllMocks();
  expect(complaint(new Error('oops'))).toEqual({ error: { code: 'internal', message: 'oops' } });
});
