import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that Linux (32768), macOS and Windows (49152) give to outgoing connections: nobody gets one of these by chance in between. */
const [first, end] = [15_000, 32_000];

/** A TCP port on loopback that was free a moment ago; each only once in this process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, end);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
}

const given = new Set<number>();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
