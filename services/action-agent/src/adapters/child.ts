import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** How much of what a program complained about is kept for the error that names it (characters). */
const maxComplaint = 2000;

export interface ChildOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Where it says something that we want to know: its standard output, or descriptor 3. */
  readonly says?: 'output' | 'report';
}

/** A program we started, in a process group of its own so that all it started ends with it. */
export class Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  readonly #words: Readable | undefined;
  #complaint = '';

  private constructor(name: string, process: ChildProcess, pid: number, words: Readable | undefined) {
    this.name = name;
    this.pid = pid;
    this.#words = words;
    this.#process = process;
    this.ended = once(process, 'exit').then(() => undefined);
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-maxComplaint);
    });
  }

  static async start(name: string, args: readonly string[], { env, says }: ChildOptions): Promise<Child> {
    const output = says === 'output' ? 'pipe' : 'ignore';
    const report = says === 'report' ? 'pipe' : 'ignore';
    const process = spawn(name, args, { env, stdio: ['ignore', output, 'pipe', report], detached: true });
    await once(process, 'spawn').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw new Error(`could not start ${name}`, { cause });
      throw new Error(`${name} is not installed: on Debian and Ubuntu, \`apt-get install ${packageOf[name] ?? name}\``);
    });
    const stream = says && (process.stdio[says === 'output' ? 1 : 3] as Readable);
    return new Child(name, process, process.pid ?? 0, stream ?? undefined);
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** The first line that it says. */
  async firstLine(limitMs: number): Promise<string> {
    const late = AbortSignal.timeout(limitMs);
    const failed = this.ended.then(() => {
      throw new Error(`${this.name} ended at once: ${this.#complaint.trim() || 'without a word'}`);
    });
    return Promise.race([line(this.#words, late), failed]).catch((cause: Error) => {
      if (!late.aborted) throw cause;
      throw new Error(`${this.name} was not ready in ${limitMs} ms`, { cause });
    });
  }

  /** Ends its whole process group: asks, and after `graceMs` insists. */
  async end(graceMs: number): Promise<void> {
    this.#signal('SIGTERM');
    const insist = setTimeout(() => this.#signal('SIGKILL'), graceMs);
    if (!this.hasEnded) await this.ended;
    clearTimeout(insist);
    this.#signal('SIGKILL'); // what is left of its group
    for (const stream of this.#process.stdio) stream?.destroy();
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // nobody left: what we want
    }
  }
}

const packageOf: Readonly<Record<string, string>> = { Xvfb: 'xvfb', 'dbus-daemon': 'dbus' };

async function line(stream: Readable | undefined, signal: AbortSignal): Promise<string> {
  if (!stream) throw new Error('nobody listens to what it says');
  let text = '';
  while (!text.includes('\n')) {
    const [chunk] = await once(stream, 'data', { signal });
    text += String(chunk);
  }
  return text.slice(0, text.indexOf('\n'));
}
