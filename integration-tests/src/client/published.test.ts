// What somebody gets who installs the SDK, as it is built.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '../../../packages/client');
interface Entry {
  readonly source: string;
  readonly types: string;
  readonly default: string;
}

test('holds everything that it exports, and no tests', async () => {
  const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, Entry>>;
  };
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder });
  const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => `./${path}`);
  for (const entry of Object.values(exports))
    for (const path of [entry.source, entry.types, entry.default]) expect(paths).toContain(path);
  expect(paths).toContain('./README.md');
  expect(paths).toContain('./examples/do.ts');
  expect(paths.filter((path) => /\.test\.|tsbuildinfo|tsconfig/.test(path))).toEqual([]);
});

test('is taken in by plain Node as modules', async () => {
  const script = `
    const karna = await import('@karna/client');
    const node = await import('@karna/client/node');
    console.log(JSON.stringify([typeof karna.KarnaClient.connect, typeof karna.KarnaError, Object.keys(node)]));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(['function', 'function', ['nodeDecoders']]);
});
