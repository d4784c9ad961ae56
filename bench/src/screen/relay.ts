import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

/** Passes a connection on and counts what comes back. */
export async function countingRelay(port: number) {
  const counted = { bytes: 0 };
  const server = createServer((inside) => {
    const outside = connect(port, '127.0.0.1');
    inside.setNoDelay(true);
    outside.setNoDelay(true);
    outside.on('data', (data) => {
      counted.bytes += data.length;
    });
    inside.pipe(outside).pipe(inside);
    inside.on('error', () => outside.destroy());
    outside.on('error', () => inside.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { counted, port: (server.address() as AddressInfo).port, close: () => server.close() };
}
