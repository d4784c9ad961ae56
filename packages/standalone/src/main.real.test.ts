import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { KarnaClient } from '@karna/client';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const execute = promisify(execFile);

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'karna-main-'));
});
afterEach(async () => {
  await run('stop').catch(() => {});
  await rm(dataDir, { recursive: true, force: true });
});

/** `npm start` or `npm stop` with these options; rejects with what it said when it fails. */
const run = (...args: string[]) =>
  execute(process.execPath, ['--conditions=source', main, ...args, '--data-dir', dataDir], { timeout: 60_000 });

test('starts in the background, keeps its login over a restart, refuses a second one, and stops leaving nothing', async () => {
  const { stdout } = await run('start', '--headless', '--port', '0', '--detach');
  expect(stdout).toMatch(/Karna is ready[\s\S]*http:\/\/127\.0\.0\.1:\d+\/#karna_[\s\S]*npm stop -- --data-dir/);
  const first = JSON.parse(await readFile(join(dataDir, 'client.json'), 'utf8'));
  await using client = await KarnaClient.connect(first);
  expect((await client.desktops()).map(({ online }) => online)).toEqual([true]);

  await expect(run('start', '--headless', '--port', '0')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Karna runs already on ${dataDir}, at ${first.url}`),
  });

  const pid = Number(await readFile(join(dataDir, 'karna.pid'), 'utf8'));
  expect((await run('stop')).stdout).toContain('Karna has stopped.');
  // Ended; an init that is slow to reap may still list it, without a command line.
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).toBe('');
  // The database is in the folder, also where the account that runs it is another and the folder is private.
  await access(join(dataDir, 'pg', 'data', 'PG_VERSION'));
  expect((await stat(dataDir)).mode & 0o007).toBe(0);
  await expect(access(join(dataDir, 'pg', 'data', 'postmaster.pid'))).rejects.toThrow(/ENOENT/);
  expect((await run('stop')).stdout).toContain('No Karna runs');

  await run('start', '--headless', '--port', '0', '--detach');
  const second = JSON.parse(await readFile(join(dataDir, 'client.json'), 'utf8'));
  expect(second.token).toBe(first.token);
});

test.each([
  [['start', '--port', 'many'], /--port takes a number from 0 to 65535/],
  [['start', '--display', ':97', '--port', '0'], /no X server answers on display :97/],
])('refuses %j, saying why', async (args, message) => {
  await expect(run(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
});
