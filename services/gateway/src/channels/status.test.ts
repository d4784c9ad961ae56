import { eventually } from '@karna/common/testing';
import { StatusMessage, StatusRequest } from '@karna/proto/gen/channel/v1/status';
import { ServiceReported, ServiceState } from '@karna/proto/gen/service/v1/service';
import { facts } from '@karna/proto/subjects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './testing/gateway.ts';
import { RawChannel, type RawOptions, refusalOf } from './testing/raw-channel.ts';

let gateway: TestGateway;
const clients: RawChannel<StatusMessage, StatusRequest>[] = [];
beforeEach(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await gateway[Symbol.asyncDispose]();
});

async function connect(options: Partial<RawOptions> = {}) {
  const all = { url: gateway.url, token: gateway.token, path: '/v1/status', ...options };
  const client = await RawChannel.open(all, StatusMessage, StatusRequest);
  clients.push(client);
  return client;
}

const report = (instance: string, inFlight = 0, bulk = 0) =>
  gateway.bus.publish(
    facts.serviceReported,
    { instanceId: instance },
    ServiceReported.create({
      service: 'vision',
      instance,
      inFlight,
      state: ServiceState.SERVICE_STATE_READY,
      missing: bulk ? ['x'.repeat(bulk)] : [],
    }),
  );

const heardOf = (client: RawChannel<StatusMessage, StatusRequest>, instance: string) =>
  client.got.flatMap(({ body }) => (body?.$case === 'service' && body.value.instance === instance ? [body.value] : []));

test('tells what is known at once, then what changes', async () => {
  const watcher = await connect();
  await report('vision_1', 1);
  await eventually(() => (heardOf(watcher, 'vision_1').length > 0 ? undefined : 'the first report'));
  const client = await connect();
  await eventually(() => (heardOf(client, 'vision_1').length > 0 ? undefined : 'what was known before it came'));
  await report('vision_1', 2);
  await eventually(() => (heardOf(client, 'vision_1').at(-1)?.inFlight === 2 ? undefined : 'the second report'));
  expect(client.got.map(({ sequence }) => sequence)).toEqual(client.got.map((_, index) => index + 1));
});

test('reports the gateway itself', async () => {
  const client = await connect({ protocol: 'karna.v1.json' });
  const own = await client.first(
    ({ body }) => (body?.$case === 'service' && body.value.service === 'gateway' ? body.value : undefined),
    'a report of the gateway',
  );
  expect(own.state).toBe(ServiceState.SERVICE_STATE_READY);
});

test('answers a snapshot', async () => {
  const client = await connect();
  await report('vision_1');
  await eventually(() => (heardOf(client, 'vision_1').length > 0 ? undefined : 'the report'));
  client.send({ id: 'snap', body: { $case: 'snapshot', value: {} } });
  const reply = await client.first(({ body }) => (body?.$case === 'reply' ? body.value : undefined), 'a reply');
  expect(reply).toMatchObject({
    id: 'snap',
    services: expect.arrayContaining([expect.objectContaining({ instance: 'vision_1' })]),
  });
});

test('gives a slow reader the newest per subject, not the history', async () => {
  const [slow, quick] = [await connect(), await connect()];
  slow.socket.pause();
  const rounds = 400;
  for (let round = 1; round <= rounds; round += 1) await report('vision_1', round, 64 * 1024);
  await eventually(() => (heardOf(quick, 'vision_1').at(-1)?.inFlight === rounds ? undefined : 'the newest report'));
  slow.socket.resume();
  await eventually(() => (heardOf(slow, 'vision_1').at(-1)?.inFlight === rounds ? undefined : 'the newest report'));
  expect(heardOf(slow, 'vision_1').length).toBeLessThan(rounds);
});

test('answers too many requests with a fault', async () => {
  await gateway[Symbol.asyncDispose]();
  gateway = await openGateway({ STATUS_BURST: '1', STATUS_PER_SECOND: '1' });
  const client = await connect();
  for (const id of ['1', '2']) client.send({ id, body: { $case: 'snapshot', value: {} } });
  const second = await client.first(
    ({ body }) => (body?.$case === 'reply' && body.value.id === '2' ? body.value : undefined),
    'the second reply',
  );
  expect(second.fault?.code).toBe('rate.limited');
});

test('is closed to those who may not observe, and to those without a token', async () => {
  const token = gateway.store.issue('eve', ['operate']).token;
  const path = '/v1/status';
  expect(await refusalOf({ url: gateway.url, token, path })).toEqual({ status: 403, code: 'auth.forbidden' });
  expect(await refusalOf({ url: gateway.url, path })).toEqual({ status: 401, code: 'auth.missing' });
});

test('ends the connection on what it cannot read', async () => {
  const client = await connect();
  client.sendRaw(Uint8Array.of(0x0a, 0x7f));
  expect(await client.closed).toEqual({ code: 1007, reason: 'input.invalid' });
});
