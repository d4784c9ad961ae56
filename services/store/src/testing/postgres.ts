import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, freePort } from '@karna/common/testing';
import { type ServerProcess, startServer } from '@karna/common/testing/server-process';
import { Client } from 'pg';
import { bundledPostgres, serverAccount } from '../embedded-postgres.ts';

const run = promisify(execFile);

/** Where a version's `initdb` and `postgres` are. */
export interface PostgresBinaries {
  /** For people: `embedded`, `15`, ... */
  readonly name: string;
  readonly initdb: string;
  readonly postgres: string;
}

export interface TestPostgres {
  /** Of the database made at start. */
  readonly url: string;
  /** A fresh database on the same server; answers its address. Takes some 300 ms: hundreds of files are copied. */
  createDatabase(): Promise<string>;
  /** Empties the database made at start, whatever is in it; some 20 ms. */
  clear(): Promise<void>;
  /** Ends the server, without warning unless `fast` (clients told, work rolled back), and starts it again on the same port and data. */
  restart(how?: 'crash' | 'fast'): Promise<void>;
  /** Ends the server without warning and leaves it so until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Postgres installations on this machine: the one that comes through npm first, then the system's. */
export async function findPostgres(): Promise<readonly PostgresBinaries[]> {
  const folder = '/usr/lib/postgresql';
  const versions = await readdir(folder).catch(() => []);
  const system = versions.map((name) => {
    const bin = join(folder, name, 'bin');
    return { name, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  });
  const bundled = await bundledPostgres().catch(() => undefined);
  return bundled ? [{ name: 'embedded', ...bundled }, ...system] : system;
}

/** A real Postgres on a free loopback port with data of its own. One per test file; take a fresh database per test. */
export async function startTestPostgres(binaries?: PostgresBinaries): Promise<TestPostgres> {
  const { initdb, postgres } = binaries ?? (await anyPostgres());
  const user = serverAccount();
  // Not in TMPDIR, which may be private: the user that Postgres runs as must be able to walk to it.
  const dir = await mkdtemp(join(process.platform === 'win32' ? tmpdir() : '/tmp', 'karna-postgres-'));
  if (user) await chown(dir, user.uid, user.gid);
  const data = join(dir, 'data');
  await run(initdb, ['-D', data, '-U', 'karna', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'], {
    ...user,
    cwd: dir,
  });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    // Safe as long as only processes are killed and not the machine.
    'fsync=off',
  ];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const at = (database: string) => `postgres://karna@127.0.0.1:${port}/${database}`;
  const start = async (): Promise<ServerProcess> => {
    const server = await startServer({ command: postgres, args, port, ...user });
    await eventually(() => isReady(at('postgres')), { timeoutMs: 30_000 });
    return server;
  };
  const createDatabase = async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await withClient(at('postgres'), (client) => client.query(`create database ${name}`));
    return at(name);
  };

  let server = await start();
  const url = await createDatabase();
  return {
    url,
    createDatabase,
    clear: async () => {
      await withClient(url, (client) => client.query('drop schema public cascade; create schema public'));
    },
    restart: async (how = 'crash') => {
      await server.end(how === 'crash' ? 'SIGQUIT' : 'SIGINT');
      server = await start();
    },
    kill: () => server.end('SIGQUIT'),
    start: async () => {
      server = await start();
    },
    stop: async () => {
      await server.end('SIGQUIT');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function anyPostgres(): Promise<PostgresBinaries> {
  const [first] = await findPostgres();
  if (!first) throw new Error('no Postgres here: npm install brings one, or install your system’s');
  return first;
}

async function isReady(url: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    await client.query('select 1');
    return undefined;
  }).catch(() => 'an answer from Postgres');
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // its queries reject, that is enough
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end();
  }
}
