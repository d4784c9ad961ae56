import { eventually } from '@karna/common/testing';
import type { ScreenOrder } from '@karna/proto/gen/agent/v1/agent';
import { ScreenMessage, ScreenRequest } from '@karna/proto/gen/channel/v1/screen';
import { ScreenUpdate } from '@karna/proto/gen/screen/v1/screen';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeAgent } from './testing/fake-agent.ts';
import { openGateway, type TestGateway } from './testing/gateway.ts';
import { RawChannel, type RawOptions, refusalOf } from './testing/raw-channel.ts';

let gateway: TestGateway;
const clients: { readonly socket: { terminate(): void } }[] = [];
beforeEach(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await gateway[Symbol.asyncDispose]();
});

type Client = RawChannel<ScreenMessage, ScreenRequest>;

async function connect(options: Partial<RawOptions> = {}): Promise<Client> {
  const all = { url: gateway.url, token: gateway.token, path: '/v1/screen', ...options };
  const client = await RawChannel.open(all, ScreenMessage, ScreenRequest);
  clients.push(client);
  return client;
}

/** An agent of a desktop called Lab; what it is ordered about the live picture. */
async function agentOf() {
  const agent = await new FakeAgent().open({ url: gateway.url, path: '/v1/agent' });
  clients.push(agent.channel);
  const { code } = await gateway.store.desktops.issueCode('ada', 0);
  agent.enrol(code);
  const { desktopId } = await agent.enrolled();
  await agent.greet(desktopId);
  await agent.welcome();
  const orders = () => agent.channel.got.flatMap(({ body }) => (body?.$case === 'screen' ? [body.value] : []));
  const order = async (kind: NonNullable<ScreenOrder['body']>['$case'], nth = 0): Promise<ScreenOrder> => {
    const found = () => orders().filter(({ body }) => body?.$case === kind)[nth];
    await eventually(() => (found() ? undefined : `order ${nth} of ${kind}`));
    return found() ?? { viewer: '', id: '', body: undefined };
  };
  const show = (viewer: string, number: number, exact = false) =>
    agent.say({
      $case: 'screen',
      value: {
        viewers: [{ viewer, number, exact }],
        body: { $case: 'update', value: ScreenUpdate.create({ width: number, height: 1 }) },
      },
    });
  return { agent, desktopId, orders, order, show };
}

const reply = (client: Client, id: string) =>
  client.first(({ body }) => (body?.$case === 'reply' && body.value.id === id ? body.value : undefined), `reply ${id}`);
const updates = (client: Client) =>
  client.got.flatMap(({ body }) => (body?.$case === 'update' ? [body.value.number] : []));
const ask = (client: Client, id: string, body: NonNullable<ScreenRequest['body']>) => client.send({ id, body });
const watch = (client: Client, desktop = 'Lab') => ask(client, 'w', { $case: 'watch', value: { desktop } });

