import { type AddressInfo, createServer } from 'node:net';
import { beforeEach, expect, test, vi } from 'vitest';
import { freePort } from './free-port.ts';

const pick = vi.hoisted(() => vi.fn<(first: number, end: number) => number>());
vi.mock('node:crypto', () => ({ randomInt: pick }));

beforeEach(() => {
  pick.mockReset().mockImplementation((first, end) => first + Math.floor(Math.random() * (end - first)));
});

test('a port that is taken, or was given before, is not given', async () => {
  const server = createServer();
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  const { port: taken } = server.address() as AddressInfo;
  pick.mockReturnValueOnce(taken);
  const given = await freePort();
  expect(given).not.toBe(taken);
  await new Promise((closed) => server.close(closed));

  pick.mockReturnValueOnce(given);
  await expect(freePort()).resolves.not.toBe(given);
});

test('no port that an outgoing connection may get by chance', async () => {
  await freePort();
  const [first, end] = pick.mock.calls[0] ?? [];
  expect(first).toBeGreaterThan(1024);
  expect(end).toBeLessThanOrEqual(32_768);
});
