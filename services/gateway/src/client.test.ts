// The SDK against the real gateway: reconnecting, resuming, and what becomes of requests meanwhile.

import { type ConnectionState, exchangeToken, KarnaClient, KarnaError, type Protocol } from '@karna/client';
import { eventually } from '@karna/common/testing';
import { ServiceReported } from '@karna/proto/gen/service/v1/service';
import { TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { facts } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './channels/testing/gateway.ts';
import { openProxy } from './channels/testing/stalling-proxy.ts';

let gateway: TestGateway;
const clients: KarnaClient[] = [];
beforeEach(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await gateway[Symbol.asyncDispose]();
});

async function connect(
  options: { token?: string; protocol?: Protocol; timeoutMs?: number } = {},
): Promise<KarnaClient> {
  const client = await KarnaClient.connect({ url: gateway.url, token: gateway.token, ...options });
  clients.push(client);
  return client;
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
async function happen(count: number): Promise<void> {
  for (let fact = 0; fact < count; fact += 1) await gateway.store.save({});
}

/** Collects facts in the background. */
function collect(client: KarnaClient, after?: number) {
  const got: number[] = [];
  const ended = (async () => {
    for await (const { sequence } of client.facts(after === undefined ? {} : { after })) got.push(sequence);
  })().catch((error: unknown) => error);
  return { got, ended };
}
const hasAll = ({ got }: { got: number[] }, wanted: readonly number[]) =>
  eventually(() => (got.length < wanted.length ? `facts: only ${got.length} of ${wanted.length}` : undefined), {
    timeoutMs: 10_000,
  }).then(() => expect(got).toEqual(wanted));

describe('connecting', () => {
  test.each(['karna.v1.proto', 'karna.v1.json'] as const)('works with %s', async (protocol) => {
    const client = await connect({ protocol });
    expect([client.state, client.principal]).toEqual(['live', 'ada']);
    const task = await client.run('press Enter', { desktop: 'office', dryRun: true });
    expect(task).toMatchObject({ command: 'press Enter', dryRun: true, createdAt: expect.any(Date) });
    expect(await client.task(task.id)).toMatchObject({ task: { id: task.id } });
  });

  test('begins with a one-time token', async () => {
    const { token: oneTime } = gateway.store.issue('ada', ['observe'], true);
    const { token, principal } = await exchangeToken(gateway.url, oneTime);
    expect(principal).toBe('ada');
    expect((await connect({ token })).scopes).toEqual(['observe']);
    await expect(exchangeToken(gateway.url, oneTime)).rejects.toMatchObject({ code: 'auth.invalid' });
  });

  test('says that the token is wrong, and not just that it failed', async () => {
    await expect(connect({ token: 'wrong' })).rejects.toMatchObject({ name: 'KarnaError', code: 'auth.invalid' });
  });

  test('says that nothing answers there', async () => {
    const url = 'http://127.0.0.1:1';
    await expect(KarnaClient.connect({ url, token: 'x' })).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  test('stops when told to', async () => {
    const signal = AbortSignal.abort(new Error('changed my mind'));
    await expect(KarnaClient.connect({ url: gateway.url, token: gateway.token, signal })).rejects.toThrow(
      'changed my mind',
    );
  });
});

describe('requests', () => {
  test('fail with the code of the gateway', async () => {
    const client = await connect();
    await expect(client.run('')).rejects.toMatchObject({ code: 'command.empty' });
    await expect(client.run('x', { desktop: 'garage' })).rejects.toBeInstanceOf(KarnaError);
    await expect(client.run('x'.repeat(500_000))).rejects.toMatchObject({ code: 'input.too_large' });
    await expect(client.run('x'.repeat(5_000_000))).rejects.toMatchObject({ code: 'input.too_large' });
    expect(client.state).toBe('live');
  });

  test('can be given up, by time or by signal', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.commands.hold = promise;
    const client = await connect();
    await expect(client.run('press Enter', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'request.deadline' });
    const giveUp = new AbortController();
    const running = client.run('press Enter', { signal: giveUp.signal });
    giveUp.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    resolve();
  });

  test('that come too fast are sent again a little later', async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ CONTROL_BURST: '5', CONTROL_PER_SECOND: '20' });
    const client = await connect();
    const asked = Array.from({ length: 12 }, () => client.desktops());
    expect(await Promise.all(asked)).toHaveLength(12);
  });

  test('cover everything that people do', async () => {
    const client = await connect();
    const task = await client.run('press Enter');
    expect((await client.steer(task.id, TaskVerb.TASK_VERB_PAUSE)).state).toBe(TaskState.TASK_STATE_PAUSED);
    expect((await client.answer(task.id, { text: 'the first' })).state).toBe(TaskState.TASK_STATE_PENDING);
    expect(await client.tasks({ desktop: 'Office', limit: 5 })).toHaveLength(1);
    expect(await client.desktops()).toMatchObject([{ desktop: { name: 'Office' }, online: false }]);
    expect((await client.halt('office')).desktopIds).toEqual([gateway.desktop.id]);
    const { picture } = await client.screenshot();
    expect(await client.blob(picture)).toEqual({ data: new Uint8Array([1, 2, 3]), mediaType: 'image/png' });
    expect((await client.find('save')).similar).toEqual(['SAVE']);
    expect((await client.find('', '', { looksLike: Uint8Array.of(1) })).similar).toEqual(['a picture']);
    await expect(client.find('')).rejects.toMatchObject({ code: 'input.invalid' });
    expect((await client.enrolmentCode()).expiresAt).toBeInstanceOf(Date);
    const issued = await client.administration.issue('grace', ['observe']);
    expect((await connect({ token: issued.token })).principal).toBe('grace');
    await client.administration.revoke(issued.tokenId);
    await client.removeDesktop('office');
    await expect(client.run('press Enter')).rejects.toMatchObject({ code: 'desktop.none' });
  });

  test('in flight over a restart of the gateway are answered once, and done once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.commands.hold = promise;
    const client = await connect();
    const states: ConnectionState[] = [];
    client.onState((state) => states.push(state));
    const running = client.run('press Enter');
    await eventually(() => (gateway.commands.submitted.length === 1 ? undefined : 'the submission'));
    const stopped = gateway.stop();
    const late = client.run('press Escape'); // reaches a gateway that is stopping
    resolve();
    await stopped;
    await gateway.start();
    expect((await running).command).toBe('press Enter');
    expect((await late).command).toBe('press Escape');
    expect(await client.tasks()).toHaveLength(2);
    await eventually(() => (client.state === 'live' ? undefined : 'being live again'));
    expect(states).toEqual(['offline', 'connecting', 'catching-up', 'live']);
  });
});

