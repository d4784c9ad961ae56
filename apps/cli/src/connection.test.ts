import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findConnection, parseLogin, type Surroundings, saveConnection } from './connection.ts';

let dir: string;
let around: Surroundings;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'karna-cli-'));
  around = { env: {}, repositoryData: join(dir, 'none'), userConfig: join(dir, 'config') };
});

afterEach(() => rm(dir, { recursive: true }));

const save = (url: string) => saveConnection({ url, token: 'from-file' }, around);

test('prefers options to the environment to a saved login', async () => {
  await save('http://saved');
  expect(await findConnection({}, around)).toEqual({ url: 'http://saved', token: 'from-file' });
  const env = { KARNA_URL: 'http://env', KARNA_TOKEN: 'from-env' };
  expect(await findConnection({}, { ...around, env })).toEqual({ url: 'http://env', token: 'from-env' });
  expect(await findConnection({ url: 'http://option' }, { ...around, env })).toEqual({
    url: 'http://option',
    token: 'from-env',
  });
});

test('keeps a login for this user only', async () => {
  const path = await save('http://saved');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('says how to get a connection when there is none', async () => {
  await expect(findConnection({}, around)).rejects.toThrow(/npm start.*karna login.*KARNA_URL/);
  await expect(findConnection({ dataDir: '/nowhere' }, around)).rejects.toThrow(/npm start -- --data-dir \/nowhere/);
});

test('refuses a broken client.json, naming it', async () => {
  const path = await save('x');
  await writeFile(path, '{"url":1}');
  await expect(findConnection({}, around)).rejects.toThrow(path);
});

test('takes the address that npm start prints', () => {
  expect(parseLogin('http://127.0.0.1:7400/#karna_abc')).toEqual({ url: 'http://127.0.0.1:7400', token: 'karna_abc' });
  expect(() => parseLogin('http://127.0.0.1:7400/')).toThrow(/npm start/);
  expect(() => parseLogin('karna_abc')).toThrow(/npm start/);
});
