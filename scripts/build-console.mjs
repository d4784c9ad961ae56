// Builds the web console, unless what it is made of has not changed since.
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './bootstrap/processes.mjs';

const sources = [
  'apps/console/{index.html,vite.config.ts,package.json}',
  'apps/console/{src,public}/**/*',
  'packages/client/src/**/*.ts',
  'proto/src/**/*.ts',
  'package-lock.json',
];

const changedMs = (file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const newest = Math.max(...globSync(sources, { cwd: root }).map(changedMs));
if (changedMs('apps/console/dist/web/index.html') <= newest) {
  const args = ['build', 'apps/console', '--config', 'apps/console/vite.config.ts', '--logLevel', 'warn'];
  process.exitCode = await run('vite', args);
}
