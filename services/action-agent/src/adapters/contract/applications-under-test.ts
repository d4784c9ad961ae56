import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { eventually } from '@karna/common/testing';
import type { Desktop } from '../../ports.ts';
import type { XRig } from './x-rig.ts';

export const run = promisify(execFile);

/** A real program with text in it that can be read back from a file. */
export interface Editor {
  /** Ends the input and gives what was typed. */
  finish(): Promise<string>;
  close(): Promise<void>;
}

/** A terminal in which `cat` writes down whole lines. */
export async function openTerminal({ desktop, environment }: XRig): Promise<Editor> {
  const folder = await mkdtemp(join(tmpdir(), 'karna-typed-'));
  const file = join(folder, 'typed.txt');
  const child = start('xterm', ['-u8', '-T', 'Typing', '-e', 'sh', '-c', `stty -ixon; cat > ${file}`], environment);
  await focusWindow(desktop, /xterm/i);
  return {
    finish: async () => {
      await desktop.keyboard.down('Enter');
      await desktop.keyboard.up('Enter');
      await chord(desktop, ['Control', 'd']);
      await ended(child);
      return (await readFile(file, 'utf8')).replace(/\n$/, '');
    },
    close: async () => {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A GTK editor on a file of its own. */
export async function openEditor({ desktop, environment }: XRig): Promise<Editor> {
  const folder = await mkdtemp(join(tmpdir(), 'karna-typed-'));
  const file = join(folder, 'typed.txt');
  await writeFile(file, '');
  const env = { ...environment, XDG_CONFIG_HOME: folder, GSETTINGS_BACKEND: 'memory' };
  const child = start('mousepad', ['--disable-server', file], env);
  await focusWindow(desktop, /mousepad/i);
  return {
    finish: async () => {
      await chord(desktop, ['Control', 's']);
      let text = '';
      await eventually(
        async () => {
          const before = text;
          text = await readFile(file, 'utf8');
          return text !== '' && text === before ? undefined : 'not saved yet';
        },
        { timeoutMs: 5_000 },
      );
      return text.replace(/\n$/, '');
    },
    close: async () => {
      child.kill();
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function chord(desktop: Desktop, keys: readonly string[]): Promise<void> {
  for (const key of keys) await desktop.keyboard.down(key);
  for (const key of keys.toReversed()) await desktop.keyboard.up(key);
}

/** Runs a program with something on its standard input; it may stay in the background, as xclip does. */
export async function feed(program: string, args: readonly string[], input: Buffer, env: NodeJS.ProcessEnv) {
  const child = spawn(program, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin?.end(input);
  await ended(child);
}

function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(program, args, { env, stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

async function focusWindow(desktop: Desktop, application: RegExp): Promise<void> {
  const find = async () => (await desktop.windows.list()).find((window) => application.test(window.application));
  await eventually(async () => ((await find()) ? undefined : 'no window yet'), { timeoutMs: 20_000 });
  const window = await find();
  if (window) await desktop.windows.focus(window.id);
  await desktop.screen.quietFor(200, 5_000, AbortSignal.timeout(10_000));
  await delay(100);
}
