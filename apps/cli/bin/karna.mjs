#!/usr/bin/env node
// Finds a fitting Node, then runs the command. Needs nothing installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '..', 'dist', 'main.js');
const [major, minor] = process.versions.node.split('.').map(Number);
const fits = major > 22 || (major === 22 && minor >= 22);
const fetched = join(
  here,
  '..',
  '..',
  '..',
  '.toolchain',
  'node_modules',
  `node-${process.platform}-${process.arch}`,
  'bin',
  'node',
);

if (!existsSync(main)) {
  process.stderr.write('karna is not built yet. Run `npm start` once in the repository.\n');
  process.exitCode = 1;
} else if (fits) {
  await import(main);
} else if (existsSync(fetched)) {
  process.exitCode = spawnSync(fetched, [main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(
    `karna needs Node 22.22 or newer; this is ${process.versions.node}. \`npm start\` in the repository fetches one.\n`,
  );
  process.exitCode = 1;
}
