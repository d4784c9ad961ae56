import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { eventually, freePort } from '@karna/common/testing';

export interface TestRedis {
  readonly url: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real redis-server on a free loopback port, keeping nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const server = spawn('redis-server', args, { stdio: 'ignore' });
    await eventually(async () => ((await answers(port)) ? undefined : 'redis-server'), { timeoutMs: 10_000 });
    return server;
  };
  const end = async (server: ChildProcess) => {
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  let server = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await end(server);
      server = await start();
    },
    stop: () => end(server),
  };
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
