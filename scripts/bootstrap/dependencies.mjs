// Installs what package-lock.json names, unless that very lock file was installed already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, say } from './processes.mjs';

const mark = join(root, 'node_modules', '.karna-installed');

export async function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  say('installing dependencies (about 20 s) ...');
  // onnxruntime-node would download GPU libraries that Karna does not use; its CPU library is inside the package.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync(npm, args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' });
  if (status !== 0) fail('npm ci failed; its words above say why. Nothing was started.');
  writeFileSync(mark, lock);
}
