import { DomainError } from '@karna/common/errors';
import { eventually } from '@karna/common/testing';
import { InferenceMessage, InferenceRequest } from '@karna/proto/gen/channel/v1/inference';
import { Step } from '@karna/proto/gen/task/v1/task';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './testing/gateway.ts';
import { RawChannel, type RawOptions, refusalOf } from './testing/raw-channel.ts';

type Client = RawChannel<InferenceMessage, InferenceRequest>;
type Body = NonNullable<InferenceRequest['body']>;

let gateway: TestGateway;
const clients: Client[] = [];
beforeEach(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.terminate();
  await gateway[Symbol.asyncDispose]();
});

async function connect(options: Partial<RawOptions> = {}): Promise<Client> {
  const all = { url: gateway.url, token: gateway.token, path: '/v1/inference', ...options };
  const client = await RawChannel.open(all, InferenceMessage, InferenceRequest);
  clients.push(client);
  return client;
}
async function reopened(settings: Record<string, string>): Promise<void> {
  await gateway[Symbol.asyncDispose]();
  gateway = await openGateway(settings);
}

const send = (client: Client, id: string, body: Body) => client.send({ id, traceparent: '', body });
const plan = (more: Partial<Extract<Body, { $case: 'plan' }>['value']> = {}): Body => ({
  $case: 'plan',
  value: { text: 'store it', domain: '', locale: '', withScreen: false, desktop: '', taskId: '', ...more },
});
const train: Body = { $case: 'train', value: {} };
const interpret = (count: number): Body => ({
  $case: 'interpret',
  value: {
    requests: Array.from({ length: count }, (_, n) => ({
      text: `command ${n}`,
      domain: '',
      locale: '',
      principal: '',
    })),
  },
});
const partsOf = (client: Client, id: string) =>
  client.got.flatMap(({ body }) => (body?.$case === 'part' && body.value.id === id ? [body.value.body] : []));
/** The end of a stream: the code that it ended with, or `ok`. */
const endOf = (client: Client, id: string) =>
  client.first(
    ({ body }) => (body?.$case === 'end' && body.value.id === id ? (body.value.fault?.code ?? 'ok') : undefined),
    `the end of ${id}`,
  );
const ends = (client: Client, id: string) =>
  client.got.filter(({ body }) => body?.$case === 'end' && body.value.id === id).length;

test.each(['karna.v1.proto', 'karna.v1.json'] as const)(
  'streams a plan over %s: words, proposal, end',
  async (protocol) => {
    const client = await connect({ protocol });
    send(client, 'a', plan());
    expect(await endOf(client, 'a')).toBe('ok');
    const parts = partsOf(client, 'a').map((part) => (part?.$case === 'plan' ? part.value.body : undefined));
    expect(parts.map((part) => part?.$case)).toEqual(['said', 'said', 'said', 'proposal']);
    expect(parts.at(-1)).toMatchObject({ value: { command: 'click "Save"', tokens: 7 } });
  },
);

test('tells how far a training is, then its outcome', async () => {
  const client = await connect();
  send(client, 'a', train);
  expect(await endOf(client, 'a')).toBe('ok');
  const parts = partsOf(client, 'a').map((part) => (part?.$case === 'training' ? part.value : undefined));
  expect(parts.map((part) => part?.progress)).toEqual([0, 0.5, 1]);
  expect(parts.at(-1)?.outcome).toMatchObject({ switched: true, model: { version: 1 } });
});

test('interprets many commands, in their order', async () => {
  const client = await connect();
  send(client, 'a', interpret(250));
  let taken = 0;
  await eventually(() => {
    const got = partsOf(client, 'a').length;
    if (got > taken) send(client, 'a', { $case: 'taken', value: { parts: got - taken } });
    taken = got;
    return ends(client, 'a') > 0 ? undefined : `${250 - got} parts and the end`;
  });
  const indices = partsOf(client, 'a').map((part) => (part?.$case === 'interpretation' ? part.value.index : -1));
  expect(indices).toEqual(Array.from({ length: 250 }, (_, n) => n));
  send(client, 'b', interpret(1_001));
  expect(await endOf(client, 'b')).toBe('input.too_large');
});

test('several streams of one connection go on beside each other', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gateway.language.hold = promise;
  const client = await connect();
  send(client, 'slow', train);
  send(client, 'quick', plan());
  expect(await endOf(client, 'quick')).toBe('ok');
  expect(ends(client, 'slow')).toBe(0);
  resolve();
  expect(await endOf(client, 'slow')).toBe('ok');
});

