import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between a browser and a port on loopback that a test takes away and gives back. */
export async function openCable(port: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isDeaf = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
    }
    near.pipe(far);
    far.on('data', (bytes) => isDeaf || near.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What the browser says still arrives; no answer does. */
    deafen: () => {
      isDeaf = true;
    },
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
      isDeaf = false;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
