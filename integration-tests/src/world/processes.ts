import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** A service as its own process, from the sources. Its log is kept, and told when it ends on its own. */
export class ServiceProcess {
  readonly name: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  /** Characters, the last ones. */
  readonly #keptLog: number;
  #log = '';

  constructor(name: string, env: Record<string, string>, keptLog = 20_000) {
    this.#keptLog = keptLog;
    this.name = name;
    this.#env = env;
  }

  get log(): string {
    return this.#log;
  }

  start(): void {
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...this.#env };
    this.#child = spawn(process.execPath, ['--conditions=source', `services/${this.name}/src/main.ts`], {
      cwd: repository,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.on('data', (bytes) => {
      this.#log = (this.#log + bytes).slice(-this.#keptLog);
    });
  }

  get hasEnded(): boolean {
    return !this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Answers the exit code; null when a signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    if (!child || this.hasEnded) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }
}
