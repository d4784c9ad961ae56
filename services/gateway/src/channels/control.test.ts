import { eventually } from '@karna/common/testing';
import { ControlRequest } from '@karna/proto/gen/channel/v1/control';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { facts, orders } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './testing/gateway.ts';
import { RawControl, type RawOptions, refusalOf } from './testing/raw-channel.ts';

type Body = NonNullable<ControlRequest['body']>;

let gateway: TestGateway;
const clients: RawControl[] = [];
beforeEach(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.channel.socket.terminate();
  await gateway[Symbol.asyncDispose]();
});

async function reopen(settings: Record<string, string>): Promise<void> {
  await gateway[Symbol.asyncDispose]();
  gateway = await openGateway(settings);
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const run = (text: string, desktop = '') =>
  ({
    $case: 'run',
    value: { text, domain: '', desktop, dryRun: false, approved: false, skill: '', slots: {} },
  }) as const;
const fault = (code: string) => ({ $case: 'fault', value: { code } });

async function connect(options: Partial<RawOptions> = {}): Promise<RawControl> {
  const client = await RawControl.open({ url: gateway.url, token: gateway.token, ...options });
  clients.push(client);
  await client.welcome();
  return client;
}

async function happen(count: number, bulk = ''): Promise<void> {
  for (let fact = 0; fact < count; fact += 1) await gateway.store.save({ sentence: bulk });
}

const hasFacts = (client: RawControl, wanted: readonly number[]) =>
  eventually(() => (client.facts.length < wanted.length ? `facts: only ${client.facts.length} came` : undefined)).then(
    () => expect(client.facts).toEqual(wanted),
  );

describe('the door', () => {
  const tokenAs = (token: string) => `karna.token.${Buffer.from(token).toString('base64url')}`;

  test('says who came and where the facts stand', async () => {
    await happen(3);
    const client = await connect();
    expect(await client.welcome()).toMatchObject({
      principal: 'ada',
      scopes: ['observe', 'operate', 'administer'],
      newestSequence: 3,
      version: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  test('takes the token of a browser from the subprotocols and does not echo it', async () => {
    const { token } = gateway;
    const client = await connect({
      token: '',
      protocols: ['karna.v1.json', tokenAs(token)],
      protocol: 'karna.v1.json',
    });
    expect(client.channel.socket.protocol).toBe('karna.v1.json');
  });

  test.each([
    ['no token', { token: '' }, { status: 401, code: 'auth.missing' }],
    ['a wrong token', { token: 'karna_wrong' }, { status: 401, code: 'auth.invalid' }],
    [
      'a wrong token of a browser',
      { token: '', protocols: ['karna.v1.proto', 'karna.token.d3Jvbmc'] },
      { status: 401, code: 'auth.invalid' },
    ],
    ['an unknown channel', { path: '/v1/telepathy' }, { status: 404, code: 'protocol.unsupported' }],
    ['an unknown subprotocol', { protocols: ['chat'] }, { status: 400, code: 'input.invalid' }],
    ['a token in the address', { path: '/v1/control?token=abc' }, { status: 400, code: 'input.invalid' }],
    ['a page from elsewhere', { headers: { origin: 'https://evil.example' } }, { status: 403, code: 'auth.forbidden' }],
  ])('refuses %s', async (_, options, refusal) => {
    expect(await refusalOf({ url: gateway.url, token: gateway.token, ...options })).toEqual(refusal);
  });

  test('lets in a page of its own host', async () => {
    const client = await connect({ headers: { origin: gateway.url } });
    expect(client.facts).toEqual([]);
  });

  test('slows down whoever tries many wrong tokens, and still lets the right one in', async () => {
    const tries = [];
    for (let n = 0; n < 12; n += 1) tries.push(await refusalOf({ url: gateway.url, token: `wrong${n}` }));
    expect(tries.at(-1)).toEqual({ status: 429, code: 'rate.limited' });
    await connect();
  });

  test('says that the store is away, rather than that the token is wrong', async () => {
    gateway.store.isAway = true;
    expect(await refusalOf({ url: gateway.url, token: gateway.token })).toEqual({
      status: 503,
      code: 'service.unavailable',
    });
  });
});

describe('requests', () => {
  test('accepts a command and answers with its task', async () => {
    const client = await connect();
    const reply = await client.ask(run('press Enter'));
    expect(reply).toMatchObject({
      $case: 'task',
      value: { command: 'press Enter', state: TaskState.TASK_STATE_PENDING },
    });
    expect(gateway.commands.submitted).toMatchObject([
      { principal: 'ada', requestId: 'ada/r1', desktopId: gateway.desktop.id },
    ]);
  });

  test('speaks JSON just as well', async () => {
    const client = await connect({ protocol: 'karna.v1.json' });
    client.channel.sendRaw('{"id":"mine","run":{"text":"press Enter","desktop":"office"}}');
    expect(await client.reply('mine')).toMatchObject({ $case: 'task', value: { command: 'press Enter' } });
    await hasFacts(client, [1]);
  });

  test('answers a repeated id with the first answer, also from another connection', async () => {
    const [one, two] = [await connect(), await connect()];
    const first = await one.ask(run('press Enter'), 'same');
    const second = await two.ask(run('press Escape'), 'same');
    expect(second).toEqual(first);
    expect(gateway.commands.submitted).toHaveLength(1);
  });

  test('answers a repeated id once each while the first is still being answered', async () => {
    const client = await connect();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.commands.hold = promise;
    for (const _ of [1, 2]) client.channel.send({ id: 'same', traceparent: '', body: run('press Enter') });
    await client.ask({ $case: 'listDesktops', value: {} }, 'other');
    resolve();
    await eventually(() => (client.repliesTo('same') === 2 ? undefined : 'two replies'));
    expect(gateway.commands.submitted).toHaveLength(1);
  });

  test('does not remember an answer that says to try again', async () => {
    const client = await connect();
    gateway.commands.isAway = true;
    expect(await client.ask(run('press Enter'), 'a')).toMatchObject(fault('service.unavailable'));
    gateway.commands.isAway = false;
    const again = await connect();
    expect(await again.ask(run('press Enter'), 'a')).toMatchObject({ $case: 'task' });
  });

  test('keeps the ids of different principals apart', async () => {
    const client = await connect();
    const other = await connect({ token: gateway.store.issue('grace', ['operate']).token });
    await client.ask(run('press Enter'), 'same');
    expect(await other.ask(run('press Escape'), 'same')).toMatchObject({ value: { command: 'press Escape' } });
  });

  test.each([
    ['an empty command', run('  \n '), 'command.empty'],
    ['a desktop nobody knows', run('press Enter', 'garage'), 'desktop.not_found'],
    ['a task nobody knows', { $case: 'getTask', value: { taskId: 'task_x' } } as const, 'task.not_found'],
    [
      'a verb that is none',
      { $case: 'steer', value: { taskId: 't', verb: 'TASK_VERB_UNSPECIFIED' } } as const,
      'input.invalid',
    ],
    [
      'a scope that is none',
      { $case: 'issueToken', value: { principal: 'x', scopes: ['fly'], validMs: 0 } } as const,
      'input.invalid',
    ],
  ] satisfies [string, Body, string][])('refuses %s', async (_, body, code) => {
    const client = await connect();
    expect(await client.ask(body)).toMatchObject(fault(code));
  });

  test('names the choices when several desktops could be meant', async () => {
    gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: new Uint8Array(32) });
    const client = await connect();
    const reply = await client.ask(run('press Enter'));
    expect(reply).toMatchObject({
      $case: 'fault',
      value: { code: 'desktop.unclear', message: expect.stringContaining('"Lab"') },
    });
  });

  test.each([
    ['observe', run('press Enter')],
    ['operate', { $case: 'listDesktops', value: {} } as const],
    ['operate', { $case: 'enrolmentCode', value: { validMs: 0 } } as const],
    ['operate', { $case: 'resume', value: { after: 0 } } as const],
  ])('refuses what the scope %s does not allow', async (scope, body) => {
    const client = await connect({ token: gateway.store.issue('eve', [scope]).token });
    expect(await client.ask(body)).toMatchObject(fault('auth.forbidden'));
  });

  test('tells facts only to those who may observe', async () => {
    const blind = await connect({ token: gateway.store.issue('eve', ['operate']).token });
    const seeing = await connect();
    await happen(2);
    await hasFacts(seeing, [1, 2]);
    expect(blind.facts).toEqual([]);
  });

  test('answers a text of 1 MB with a code and goes on', async () => {
    const client = await connect();
    expect(await client.ask(run('x'.repeat(1_000_000)))).toMatchObject(fault('input.too_large'));
    expect(await client.ask({ $case: 'listDesktops', value: {} })).toMatchObject({ $case: 'desktops' });
  });

  test('closes on a message that is too large to be answered', async () => {
    const client = await connect();
    client.channel.sendRaw(new Uint8Array(7_000_000));
    expect((await client.channel.closed).code).toBe(1009);
  });

  test.each([
    ['bytes that are not protobuf', 'karna.v1.proto', Uint8Array.of(0x0a, 0x7f, 0x01), 1007, 'input.invalid'],
    ['text that is not JSON', 'karna.v1.json', '{"id":', 1007, 'input.invalid'],
    ['a field nobody knows', 'karna.v1.json', '{"id":"1","explode":{}}', 1007, 'input.invalid'],
    ['text on a binary connection', 'karna.v1.proto', '{}', 1003, 'protocol.unsupported'],
  ] as const)('ends the connection on %s, and nobody else is affected', async (_, protocol, data, code, reason) => {
    const [client, other] = [await connect({ protocol }), await connect()];
    client.channel.sendRaw(data);
    expect(await client.closing()).toBe(reason);
    expect(await client.channel.closed).toEqual({ code, reason });
    expect(await other.ask({ $case: 'listDesktops', value: {} })).toMatchObject({ $case: 'desktops' });
  });

  test('answers a request without an id, or of a kind it does not know, with a fault', async () => {
    const client = await connect();
    expect(await client.ask({ $case: 'listDesktops', value: {} }, '')).toMatchObject(fault('input.invalid'));
    client.channel.sendRaw(ControlRequest.encode({ id: 'new', traceparent: '', body: undefined }).finish());
    expect(await client.reply('new')).toMatchObject(fault('protocol.unsupported'));
  });

  test('stops a desktop without the command service, through its agent', async () => {
    const halted: string[] = [];
    await gateway.bus.serve(orders.haltDesktop, { desktopId: gateway.desktop.id }, async ({ actor }) => {
      halted.push(actor);
      return { released: ['Shift'] };
    });
    gateway.commands.isAway = true;
    const client = await connect();
    const reply = await client.ask({ $case: 'halt', value: { desktop: 'office' } });
    expect(reply).toMatchObject({ $case: 'halted', value: { desktopIds: [gateway.desktop.id] } });
    expect(halted).toEqual(['ada']);
  });

  test('ends the connections of a token that is revoked', async () => {
    const admin = await connect();
    const issued = gateway.store.issue('eve', ['observe']);
    const eve = await connect({ token: issued.token });
    await admin.ask({ $case: 'revokeToken', value: { principal: '', tokenId: issued.principal?.tokenId ?? '' } });
    expect(await eve.channel.closed).toEqual({ code: 4401, reason: 'auth.invalid' });
  });
});

describe('facts', () => {
  test('reach every client, in order, each once', async () => {
    const [one, two] = [await connect(), await connect({ protocol: 'karna.v1.json' })];
    await happen(20);
    await hasFacts(one, upTo(20));
    await hasFacts(two, upTo(20));
  });

  test('are put in order when the bus brings them out of order, and doubles are dropped', async () => {
    const client = await connect();
    gateway.store.busLosesFacts = true;
    await happen(3);
    for (const sequence of [2, 3, 1, 2]) {
      const fact = gateway.store.facts[sequence - 1]!;
      await gateway.bus.publish(facts.taskChanged, { taskId: fact.task!.id }, fact);
    }
    await hasFacts(client, [1, 2, 3]);
  });

  test('are fetched from the store when the bus lost some', async () => {
    const client = await connect();
    gateway.store.busLosesFacts = true;
    await happen(2);
    gateway.store.busLosesFacts = false;
    await happen(1);
    await hasFacts(client, [1, 2, 3]);
  });

  test('are fetched from the store when the bus lost the last ones', async () => {
    const client = await connect();
    gateway.store.busLosesFacts = true;
    await happen(2);
    await hasFacts(client, [1, 2]);
  });

  test('missed in an absence are replayed, and then it goes on live', async () => {
    const client = await connect();
    await happen(3);
    await hasFacts(client, [1, 2, 3]);
    client.channel.socket.terminate();
    await happen(700);
    const back = await connect();
    const reply = back.ask({ $case: 'resume', value: { after: 3 } });
    await happen(5);
    const fromResume = () => back.facts.slice(back.facts.indexOf(4)); // live ones may come before the resume is read
    await eventually(() => (fromResume().length < 705 ? `only ${fromResume().length} were replayed` : undefined));
    expect(fromResume()).toEqual(upTo(708, 4));
    expect(await reply).toMatchObject({ $case: 'resumed' });
  });

  test('that were removed cannot be resumed, and those to come still come', async () => {
    await reopen({ FACT_BACKLOG: '4' });
    await happen(10);
    gateway.store.oldestFact = 8;
    const client = await connect();
    expect(await client.ask({ $case: 'resume', value: { after: 2 } })).toMatchObject(fault('task.facts_gone'));
    expect(await client.ask({ $case: 'resume', value: { after: 99 } })).toMatchObject(fault('task.facts_gone'));
    await happen(2);
    await hasFacts(client, [11, 12]);
  });

  test('of another history end the connection, so that nobody mixes them', async () => {
    await happen(10);
    const client = await connect();
    gateway.store.loseHistory();
    expect(await client.channel.closed).toEqual({ code: 4410, reason: 'task.facts_gone' });
    const back = await connect();
    expect((await back.welcome()).newestSequence).toBe(0);
    await happen(1);
    await hasFacts(back, [1]);
  });
});

describe('limits', () => {
  // 70 MB: twice what the buffers of a kernel may hold.
  test('a slow reader is closed with an overrun, while another one is not affected', { timeout: 90_000 }, async () => {
    await reopen({ FACT_BACKLOG: '64' });
    const [slow, quick] = [await connect(), await connect()];
    const { socket } = slow.channel;
    const dawdle = () => {
      socket.pause();
      setTimeout(() => socket.resume(), 100);
    };
    socket.on('message', dawdle);
    const bulk = 'x'.repeat(256 * 1024);
    const last = 280;
    for (let facts = 20; facts <= last; facts += 20) {
      await happen(20, bulk);
      await hasFacts(quick, upTo(facts));
    }
    socket.off('message', dawdle);
    expect(await slow.closing()).toBe('channel.overrun');
    expect(await slow.channel.closed).toEqual({ code: 1013, reason: 'channel.overrun' });
    expect(slow.facts).toEqual(upTo(slow.facts.length));

    const back = await connect();
    const lastSeen = slow.facts.length;
    expect(await back.ask({ $case: 'resume', value: { after: lastSeen } })).toMatchObject({ $case: 'resumed' });
    expect(back.facts).toEqual(upTo(last, lastSeen + 1));
  });

  test('the rate of a principal survives a reconnect, and halting has a budget of its own', async () => {
    await reopen({ CONTROL_BURST: '3', CONTROL_PER_SECOND: '1' });
    const client = await connect();
    for (const id of ['1', '2', '3']) await client.ask({ $case: 'listDesktops', value: {} }, id);
    expect(await client.ask({ $case: 'listDesktops', value: {} }, '4')).toMatchObject(fault('rate.limited'));
    client.channel.socket.terminate();
    const back = await connect();
    expect(await back.ask({ $case: 'listDesktops', value: {} }, '5')).toMatchObject(fault('rate.limited'));
    expect(await back.ask({ $case: 'halt', value: { desktop: '' } }, '6')).toMatchObject({ $case: 'halted' });
    const other = await connect({ token: gateway.store.issue('grace', ['observe']).token });
    expect(await other.ask({ $case: 'listDesktops', value: {} })).toMatchObject({ $case: 'desktops' });
  });

  test('requests in flight are bounded', async () => {
    await reopen({ MAX_IN_FLIGHT: '2' });
    const client = await connect();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.commands.hold = promise;
    for (const id of ['1', '2']) client.channel.send({ id, traceparent: '', body: run('press Enter') });
    expect(await client.ask(run('press Enter'), '3')).toMatchObject(fault('rate.limited'));
    resolve();
    expect(await client.reply('2')).toMatchObject({ $case: 'task' });
  });

  test('connections are bounded', async () => {
    await reopen({ MAX_CONNECTIONS: '1' });
    await connect();
    expect(await refusalOf({ url: gateway.url, token: gateway.token })).toEqual({
      status: 503,
      code: 'service.overloaded',
    });
  });

  test('a connection that does not answer pings is dropped', async () => {
    await reopen({ PING_MS: '50', MAX_CONNECTIONS: '1' });
    const client = await connect();
    client.channel.socket.pause();
    await eventually(async () => {
      const refusal = await refusalOf({ url: gateway.url, token: gateway.token });
      return refusal === 'let in' ? undefined : 'room for another connection';
    });
    client.channel.socket.resume();
    expect((await client.channel.closed).code).toBe(1006);
  });

  test('a token that has become invalid ends its connections', async () => {
    await reopen({ RECHECK_MS: '50' });
    const issued = gateway.store.issue('eve', ['observe']);
    const eve = await connect({ token: issued.token });
    await gateway.store.tokens.revoke({ tokenId: issued.principal?.tokenId ?? '', principal: '', revokedBy: '' }); // through another gateway
    expect(await eve.channel.closed).toEqual({ code: 4401, reason: 'auth.invalid' });
  });
});

describe('stopping', () => {
  test('finishes what is in flight, says goodbye and closes', async () => {
    const client = await connect();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.commands.hold = promise;
    client.channel.send({ id: 'last', traceparent: '', body: run('press Enter') });
    await eventually(() => (gateway.commands.submitted.length === 1 ? undefined : 'the submission'));
    const stopped = gateway.stop();
    expect(await client.ask({ $case: 'listDesktops', value: {} }, 'late')).toMatchObject(fault('service.stopping'));
    await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow();
    resolve();
    expect(await client.reply('last')).toMatchObject({ $case: 'task' });
    expect(await client.closing()).toBe('service.stopping');
    expect(await client.channel.closed).toEqual({ code: 1012, reason: 'service.stopping' });
    await stopped;
  });

  test('does not wait for ever for what never ends', async () => {
    await reopen({ DRAIN_MS: '100' });
    const client = await connect();
    gateway.commands.hold = new Promise(() => {});
    client.channel.send({ id: 'endless', traceparent: '', body: run('press Enter') });
    await eventually(() => (gateway.commands.submitted.length === 1 ? undefined : 'the submission'));
    await gateway.stop();
    expect(await client.channel.closed).toEqual({ code: 1012, reason: 'service.stopping' });
  });
});
