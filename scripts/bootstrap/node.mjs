// Fetches a fitting Node through npm when the machine's own is too old, and goes on under that one.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fail, root, say } from './processes.mjs';

const oldest = [22, 22];
const fetched = '24.21.0';
const toolchain = join(root, '.toolchain');

const fits = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
};

export async function ensureNode() {
  if (fits(process.versions.node)) return;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = join(toolchain, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(binary)) install(name);
  if (!existsSync(binary))
    fail(
      `Node ${process.versions.node} is too old and ${name} could not be fetched. Install Node ${oldest.join('.')} or newer.`,
    );
  const env = { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` };
  const child = spawn(binary, process.argv.slice(1), { stdio: 'inherit', env });
  // The terminal sends Ctrl-C to both; this one only waits for the other's answer.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
  }
  const code = await new Promise((resolve) => child.on('exit', (exit, signal) => resolve(exit ?? (signal ? 1 : 0))));
  process.exit(code);
}

function install(name) {
  say(`Node ${process.versions.node} is too old; fetching ${fetched} (once, about 50 MB) ...`);
  mkdirSync(toolchain, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = [
    'install',
    '--prefix',
    toolchain,
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `${name}@${fetched}`,
  ];
  spawnSync(npm, args, { stdio: 'inherit', cwd: toolchain, shell: process.platform === 'win32' });
}