describe('the screen channel', () => {
  test('hands on what the agent shows, each to whom it is for, under its number', async () => {
    const { order, show } = await agentOf();
    const [one, two] = [await connect(), await connect({ protocol: 'karna.v1.json' })];
    watch(one);
    const first = (await reply(one, 'w')).viewer;
    watch(two);
    const second = (await reply(two, 'w')).viewer;
    await order('watch', 1);
    show(first, 1);
    show(first, 2, true);
    show(second, 1);
    await eventually(() => (updates(one).length === 2 && updates(two).length === 1 ? undefined : 'three updates'));
    expect(updates(one)).toEqual([1, 2]);
    const last = one.got.findLast(({ body }) => body?.$case === 'update')?.body;
    expect(last).toMatchObject({ value: { number: 2, exact: true, width: 2 } });
  });

  test('tells the agent what was painted, and when a viewer has gone', async () => {
    const { order } = await agentOf();
    const client = await connect();
    watch(client);
    const { viewer } = await reply(client, 'w');
    ask(client, '', { $case: 'taken', value: { number: 7 } });
    expect(await order('taken')).toMatchObject({ viewer, body: { value: 7 } });
    client.socket.terminate();
    expect(await order('leave')).toMatchObject({ viewer });
  });

  test('asks for a whole picture when something was lost on the way', async () => {
    const { order, show, orders } = await agentOf();
    const client = await connect();
    watch(client);
    const { viewer } = await reply(client, 'w');
    await order('watch');
    for (const number of [1, 3, 4]) show(viewer, number);
    expect((await order('watch', 1)).body).toEqual({ $case: 'watch', value: { fresh: true } });
    for (const number of [1, 2]) show(viewer, number);
    await eventually(() => (updates(client).length === 3 ? undefined : 'what came anew'));
    expect(updates(client)).toEqual([1, 1, 2]);
    expect(orders().filter(({ body }) => body?.$case === 'watch')).toHaveLength(2);
  });

  test('asks again when the whole picture itself was lost', { timeout: 30_000 }, async () => {
    const { order, show } = await agentOf();
    const client = await connect();
    watch(client);
    const { viewer } = await reply(client, 'w');
    await order('watch');
    show(viewer, 2);
    expect((await order('watch', 1)).body).toEqual({ $case: 'watch', value: { fresh: true } });
    for (const number of [1, 2]) show(viewer, number);
    await eventually(() => (updates(client).length === 2 ? undefined : 'the whole picture'));
  });

  test('says when the desktop goes, and begins anew when it is back', async () => {
    const { agent, desktopId, order } = await agentOf();
    const client = await connect();
    watch(client);
    await order('watch');
    const presence = () =>
      client.got.flatMap(({ body }) => (body?.$case === 'presence' ? [body.value.online] : [])).at(-1);
    await eventually(() => (presence() === true ? undefined : 'the desktop'));
    agent.channel.socket.terminate();
    await eventually(() => (presence() === false ? undefined : 'its absence'));
    const again = await new FakeAgent(agent.keys).open({ url: gateway.url, path: '/v1/agent' });
    clients.push(again.channel);
    await again.greet(desktopId);
    await again.welcome();
    await eventually(() => (presence() === true ? undefined : 'its return'));
    await eventually(() =>
      again.channel.got.some(({ body }) => body?.$case === 'screen') ? undefined : 'that it is watched again',
    );
  });

  test('answers as the agent does, and says who took the hands', async () => {
    const { agent, order } = await agentOf();
    const client = await connect();
    watch(client);
    await reply(client, 'w');
    ask(client, 't', { $case: 'take', value: { over: true } });
    const { id, body } = await order('take');
    expect(body).toEqual({ $case: 'take', value: { principal: 'ada', over: true } });
    const fault = { code: 'desktop.busy', message: 'a task acts', incidentId: '' };
    agent.say({ $case: 'screenAnswered', value: { id, answer: undefined, fault } });
    expect(await reply(client, 't')).toMatchObject({ fault: { code: 'desktop.busy' } });
  });

  test('hands on input, and what the agent says of it', async () => {
    const { agent, order } = await agentOf();
    const client = await connect();
    watch(client);
    const { viewer } = await reply(client, 'w');
    const key = { $case: 'key', value: { key: 'a', down: true } } as const;
    ask(client, '', { $case: 'input', value: { what: key } });
    expect(await order('input')).toMatchObject({ viewer, body: { value: { what: key } } });
    const value = { code: 'hands.missing', message: 'take the hands first', incidentId: '' };
    const viewers = [{ viewer, number: 0, exact: false }];
    agent.say({ $case: 'screen', value: { viewers, body: { $case: 'refused', value } } });
    const refused = await client.first(({ body }) => (body?.$case === 'refused' ? body.value : undefined), 'a refusal');
    expect(refused.code).toBe('hands.missing');
  });
});

describe('the screen channel refuses', () => {
  test('whoever may not observe, at the door', async () => {
    const { token } = gateway.store.issue('bob', ['operate']);
    expect(await refusalOf({ url: gateway.url, token, path: '/v1/screen' })).toMatchObject({ code: 'auth.forbidden' });
  });

  test('hands and input of whoever may only observe', async () => {
    const { orders } = await agentOf();
    const client = await connect({ token: gateway.store.issue('bob', ['observe']).token });
    watch(client);
    await reply(client, 'w');
    ask(client, 't', { $case: 'take', value: { over: false } });
    expect(await reply(client, 't')).toMatchObject({ fault: { code: 'auth.forbidden' } });
    ask(client, '', { $case: 'input', value: { what: { $case: 'text', value: 'x' } } });
    const refused = await client.first(({ body }) => (body?.$case === 'refused' ? body.value : undefined), 'a refusal');
    expect(refused.code).toBe('auth.forbidden');
    expect(orders().some(({ body }) => body?.$case === 'input' || body?.$case === 'take')).toBe(false);
  });

  test.each([
    ['a desktop that is not there', { $case: 'watch', value: { desktop: 'atlantis' } }, 'desktop.not_found'],
    ['hands without watching', { $case: 'take', value: { over: false } }, 'input.invalid'],
  ] as const)('%s', async (_, body, code) => {
    const client = await connect();
    ask(client, 'x', body);
    expect(await reply(client, 'x')).toMatchObject({ fault: { code } });
  });

  test('hands while a task is running, but not while it is paused', async () => {
    const { desktopId, orders, order } = await agentOf();
    const client = await connect();
    watch(client);
    await reply(client, 'w');
    const { id } = await gateway.store.save({ desktopId, state: 'TASK_STATE_RUNNING' });
    ask(client, 'early', { $case: 'take', value: { over: true } });
    expect(await reply(client, 'early')).toMatchObject({ fault: { code: 'desktop.busy' } });
    expect(orders().some(({ body }) => body?.$case === 'take')).toBe(false);
    await gateway.store.save({ id, state: 'TASK_STATE_PAUSED' });
    ask(client, 'paused', { $case: 'take', value: { over: false } });
    expect((await order('take')).body).toEqual({ $case: 'take', value: { principal: 'ada', over: false } });
  });

  test('a second desktop on the same connection, and hands on one that is offline', async () => {
    const client = await connect();
    watch(client, 'Office');
    await reply(client, 'w');
    ask(client, 'again', { $case: 'watch', value: { desktop: 'Office' } });
    expect(await reply(client, 'again')).toMatchObject({ fault: { code: 'input.invalid' } });
    ask(client, 'take', { $case: 'take', value: { over: false } });
    expect(await reply(client, 'take')).toMatchObject({ fault: { code: 'desktop.offline' } });
  });
});
