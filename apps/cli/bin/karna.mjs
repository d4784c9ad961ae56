#!/usr/bin/env node
// Finds a fitting Node, then runs the command. Needs nothing installed.
import { spawn } from 'node:child_process';
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
  const child = spawn(fetched, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; what comes to this process alone is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
} else {
  process.stderr.write(
    `karna needs Node 22.22 or newer; this is ${process.versions.node}. \`npm start\` in the repository fetches one.\n`,
  );
  process.exitCode = 1;
}
