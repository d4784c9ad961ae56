import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import type { Applications, Launched, LaunchTarget } from '../../../ports.ts';
import { webAddress } from '../../web-address.ts';
import { extraArguments } from './browsers.ts';
import { fillCommand, type Program } from './desktop-entry.ts';
import { defaultHandlers, type Environment, findInPath, installedPrograms, programBehind } from './programs.ts';
import { bestMatch, closeMatches, runs } from './ranking.ts';

export interface LauncherOptions {
  readonly display: string;
  /** What launched programs inherit; also says where programs are (PATH, XDG_DATA_DIRS, HOME). */
  readonly environment: Environment;
}

/** The system's own choice among programs of one kind, by Debian's alternatives. */
const alternatives = ['x-www-browser', 'x-terminal-emulator', 'gnome-text-editor'];
const endPollMs = 50;

/** Starts programs as a desktop does: by their .desktop file, else by their name in PATH. */
export class Launcher implements Applications {
  readonly #display: string;
  readonly #environment: Environment;
  readonly #running = new Set<ChildProcess>();

  constructor({ display, environment }: LauncherOptions) {
    this.#display = display;
    this.#environment = environment;
  }

  launch(what: LaunchTarget): Promise<Launched> {
    switch (what.$case) {
      case 'application':
        return this.#launchApplication(what.value);
      case 'address':
        return this.#launchAddress(what.value);
      default: {
        const nothing: never = what;
        throw new DomainError('action.unsupported', 'this agent cannot launch that', { cause: nothing });
      }
    }
  }

  async endAll(graceMs: number): Promise<void> {
    const running = [...this.#running];
    for (const child of running) signalGroup(child, 'SIGTERM');
    const end = performance.now() + graceMs;
    while (running.some(isAlive) && performance.now() < end) await delay(endPollMs);
    for (const child of running.filter(isAlive)) signalGroup(child, 'SIGKILL');
    while (running.some(isAlive)) await delay(endPollMs);
  }

  async #launchApplication(said: string): Promise<Launched> {
    const programs = await installedPrograms(this.#environment);
    const behind = await Promise.all(alternatives.map((name) => programBehind(name, this.#environment)));
    const preferred = behind.filter((name) => name !== undefined);
    const found = bestMatch(said, programs, { preferred });
    if (found) return this.#start(found, undefined);
    const path = await findInPath(said.trim(), this.#environment);
    if (path) return this.#spawn(said.trim(), [path]);
    throw new DomainError('app.not_found', notFound(closeMatches(said, programs)));
  }

  async #launchAddress(said: string): Promise<Launched> {
    const { href, protocol } = webAddress(said);
    const [programs, byChoice, byAlternative] = await Promise.all([
      installedPrograms(this.#environment),
      defaultHandlers(protocol === 'http:' ? 'http' : 'https', this.#environment),
      programBehind('x-www-browser', this.#environment),
    ]);
    const browsers = programs.filter(({ categories }) => categories.includes('WebBrowser'));
    const browser =
      byChoice.map((id) => browsers.find((program) => program.id === id)).find((program) => program !== undefined) ??
      browsers.find((program) => runs(program) === byAlternative) ??
      browsers[0];
    if (!browser) throw new DomainError('app.not_found', 'there is no web browser on this desktop');
    return this.#start(browser, href);
  }

  async #start(program: Program, address: string | undefined): Promise<Launched> {
    const [path = '', ...rest] = fillCommand(program.command, address);
    const isRoot = process.getuid?.() === 0;
    const extra = extraArguments(runs(program), isRoot, this.#display, this.#environment);
    const command = [path, ...extra, ...rest];
    const whole = program.needsTerminal ? [await this.#terminal(), '-e', ...command] : command;
    return this.#spawn(program.names[0] ?? program.id, whole);
  }

  async #terminal(): Promise<string> {
    for (const name of ['x-terminal-emulator', 'xterm']) {
      const path = await findInPath(name, this.#environment);
      if (path) return path;
    }
    throw new DomainError('app.not_found', 'the program needs a terminal, and there is none on this desktop');
  }

  /** In a session of its own: signals to the agent do not reach it, and it outlives the agent. */
  async #spawn(application: string, [path = '', ...args]: readonly string[]): Promise<Launched> {
    const child = spawn(path, args, {
      detached: true,
      stdio: 'ignore',
      cwd: this.#environment.HOME ?? '/',
      env: { ...this.#environment, DISPLAY: this.#display },
    });
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw new DomainError('action.failed', 'the program could not be started', { cause });
    }
    child.unref();
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return { pid: child.pid ?? 0, application, ended: () => child.exitCode ?? undefined };
  }
}

const notFound = (close: readonly string[]): string =>
  close.length === 0 ? 'no program of that name is installed' : `no program of that name; close: ${close.join(', ')}`;

const isAlive = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group has ended meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
