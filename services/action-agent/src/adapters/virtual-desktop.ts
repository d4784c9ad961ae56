import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@karna/common/clock';
import type { Logger } from '@karna/common/log';
import { Child } from './child.ts';
import { openboxConfig } from './openbox-config.ts';
import { virtualMark } from './x11/applications/browsers.ts';

export interface VirtualDesktopOptions {
  readonly width: number;
  readonly height: number;
  readonly log: Logger;
  /** The environment of what is started on it. Left out, it is a small one of its own: nothing of ours leaks into applications. */
  readonly env?: Readonly<Record<string, string>>;
  /** `:77`; the first free one when left out. */
  readonly display?: string;
  /** Home folder of its applications, made when missing; that of this user when left out. */
  readonly home?: string;
}

export interface VirtualDesktop {
  /** `:77`. */
  readonly display: string;
  /** The environment in which applications of this desktop run. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborts, with the reason, when the desktop has ended by itself. */
  readonly gone: AbortSignal;
  /** Ends everything that was started for it and removes its files. */
  close(): Promise<void>;
}

/** Time for the X server, the session bus and the window manager to be ready, each (ms). */
const readyMs = 15_000;
/** Time to end when asked, before force (ms). */
const graceMs = 2000;
/** A window manager that dies more often than this is not restarted for ever (ms between deaths). */
const restartEveryMs = 1000;

/**
 * A desktop of our own: X server without a screen, session bus, window manager. Nothing of it listens on the network.
 * All of it ends with `close`, and also when this process is killed.
 */
export async function startVirtualDesktop(options: VirtualDesktopOptions): Promise<VirtualDesktop> {
  const desktop = new RunningDesktop(options.log);
  try {
    await desktop.start(options);
    return desktop;
  } catch (error) {
    await desktop.close();
    throw error;
  }
}

class RunningDesktop implements VirtualDesktop {
  display = '';
  env: Record<string, string> = {};
  readonly #log: Logger;
  readonly #gone = new AbortController();
  readonly gone: AbortSignal = this.#gone.signal;
  readonly #children: Child[] = [];
  #windowManager: Child | undefined;
  #reaper: Reaper | undefined;
  #folder = '';
  #isClosing = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  async start({ width, height, env, display, home = homedir() }: VirtualDesktopOptions): Promise<void> {
    await mkdir(home, { recursive: true, mode: 0o700 });
    this.#folder = await mkdtemp(join(tmpdir(), 'karna-desktop-'));
    this.#reaper = await Reaper.start(this.#folder);
    this.env = { ...(env ?? plainEnvironment()), HOME: home, XDG_RUNTIME_DIR: this.#folder, [virtualMark]: 'virtual' };
    for (const name of ofAnotherSession) delete this.env[name];

    await makeSocketFolder();
    const size = ['-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset', '-displayfd', '3'];
    const server = await this.#run('Xvfb', [...(display ? [display] : []), ...size], 'report');
    this.display = `:${await server.firstLine(readyMs)}`;
    this.env.DISPLAY = this.display;
    void server.ended.then(() => this.#fail('the X server of the virtual desktop has ended'));

    const socket = `--address=unix:path=${join(this.#folder, 'bus')}`;
    const bus = await this.#run('dbus-daemon', ['--session', '--nofork', socket, '--print-address=1'], 'output');
    this.env.DBUS_SESSION_BUS_ADDRESS = await bus.firstLine(readyMs);
    await this.#startWindowManager();
    this.#log.info({ display: this.display, width, height }, 'virtual desktop is ready');
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#windowManager?.end(graceMs);
    for (const child of this.#children.toReversed()) await child.end(graceMs);
    await this.#reaper?.dismiss();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #run(program: string, args: readonly string[], says: 'output' | 'report'): Promise<Child> {
    const child = await Child.start(program, args, { env: this.env, says });
    this.#children.push(child);
    this.#reaper?.watch(child.pid);
    return child;
  }

  async #startWindowManager(): Promise<void> {
    const config = join(this.#folder, 'openbox.xml');
    await writeFile(config, openboxConfig);
    // Run by openbox once it manages the display: the only sign of life that needs no X client.
    const sign = join(this.#folder, 'window-manager-is-ready');
    await rm(sign, { force: true });
    const args = ['--sm-disable', '--config-file', config, '--startup', `touch ${sign}`];
    // It reopens its input method at every keymap change, and reading the compose table then costs it 100 ms each time.
    const env = { ...this.env, XCOMPOSEFILE: '/dev/null' };
    const openbox = await Child.start('openbox', args, { env });
    this.#windowManager = openbox;
    this.#reaper?.watch(openbox.pid);
    await appears(sign, openbox);
    void openbox.ended.then(() => this.#restartWindowManager());
  }

  async #restartWindowManager(): Promise<void> {
    if (this.#isClosing || this.gone.aborted) return;
    this.#log.warn('the window manager has ended; starting it again');
    try {
      await systemClock.sleep(restartEveryMs, this.gone);
      if (!this.#isClosing) await this.#startWindowManager();
    } catch (cause) {
      this.#fail('the window manager of the virtual desktop could not be started again', cause);
    }
  }

  #fail(what: string, cause?: unknown): void {
    if (!this.#isClosing) this.#gone.abort(new Error(what, { cause }));
  }
}

/**
 * Ends the desktop when this process cannot: a shell that is told the process groups, and acts when the pipe from us
 * closes, as it does however we die. Applications go with their X server.
 */
class Reaper {
  readonly #shell;

  private constructor(shell: ReturnType<typeof spawn>) {
    this.#shell = shell;
  }

  static async start(folder: string): Promise<Reaper> {
    const script = `
      groups=
      while read -r group; do
        [ "$group" = dismissed ] && exit 0
        groups="$groups -$group"
      done
      [ -n "$groups" ] && { kill -s TERM -- $groups; sleep 1; kill -s KILL -- $groups; } 2>/dev/null
      rm -rf -- "$1"`;
    const shell = spawn('/bin/sh', ['-c', script, 'karna-reaper', folder], {
      env: { PATH: plainEnvironment().PATH },
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true, // Ctrl-C at our terminal is not meant for it
    });
    await once(shell, 'spawn');
    return new Reaper(shell);
  }

  watch(group: number): void {
    this.#shell.stdin?.write(`${group}\n`);
  }

  async dismiss(): Promise<void> {
    const ended = once(this.#shell, 'exit');
    this.#shell.stdin?.end('dismissed\n');
    if (this.#shell.exitCode === null && this.#shell.signalCode === null) await ended;
  }
}

/** Would lead applications to another display or session than this one. */
const ofAnotherSession = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'SESSION_MANAGER'];

const plainEnvironment = () => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games',
  USER: userInfo().username,
  LANG: 'C.UTF-8',
});

// Two X servers that start at the same moment race for making this; the loser has no socket that a client without
// abstract sockets could reach.
async function makeSocketFolder(): Promise<void> {
  const folder = '/tmp/.X11-unix';
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const { mode, uid } = await stat(folder);
  if ((mode & 0o7777) !== 0o1777 && uid === process.getuid?.()) await chmod(folder, 0o1777);
}

async function appears(path: string, owner: Child): Promise<void> {
  const startedMs = systemClock.elapsed();
  while (!(await exists(path))) {
    if (owner.hasEnded) throw new Error(`${owner.name} ended before it was ready`);
    if (systemClock.elapsed() - startedMs > readyMs) throw new Error(`${owner.name} was not ready in ${readyMs} ms`);
    await systemClock.sleep(10);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
