import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { eventually } from './index.ts';

/** A server started for a test, on a loopback port. */
export interface ServerProcess {
  /** Signals it and goes on. */
  signal(signal: NodeJS.Signals): void;
  /** Signals it and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts it and waits until its port answers; when it ends early instead, its own last words say why. */
export async function startServer({ command, args, port, uid, gid }: ServerCommand): Promise<ServerProcess> {
  const asUser = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...asUser });
  const lastWords = listen(server);
  // A test run that ends without its clean-up must not leave servers behind.
  const atExit = () => server.kill('SIGKILL');
  process.once('exit', atExit);
  let ended = false;
  const exited = once(server, 'exit').finally(() => {
    ended = true;
    process.off('exit', atExit);
  });
  await eventually(
    async () => {
      if (ended) throw new Error(`${command} ended at once: ${lastWords()}`);
      return (await accepts(port)) ? undefined : `${command} on port ${port}`;
    },
    { timeoutMs: 30_000 },
  );
  return {
    signal: (signal) => void server.kill(signal),
    end: async (signal) => {
      server.kill(signal);
      await exited;
    },
  };
}

function listen(server: ChildProcess): () => string {
  let words = '';
  const hear = (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-2_000);
  };
  server.stdout?.on('data', hear);
  server.stderr?.on('data', hear);
  server.on('error', (error) => {
    words = error.message;
  });
  return () => words.trim();
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => resolve(false));
  });
