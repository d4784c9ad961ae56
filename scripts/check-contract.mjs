// The committed code and the documents of the protocol are what the contract generates, and the contract keeps its own rules.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './bootstrap/processes.mjs';

const buf = (args, cwd) =>
  execFileSync(join(root, 'node_modules', '.bin', 'buf'), args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
const files = (dir) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const dir = mkdtempSync(join(tmpdir(), 'karna-contract-'));
try {
  const copy = join(dir, 'proto');
  cpSync(join(root, 'proto', 'karna'), join(copy, 'karna'), { recursive: true });
  for (const name of ['buf.yaml', 'buf.gen.yaml']) cpSync(join(root, 'proto', name), join(copy, name));
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  buf(['lint'], copy);
  buf(['generate'], copy);
  const fresh = join(copy, 'src', 'gen');
  const kept = join(root, 'proto', 'src', 'gen');
  const names = (base) => files(base).map((file) => file.slice(base.length));
  const differing = [...new Set([...names(fresh), ...names(kept)])].filter((name) => {
    try {
      return readFileSync(fresh + name, 'utf8') !== readFileSync(kept + name, 'utf8');
    } catch {
      return true;
    }
  });
  if (differing.length > 0) {
    process.stderr.write(`generated code differs from the contract; run: npm run gen\n  ${differing.join('\n  ')}\n`);
    process.exitCode = 1;
  }
  const documents = [join(root, 'scripts/protocol/main.mjs'), '--check'];
  const { status } = spawnSync(process.execPath, ['--conditions=source', ...documents], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
