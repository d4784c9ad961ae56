import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** Stands before a server and keeps a copy of all that passes, either way. */
export interface WireCopy {
  /** The server's address, but through here. */
  readonly url: string;
  /** All that has passed, connection by connection and each way for itself. */
  bytes(): Buffer[];
  close(): Promise<void>;
}

export async function copyOf(target: string): Promise<WireCopy> {
  const { hostname, port } = new URL(target);
  const ways: Buffer[][] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const behind = createConnection({ host: hostname, port: Number(port) });
    for (const [from, to] of [
      [client, behind],
      [behind, client],
    ] as const) {
      const way: Buffer[] = [];
      ways.push(way);
      open.add(from);
      from.on('data', (piece) => way.push(piece));
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href.replace(/\/$/, ''),
    bytes: () => ways.map((way) => Buffer.concat(way)),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
