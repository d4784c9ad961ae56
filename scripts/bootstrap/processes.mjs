import { spawn } from 'node:child_process';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const say = (text) => process.stdout.write(`${text}\n`);

export function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/**
 * Runs a program from node_modules/.bin or the PATH and answers its exit code. With a label its output is kept and shown only on
 * failure; in the foreground it gets the terminal, and signals are its business.
 */
export async function run(program, args, { cwd = '.', label, foreground = false } = {}) {
  const started = performance.now();
  const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: join(root, cwd),
    env,
    stdio: label ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
  });
  const output = [];
  child.stdout?.on('data', (bytes) => output.push(bytes));
  child.stderr?.on('data', (bytes) => output.push(bytes));
  const onSignal = (signal) => signal !== 'SIGINT' && child.kill(signal);
  if (foreground) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  const code = await new Promise((done) => {
    child.on('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      done(1);
    });
    child.on('exit', (exit, signal) => done(exit ?? (signal ? 1 : 0)));
  });
  if (label) {
    say(`${code === 0 ? '✓' : '✗'} ${label} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (code !== 0) process.stderr.write(Buffer.concat(output));
  }
  return code;
}

/** Side by side; fails if any fails. */
export async function runAll(checks) {
  const codes = await Promise.all(checks.map((check) => check()));
  return codes.some((code) => code !== 0) ? 1 : 0;
}
