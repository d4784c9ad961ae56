import { KarnaClient } from '@karna/client';
import { type Logger, quiet } from '@karna/common/log';
import { currentTraceparent, inSpan, registry, startTelemetry } from '@karna/common/telemetry';
import { eventually } from '@karna/common/testing';
import { Batch } from '@karna/proto/gen/agent/v1/agent';
import { orders } from '@karna/proto/subjects';
import { beforeAll, expect, test } from 'vitest';
import { FakeAgent } from './channels/testing/fake-agent.ts';
import { openGateway } from './channels/testing/gateway.ts';

const spans: ({ readonly name: string } & Record<string, unknown>)[] = [];
const telemetry = { shutdown: async () => {} };
type Exporter = NonNullable<Parameters<typeof startTelemetry>[2]>;

beforeAll(() => {
  const exporter: Exporter = {
    export: (batch, done) => {
      for (const { name, attributes, status, events } of batch) spans.push({ name, attributes, status, events });
      done({ code: 0 });
    },
    shutdown: async () => {},
  };
  Object.assign(telemetry, startTelemetry('gateway', {}, exporter));
});

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

test('continues the trace of the client down to what it calls', async () => {
  await using gateway = await openGateway();
  const called: string[] = [];
  const { submit } = gateway.commands;
  gateway.commands.submit = (request) => {
    called.push(currentTraceparent());
    return submit.call(gateway.commands, request);
  };
  await using client = await KarnaClient.connect({ url: gateway.url, token: gateway.token });
  await client.run('press Enter', { traceparent });
  await client.run('press Escape');
  expect(called[0]).toContain(traceId);
  expect(called[0]).not.toBe(traceparent); // inside the gateway's own span
  expect(called[1]).toMatch(/^00-[0-9a-f]{32}-/);
  expect(called[1]).not.toContain(traceId);
});

test('hands the trace of an order on to the agent', async () => {
  await using gateway = await openGateway();
  const agent = new FakeAgent();
  const { id } = gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: agent.publicKey });
  await agent.open({ url: gateway.url });
  await agent.greet(id);
  await agent.welcome();
  const ask = { timeoutMs: 5_000, noOne: () => new Error('not served yet') };
  const perform = () => gateway.bus.request(orders.perform, { desktopId: id }, Batch.create({ id: 'b' }), ask);
  const served = () =>
    perform().then(
      () => undefined,
      () => 'the order to be served',
    );
  const answer = inSpan('step', {}, () => eventually(served), { traceparent });
  const order = await agent.order();
  expect(order.traceparent).toContain(traceId);
  agent.perform({ batchId: 'b' });
  await answer;
  agent.channel.socket.terminate();
});

test('writes no command, title or token into logs, metrics or spans', async () => {
  const lines: string[] = [];
  const note = (...what: unknown[]) => lines.push(JSON.stringify(what));
  const log = Object.assign(Object.create(quiet) as Logger, { info: note, warn: note, error: note, debug: note });
  await using gateway = await openGateway({}, log);
  await using client = await KarnaClient.connect({ url: gateway.url, token: gateway.token });
  const secret = 'hunter2-in-a-command';
  await client.run(`type ${secret}`);
  await client.find(secret).catch(() => {});
  await client.run(secret, { desktop: secret }).catch(() => {});
  gateway.commands.submit = () => Promise.reject(new TypeError('a fault nobody foresaw'));
  await expect(client.run(`type ${secret}`)).rejects.toMatchObject({
    code: 'internal',
    incidentId: expect.stringMatching(/^incident_/),
  });
  await KarnaClient.connect({ url: gateway.url, token: `wrong-${secret}` }).catch(() => {});
  expect(lines.join('\n')).toContain('a request was answered');
  await telemetry.shutdown(); // sends the spans
  expect(spans.map(({ name }) => name)).toContain('control run');
  const told = [lines.join('\n'), await registry.metrics(), JSON.stringify(spans)].join('\n');
  expect(told).not.toContain(secret);
  expect(told).not.toContain(gateway.token);
});