describe('facts', () => {
  test('are the same for all clients', async () => {
    const streams = [collect(await connect()), collect(await connect({ protocol: 'karna.v1.json' }))];
    await happen(10);
    for (const stream of streams) await hasAll(stream, upTo(10));
  });

  test('are neither lost nor doubled over restarts of the gateway', async () => {
    const client = await connect();
    const stream = collect(client);
    for (let round = 0; round < 3; round += 1) {
      await happen(7);
      await gateway.stop();
      await happen(300);
      await gateway.start();
      await happen(7);
    }
    await hasAll(stream, upTo(3 * 314));
  });

  test('come again after the network dropped without a word', async () => {
    await using proxy = await openProxy(gateway.port);
    const client = await KarnaClient.connect({ url: proxy.url, token: gateway.token, quietMs: 200 });
    clients.push(client);
    const stream = collect(client);
    await happen(3);
    await hasAll(stream, upTo(3));
    proxy.stall();
    await happen(3);
    await hasAll(stream, upTo(6));
    await eventually(() => (client.state === 'live' ? undefined : 'being live'));
  });

  test('need no reconnect while there is simply nothing to tell', async () => {
    const client = await KarnaClient.connect({ url: gateway.url, token: gateway.token, quietMs: 40 });
    clients.push(client);
    const states = new Set<ConnectionState>();
    client.onState((state) => states.add(state));
    await eventually(() => (states.has('catching-up') ? undefined : 'a look for a sign of life'));
    await eventually(() => (client.state === 'live' ? undefined : 'being live'));
    expect(states).toEqual(new Set(['catching-up', 'live']));
  });

  test('can be had from long ago, beside the live ones', async () => {
    await happen(600);
    const client = await connect();
    const live = collect(client);
    const old = collect(client, 100);
    await happen(5);
    await hasAll(old, upTo(605, 101));
    await hasAll(live, upTo(605, 601));
    expect(client.state).toBe('live');
  });

  test('that are gone end those who wanted them, and nobody else', async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ FACT_BACKLOG: '4' });
    await happen(100);
    gateway.store.oldestFact = 90;
    const client = await connect();
    const [old, live] = [collect(client, 10), collect(client)];
    expect(await old.ended).toMatchObject({ code: 'task.facts_gone' });
    await happen(3);
    await hasAll(live, [101, 102, 103]);
  });

  test('end when the client is closed', async () => {
    const client = await connect();
    const stream = collect(client);
    client.close();
    expect(await stream.ended).toMatchObject({ code: 'request.cancelled' });
    expect(client.state).toBe('offline');
    await expect(client.desktops()).rejects.toMatchObject({ code: 'request.cancelled' });
  });

  test('end when the token is revoked, and so does the client', async () => {
    const issued = gateway.store.issue('eve', ['observe']);
    const stream = collect(await connect({ token: issued.token }));
    const admin = await connect();
    await admin.administration.revoke(issued.principal?.tokenId ?? '');
    expect(await stream.ended).toMatchObject({ code: 'auth.invalid' });
  });
});