test('makes no more than is taken, and goes on when it is', async () => {
  gateway.language.isEndless = true;
  const client = await connect();
  send(client, 'a', plan());
  await eventually(() => (partsOf(client, 'a').length === 64 ? undefined : '64 parts'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(partsOf(client, 'a')).toHaveLength(64);
  expect(gateway.language.said).toBe(64);
  send(client, 'a', { $case: 'taken', value: { parts: 10 } });
  await eventually(() => (partsOf(client, 'a').length === 74 ? undefined : '74 parts'));
  expect(gateway.language.said).toBe(74);
});

test('stops upstream when it is cancelled, and says so once', async () => {
  gateway.language.isEndless = true;
  const client = await connect();
  send(client, 'a', plan());
  await eventually(() => (partsOf(client, 'a').length > 10 ? undefined : 'some parts'));
  for (const id of ['a', 'a', 'nobody']) send(client, id, { $case: 'cancel', value: {} });
  expect(await endOf(client, 'a')).toBe('request.cancelled');
  await eventually(() => (gateway.language.open === 0 ? undefined : 'the stream to be closed'));
  send(client, 'b', train);
  expect(await endOf(client, 'b')).toBe('ok');
  expect(ends(client, 'a')).toBe(1);
});

test('stops upstream when the client leaves', async () => {
  gateway.language.isEndless = true;
  gateway.language.hold = new Promise(() => {});
  const client = await connect();
  send(client, 'a', plan());
  send(client, 'b', train);
  await eventually(() => (gateway.language.open === 2 ? undefined : 'both streams'));
  client.socket.terminate();
  await eventually(() => (gateway.language.open === 0 ? undefined : 'both streams to be closed'));
});

test('ends with the code of what went wrong, after what was said before', async () => {
  gateway.language.failure = new DomainError('llm.cut', 'the answer of the language model broke off');
  const client = await connect();
  send(client, 'a', plan());
  expect(await endOf(client, 'a')).toBe('llm.cut');
  expect(partsOf(client, 'a')).toHaveLength(3);
  send(client, 'b', { $case: 'paraphrase', value: { skillId: 'skill_none' } });
  expect(await endOf(client, 'b')).toBe('skill.not_found');
  send(client, 'c', plan({ text: ' ' }));
  expect(await endOf(client, 'c')).toBe('command.empty');
});

test('hides what nobody foresaw behind an incident', async () => {
  gateway.language.failure = new TypeError('geheim');
  const client = await connect();
  send(client, 'a', plan());
  const fault = await client.first(({ body }) => (body?.$case === 'end' ? body.value.fault : undefined), 'the end');
  expect(fault).toMatchObject({ code: 'internal', incidentId: expect.stringMatching(/^incident_/) });
  expect(fault.message).not.toContain('geheim');
});

test('shows a screen as far as the operator allows it, and looks at none for nothing', async () => {
  const client = await connect();
  send(client, 'a', plan({ withScreen: true }));
  expect(await endOf(client, 'a')).toBe('llm.forbidden');
  gateway.commands.isAway = true;
  send(client, 'b', plan());
  expect(await endOf(client, 'b')).toBe('ok');
  gateway.commands.isAway = false;
  gateway.language.model = { configured: true, model: 'small', shown: 'SCREEN_SHOWN_TEXT' };
  send(client, 'c', plan({ withScreen: true, desktop: 'Office' }));
  expect(await endOf(client, 'c')).toBe('ok');
  gateway.language.model = { configured: true, model: 'small', shown: 'SCREEN_SHOWN_PICTURE' };
  send(client, 'd', plan({ withScreen: true }));
  expect(await endOf(client, 'd')).toBe('ok');
  send(client, 'e', plan({ withScreen: true, desktop: 'Nowhere' }));
  expect(await endOf(client, 'e')).toBe('desktop.not_found');
  const shown = gateway.language.planned.map(({ screen, picture }) => [screen, picture.length]);
  expect(shown).toEqual([
    [[], 0],
    [['button "Save"'], 0],
    [['button "Save"'], 3],
  ]);
});

test('helps a halted task on: with what was done, and what was not and why', async () => {
  const client = await connect();
  const step = (sentence: string, state: 'STEP_STATE_DONE' | 'STEP_STATE_HALTED') =>
    Step.fromPartial({ sentence, state });
  const { id } = await gateway.store.save({
    command: 'click Open, then click Send',
    state: 'TASK_STATE_HALTED',
    desktopId: gateway.desktop.id,
    steps: [step('Click Open', 'STEP_STATE_DONE'), step('Click Send', 'STEP_STATE_HALTED')],
    fault: { code: 'target.missing', message: 'There is: "Geheim".', incidentId: '' },
  });
  send(client, 'a', plan({ text: '', taskId: id }));
  expect(await endOf(client, 'a')).toBe('ok');
  expect(gateway.language.planned[0]).toMatchObject({
    text: 'click Open, then click Send',
    halt: { done: ['Click Open'], step: 'Click Send', code: 'target.missing' },
  });
  expect(JSON.stringify(gateway.language.planned)).not.toContain('Geheim');
  const { id: running } = await gateway.store.save({ command: 'x', state: 'TASK_STATE_RUNNING' });
  send(client, 'b', plan({ taskId: running }));
  expect(await endOf(client, 'b')).toBe('task.state');
  send(client, 'c', plan({ taskId: 'task_none' }));
  expect(await endOf(client, 'c')).toBe('task.not_found');
});

test('asks for the scope that doing it would need', async () => {
  const bodies: Record<string, Body> = {
    plan: plan(),
    train,
    paraphrase: { $case: 'paraphrase', value: { skillId: 'x' } },
    interpret: interpret(1),
  };
  const allowed = async (scope: string) => {
    const client = await connect({ token: gateway.store.issue(scope, [scope]).token });
    const codes = await Promise.all(
      Object.entries(bodies).map(async ([id, body]) => {
        send(client, id, body);
        return [id, await endOf(client, id)];
      }),
    );
    return codes.filter(([, code]) => code !== 'auth.forbidden').map(([id]) => id);
  };
  expect(await allowed('observe')).toEqual(['interpret']);
  expect(await allowed('operate')).toEqual(['plan']);
  expect(await allowed('administer')).toEqual(['train', 'paraphrase']);
  const blind = await connect({ token: gateway.store.issue('blind', ['operate']).token });
  for (const [id, more] of Object.entries({ screen: { withScreen: true }, task: { taskId: 'task_1' } })) {
    send(blind, id, plan(more));
    expect(await endOf(blind, id)).toBe('auth.forbidden');
  }
  const path = '/v1/inference';
  expect(await refusalOf({ url: gateway.url, path })).toEqual({ status: 401, code: 'auth.missing' });
  const token = gateway.store.issue('eve', []).token;
  expect(await refusalOf({ url: gateway.url, path, token })).toEqual({ status: 403, code: 'auth.forbidden' });
});

test('limits how fast requests come, also over new connections', async () => {
  await reopened({ INFERENCE_BURST: '2', INFERENCE_PER_SECOND: '1' });
  const [first, second] = [await connect(), await connect()];
  for (const id of ['1', '2']) {
    send(first, id, plan());
    expect(await endOf(first, id)).toBe('ok');
  }
  send(second, '3', plan());
  expect(await endOf(second, '3')).toBe('rate.limited');
});

test('limits how many streams there are at once', async () => {
  await reopened({ INFERENCE_STREAMS: '1' });
  gateway.language.isEndless = true;
  const client = await connect();
  send(client, 'a', plan());
  await eventually(() => (partsOf(client, 'a').length > 0 ? undefined : 'a part'));
  send(client, 'b', plan());
  expect(await endOf(client, 'b')).toBe('rate.limited');
});

test.each<[string, string, Body | undefined]>([
  ['input.invalid', '', plan()],
  ['input.invalid', 'x'.repeat(129), plan()],
  ['protocol.unsupported', 'a', undefined],
])('answers with %s what is no request', async (code, id, body) => {
  const client = await connect();
  client.send({ id, traceparent: '', body });
  const fault = await client.first(({ body: it }) => (it?.$case === 'end' ? it.value.fault : undefined), 'the end');
  expect(fault.code).toBe(code);
});

test('ends the connection on what it cannot read, or cannot tell apart', async () => {
  const client = await connect();
  client.sendRaw(Uint8Array.of(0x0a, 0x7f));
  expect(await client.closed).toEqual({ code: 1007, reason: 'input.invalid' });
  gateway.language.isEndless = true;
  const other = await connect();
  for (let n = 0; n < 2; n++) send(other, 'same', plan());
  expect(await other.closed).toEqual({ code: 1007, reason: 'input.invalid' });
  const large = await connect();
  large.sendRaw(new Uint8Array(1024 * 1024 + 1));
  expect((await large.closed).code).toBe(1009);
});

test('when the gateway stops, streams may end; then the connection does', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gateway.language.hold = promise;
  const client = await connect();
  send(client, 'a', train);
  await eventually(() => (partsOf(client, 'a').length === 2 ? undefined : 'the training'));
  const stopping = gateway.stop();
  setTimeout(resolve, 50);
  expect(await client.closed).toEqual({ code: 1012, reason: 'service.stopping' });
  expect(await endOf(client, 'a')).toBe('ok');
  await stopping;
});
