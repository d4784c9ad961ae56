import { ParseReply, type ParseRequest, VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { afterEach, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { quiet } from '../log.ts';
import { connectGrpc } from './client.ts';
import { serveGrpc } from './server.ts';
import { conversing } from './streaming.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Handle = (requests: AsyncIterable<ParseRequest>, signal: AbortSignal) => AsyncIterable<ParseReply>;

async function parsing(handle: Handle) {
  const others = Object.fromEntries(Object.keys(VisionServiceService).map((name) => [name, () => undefined]));
  const handlers = { ...others, parseAll: conversing(quiet, handle) };
  const server = await serveGrpc({ bind: '127.0.0.1', port: 0, services: [[VisionServiceService, handlers]] });
  closing.push(() => server.stop(100));
  const target = `127.0.0.1:${server.port}`;
  const client = connectGrpc(VisionServiceService, target, { retry: [], deadlineMs: 5_000 });
  closing.push(() => client.close());
  return client.calls;
}

const request = (id: string): ParseRequest => ({
  id,
  image: undefined,
  desktopId: '',
  accessible: [],
  withGuesses: false,
});
const requests = async function* (count: number, taken: { count: number } = { count: 0 }) {
  for (let index = 0; index < count; index++) {
    taken.count++;
    yield request(String(index));
  }
};
const echo: Handle = async function* (incoming) {
  for await (const { id } of incoming) yield ParseReply.create({ id });
};

test('answers many requests in their order', async () => {
  const calls = await parsing(echo);
  const ids: string[] = [];
  for await (const { id } of calls.parseAll(requests(100))) ids.push(id);
  expect(ids).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
});

test('carries an error with its code after the answers before it', async () => {
  const calls = await parsing(async function* (incoming) {
    for await (const { id } of incoming) {
      if (id === '2') throw new DomainError('image.invalid', 'no picture');
      yield ParseReply.create({ id });
    }
  });
  const ids: string[] = [];
  const run = async () => {
    for await (const { id } of calls.parseAll(requests(5))) ids.push(id);
  };
  await expect(run()).rejects.toMatchObject({ code: 'image.invalid', message: 'no picture' });
  expect(ids).toEqual(['0', '1']);
});

test('tells the handler when the caller leaves the loop', async () => {
  const left = Promise.withResolvers<void>();
  const calls = await parsing(async function* (incoming, signal) {
    signal.addEventListener('abort', () => left.resolve());
    for await (const { id } of incoming) yield ParseReply.create({ id });
  });
  for await (const _ of calls.parseAll(requests(1_000_000))) break;
  await left.promise;
});

test('takes no more requests than the handler asks for', async () => {
  const asked = Promise.withResolvers<void>();
  const calls = await parsing(async function* (incoming, signal) {
    for await (const _ of incoming) {
      asked.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield ParseReply.create({});
    }
  });
  const taken = { count: 0 };
  const leave = new AbortController();
  const big = async function* () {
    for await (const one of requests(10_000, taken)) yield { ...one, image: { data: new Uint8Array(1_000_000) } };
  };
  const run = async () => {
    for await (const _ of calls.parseAll(big(), { signal: leave.signal }));
  };
  const running = run().catch((error: unknown) => error);
  await asked.promise;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(taken.count).toBeLessThan(200);
  leave.abort();
  expect(await running).toMatchObject({ code: 'request.cancelled' });
});