describe('following a task', () => {
  const move = (id: string, state: TaskState) => gateway.store.save({ id, state });

  test('tells each change until it has ended', async () => {
    const client = await connect();
    const { id } = await client.run('press Enter');
    const seen: TaskState[] = [];
    const following = (async () => {
      for await (const task of client.follow(id)) seen.push(task.state);
    })();
    await eventually(() => (seen.length === 1 ? undefined : 'the first state'));
    for (const state of ['TASK_STATE_PLANNING', 'TASK_STATE_RUNNING', 'TASK_STATE_COMPLETED'] as const)
      await move(id, state);
    await following;
    expect(seen).toEqual(['TASK_STATE_PENDING', 'TASK_STATE_PLANNING', 'TASK_STATE_RUNNING', 'TASK_STATE_COMPLETED']);
  });

  test('stops where a person is needed, unless told to wait for the end', async () => {
    const client = await connect();
    const { id } = await client.run('press Enter');
    const end = client.waitFor(id, { until: 'ended' });
    await move(id, TaskState.TASK_STATE_NEEDS_CLARIFICATION);
    expect((await client.waitFor(id)).state).toBe(TaskState.TASK_STATE_NEEDS_CLARIFICATION);
    await move(id, TaskState.TASK_STATE_COMPLETED);
    expect((await end).state).toBe(TaskState.TASK_STATE_COMPLETED);
  });

  test('hears of the end also when it came while the gateway was away, even with the facts gone', async () => {
    const client = await connect();
    const { id } = await client.run('press Enter');
    const end = client.waitFor(id);
    await gateway.stop();
    await happen(10);
    await move(id, TaskState.TASK_STATE_COMPLETED);
    gateway.store.oldestFact = 12;
    await gateway.start();
    expect((await end).state).toBe(TaskState.TASK_STATE_COMPLETED);
  });

  test('begins once the store is back, when it is away at first', async () => {
    const client = await connect();
    const { id } = await client.run('press Enter');
    await move(id, TaskState.TASK_STATE_COMPLETED);
    gateway.store.isAway = true;
    await expect(client.task(id)).rejects.toMatchObject({ code: 'service.unavailable' });
    const end = client.waitFor(id);
    setTimeout(() => (gateway.store.isAway = false), 400);
    expect((await end).state).toBe(TaskState.TASK_STATE_COMPLETED);
  });

  test('ends with the reason of its signal', async () => {
    const client = await connect();
    const { id } = await client.run('press Enter');
    const giveUp = new AbortController();
    const end = client.waitFor(id, { signal: giveUp.signal });
    giveUp.abort(new Error('enough'));
    await expect(end).rejects.toThrow('enough');
  });
});

describe('status', () => {
  const report = (instance: string) =>
    gateway.bus.publish(
      facts.serviceReported,
      { instanceId: instance },
      ServiceReported.create({ service: 'vision', instance }),
    );

  test('tells what is known and what changes, also over a restart', async () => {
    const client = await connect();
    const seen = new Set<string>();
    const stop = new AbortController();
    const watching = (async () => {
      for await (const update of client.status({ signal: stop.signal })) {
        if (update.kind === 'service') seen.add(update.report.instance);
      }
    })();
    const hears = (instance: string) =>
      eventually(async () => {
        await report(instance);
        return seen.has(instance) ? undefined : `a report of ${instance}`;
      });
    await hears('vision_1');
    await gateway.stop();
    await gateway.start();
    await hears('vision_2');
    expect((await client.statusSnapshot()).services.map(({ instance }) => instance)).toContain('vision_2');
    stop.abort(new Error('seen enough'));
    await expect(watching).rejects.toThrow('seen enough');
  });

  test('fails when it may not be seen', async () => {
    const client = await connect({ token: gateway.store.issue('eve', ['operate']).token });
    await expect(client.statusSnapshot()).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(client.status().next()).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});
