import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { ConsoleStage } from './stage.ts';

const folder = fileURLToPath(new URL('../../../packages/client/examples', import.meta.url));

/** The SDK's examples, run as somebody would who has just read them. */
export const exampleScenarios: Record<string, (stage: ConsoleStage) => Promise<void>> = {
  'is spoken to by the examples of the SDK': async ({ world }) => {
    const env = { PATH: process.env.PATH, KARNA_URL: world.url, KARNA_TOKEN: world.token };
    const command = (name: string, args: readonly string[]) => ['--conditions=source', join(folder, name), ...args];
    const run = async (name: string, ...args: readonly string[]) =>
      (await promisify(execFile)(process.execPath, command(name, args), { env })).stdout;

    const watching = spawn(process.execPath, command('watch.ts', ['2']), { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    const gone = once(watching, 'exit');
    const { promise: isWatching, resolve } = Promise.withResolvers<void>();
    createInterface({ input: watching.stdout }).on('line', (line) => {
      lines.push(line);
      if (line === 'watching') resolve();
    });
    await isWatching;
    const kept = await mkdtemp(join(tmpdir(), 'karna-example-'));
    const picture = join(kept, 'screen.png');
    const [did, answered] = await Promise.all([run('do.ts', 'press F2'), run('answer.ts', 'press F3, no, F4')]);
    expect(did).toMatch(/100 % .*\ndone\n$/);
    expect(answered).toMatch(/Press F4/);
    expect(await run('picture.ts', picture, 'Nobody wrote this')).toMatch(/is not there/);
    expect(await gone).toEqual([0, null]);
    expect(lines.filter((line) => /version \d+: /.test(line)).length).toBeGreaterThan(3);
    expect((await readFile(picture)).subarray(1, 4).toString()).toBe('PNG');
    await rm(kept, { recursive: true });
  },
};
