import { freePort } from './index.ts';
import { startServer } from './server-process.ts';

export interface TestRedis {
  readonly url: string;
  /** Ends the server without warning; it forgets everything. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Stops it from answering, connections stay; until `thaw`. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** A real redis-server (from the system's packages) on a free loopback port. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const start = () => startServer({ command: 'redis-server', args, port });
  let server = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => server.end('SIGKILL'),
    start: async () => {
      server = await start();
    },
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    stop: () => server.end('SIGTERM'),
  };
}
