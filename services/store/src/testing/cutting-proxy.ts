import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /** Cuts the next connection that sends these bytes: before they reach the server, or before its answer comes back. */
  cutNext(when: 'before' | 'after', bytes: string): void;
  /** How many connections were cut. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** A TCP proxy on loopback that loses connections at exactly the wrong moment. */
export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let next: { when: 'before' | 'after'; bytes: string } | undefined;
  let cuts = 0;
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    let swallow = false;
    const cut = () => {
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (chunk) => {
      if (next && chunk.toString('latin1').includes(next.bytes)) {
        cuts += 1;
        swallow = next.when === 'after';
        next = undefined;
        if (!swallow) return cut();
      }
      target.write(chunk);
    });
    target.on('data', (chunk) => (swallow ? cut() : client.write(chunk)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutNext: (when, bytes) => {
      next = { when, bytes };
    },
    get cuts() {
      return cuts;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
