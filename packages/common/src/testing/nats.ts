import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from './index.ts';

export interface TestNats {
  readonly url: string;
  /** Ends the server without warning and starts it again on the same port and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real nats-server with JetStream on a free loopback port, as in production (8 MB payloads). */
export async function startNats(): Promise<TestNats> {
  const dir = await mkdtemp(join(tmpdir(), 'karna-nats-'));
  const port = await freePort();
  const config = join(dir, 'nats.conf');
  await writeFile(config, `listen: "127.0.0.1:${port}"\nmax_payload: 8MB\njetstream { store_dir: "${dir}/data" }\n`);
  const start = async () => {
    const server = spawn('nats-server', ['-c', config], { stdio: 'ignore' });
    const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
    await Promise.race([
      failed,
      eventually(async () => ((await answers(port)) ? undefined : 'nats-server'), { timeoutMs: 10_000 }),
    ]);
    failed.catch(() => {});
    return server;
  };
  let server = await start();
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    restart: async () => {
      await end('SIGKILL');
      server = await start();
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
      .once('data', () => {
        resolve(true);
        socket.destroy();
      })
      .once('error', () => resolve(false));
  });
