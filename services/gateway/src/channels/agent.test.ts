import { DomainError } from '@karna/common/errors';
import { eventually } from '@karna/common/testing';
import { Batch } from '@karna/proto/gen/agent/v1/agent';
import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { facts, orders } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeAgent } from './testing/fake-agent.ts';
import { openGateway, type TestGateway } from './testing/gateway.ts';
import { RawControl } from './testing/raw-channel.ts';

let gateway: TestGateway;
let reports: DesktopReported[];
const agents: FakeAgent[] = [];

async function reopen(settings: Record<string, string> = {}): Promise<void> {
  await gateway?.[Symbol.asyncDispose]();
  gateway = await openGateway({ HEARTBEAT_MS: '100', ...settings });
  reports = [];
  await gateway.bus.subscribe(facts.desktopReported, (report) => reports.push(report));
}
beforeEach(() => reopen());
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.channel.socket.terminate();
  await gateway[Symbol.asyncDispose]();
});

async function connect(agent = new FakeAgent()): Promise<FakeAgent> {
  await agent.open({ url: gateway.url });
  agents.push(agent);
  return agent;
}

/** An agent that has enrolled its desktop and been welcomed. */
async function arrive() {
  const agent = new FakeAgent();
  const { id } = gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: agent.publicKey });
  await connect(agent);
  await agent.greet(id);
  await agent.welcome();
  await eventually(() => (isOnline(id) ? undefined : 'the report that the desktop is online'));
  return { agent, id };
}

const isOnline = (id: string) => reports.filter(({ desktopId }) => desktopId === id).at(-1)?.online ?? false;
const noOne = () => new DomainError('desktop.offline', 'nobody serves this desktop');
const perform = (desktopId: string, batch: Partial<Batch> = {}) =>
  gateway.bus.request(orders.perform, { desktopId }, Batch.create({ id: 'batch_1', ...batch }), {
    timeoutMs: 10_000,
    noOne,
  });
const heart = (agent: FakeAgent) => agent.say({ $case: 'heartbeat', value: { sequence: 1, inFlight: 0 } });

describe('the handshake', () => {
  test('enrols with a code, proves the key and is welcomed', async () => {
    const agent = await connect();
    agent.enrol((await gateway.store.desktops.issueCode('ada', 0)).code);
    const { desktopId } = await agent.enrolled();
    await agent.greet(desktopId);
    expect(await agent.welcome()).toMatchObject({ heartbeatMs: 100 });
    await eventually(() => (isOnline(desktopId) ? undefined : 'the report'));
    expect(reports.at(-1)).toMatchObject({ name: 'Lab', agentVersion: '0.1.0', backend: 'x11', platform: 'linux' });
  });

  test('refuses a wrong code, and after some tries every code from that address', async () => {
    const tries = [];
    for (let n = 0; n < 11; n += 1) {
      const agent = await connect();
      agent.enrol('wrong');
      tries.push(await agent.refused());
    }
    expect(tries[0]).toBe('enrolment.invalid');
    const late = await connect();
    late.enrol((await gateway.store.desktops.issueCode('ada', 0)).code);
    expect(await late.refused()).toBe('rate.limited');
    expect(await late.channel.closed).toMatchObject({ code: 1013 });
  });

  test('refuses a wrong key, and a desktop that nobody enrolled', async () => {
    const [stranger, nobody] = [await connect(), await connect()];
    await stranger.greet(gateway.desktop.id);
    nobody.say({
      $case: 'hello',
      value: { desktopId: 'desktop_x', agentVersion: '', platform: '', backend: '', displays: [] },
    });
    expect([await stranger.refused(), await nobody.refused()]).toEqual(['auth.invalid', 'desktop.not_found']);
    expect(await stranger.channel.closed).toEqual({ code: 4401, reason: 'auth.invalid' });
    expect(isOnline(gateway.desktop.id)).toBe(false);
  });

  test('refuses a signature over something else', async () => {
    const agent = new FakeAgent();
    const { id } = gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: agent.publicKey });
    await connect(agent);
    await agent.greet(id, 'another purpose');
    expect(await agent.refused()).toBe('auth.invalid');
  });

  test.each([
    ['a proof before any challenge', { $case: 'proof', value: { signature: new Uint8Array(64) } } as const],
    ['a result before the handshake', { $case: 'heartbeat', value: { sequence: 1, inFlight: 0 } } as const],
  ])('refuses %s', async (_, body) => {
    const agent = await connect();
    agent.say(body);
    expect(await agent.refused()).toBe('input.invalid');
  });

  test('gives an agent only so long to prove itself', async () => {
    await reopen({ HANDSHAKE_MS: '100' });
    const agent = await connect();
    expect(await agent.refused()).toBe('request.deadline');
    expect((await agent.channel.closed).code).toBe(4408);
  });

  test('takes little from somebody who has not proved who they are', async () => {
    const agent = await connect();
    agent.channel.sendRaw(new Uint8Array(1_000_000));
    expect((await agent.channel.closed).code).toBe(1006);
  });

  test('needs no token, and bounds how many strangers may wait', async () => {
    await reopen({ MAX_PENDING_AGENTS: '1' });
    await connect();
    await expect(connect()).rejects.toEqual({ status: 503, code: 'service.overloaded' });
  });
});

describe('orders', () => {
  test('go to the agent and its answer comes back', async () => {
    const { agent, id } = await arrive();
    const answer = perform(id, { taskId: 'task_1' });
    expect(await agent.order()).toMatchObject({ id: 'batch_1', taskId: 'task_1' });
    agent.perform({ batchId: 'batch_1', performed: 3, stuck: ['Shift'] });
    expect(await answer).toMatchObject({ batchId: 'batch_1', performed: 3, stuck: ['Shift'] });
  });

  test('sent twice while the first waits are one order', async () => {
    const { agent, id } = await arrive();
    const answers = [perform(id), perform(id)];
    await agent.order();
    agent.perform({ batchId: 'batch_1' });
    expect((await Promise.all(answers)).map(({ performed }) => performed)).toEqual([1, 1]);
    expect(agent.orders).toEqual(['batch_1']);
  });

  test('are refused when too many wait already', async () => {
    await reopen({ AGENT_MAX_ORDERS: '1' });
    const { agent, id } = await arrive();
    const first = perform(id, { id: 'batch_1' });
    await agent.order();
    await expect(perform(id, { id: 'batch_2' })).rejects.toMatchObject({ code: 'agent.busy' });
    agent.perform({ batchId: 'batch_1' });
    await first;
  });

  test('fail with agent.lost when the agent goes in the middle', async () => {
    const { agent, id } = await arrive();
    const answer = perform(id);
    await agent.order();
    agent.channel.socket.terminate();
    await expect(answer).rejects.toMatchObject({ code: 'agent.lost' });
    await eventually(() => (isOnline(id) ? 'the report that the desktop is offline' : undefined));
    await expect(perform(id)).rejects.toMatchObject({ code: 'desktop.offline' });
  });

  test('to halt reach the agent too', async () => {
    const { agent, id } = await arrive();
    const halt = { actor: 'ada', reason: 'enough' };
    const answer = gateway.bus.request(orders.haltDesktop, { desktopId: id }, halt, { timeoutMs: 5_000, noOne });
    const order = await agent.haltOrder();
    expect(order.halt).toEqual(halt);
    agent.say({ $case: 'halted', value: { id: order.id, halted: { released: ['Control'] } } });
    expect(await answer).toEqual({ released: ['Control'] });
  });

  test('carry pictures as large as a screen', async () => {
    const { agent, id } = await arrive();
    const answer = perform(id);
    await agent.order();
    const picture = new Uint8Array(6_000_000).fill(7);
    const frame = {
      id: 'f',
      picture,
      sha256: '',
      width: 1,
      height: 1,
      capturedAt: undefined,
      changes: [],
      windows: [],
      pointer: undefined,
      accessible: [],
      masked: [],
      scrolledDown: 0,
    };
    agent.perform({ batchId: 'batch_1', frames: [frame] });
    expect((await answer).frames[0]?.picture.byteLength).toBe(6_000_000);
  });

  test('are never given to an agent that has not been welcomed', async () => {
    const agent = new FakeAgent();
    const { id } = gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: agent.publicKey });
    await connect(agent);
    await expect(perform(id)).rejects.toMatchObject({ code: 'desktop.offline' });
  });
});

describe('a connected agent', () => {
  test('is replaced by a newer connection of the same desktop', async () => {
    const { agent: old, id } = await arrive();
    const answer = perform(id);
    await old.order();
    const lost = expect(answer).rejects.toMatchObject({ code: 'agent.lost' });
    const replacement = await connect(new FakeAgent(old.keys));
    await replacement.greet(id);
    await replacement.welcome();
    await lost;
    expect(await old.refused()).toBe('channel.replaced');
    expect((await old.channel.closed).code).toBe(4409);
    await eventually(() => (reports.length >= 2 ? undefined : 'a report of the new connection'));
    const next = perform(id, { id: 'batch_2' });
    await replacement.order();
    replacement.perform({ batchId: 'batch_2' });
    expect(await next).toMatchObject({ performed: 1 });
    expect(isOnline(id)).toBe(true);
  });

  test('gets its heartbeats answered, and is reported again and again', async () => {
    const { agent, id } = await arrive();
    heart(agent);
    expect(await agent.heartbeat()).toEqual({ sequence: 1 });
    const beating = setInterval(() => heart(agent), 50);
    const before = reports.length;
    await eventually(() => (reports.length >= before + 4 ? undefined : 'four more reports'));
    clearInterval(beating);
    expect(isOnline(id)).toBe(true);
  });

  test('that falls silent is dropped and reported offline', async () => {
    const { agent, id } = await arrive();
    expect(await agent.channel.closed).toEqual({ code: 4408, reason: 'agent.lost' });
    await eventually(() => (isOnline(id) ? 'the report that the desktop is offline' : undefined));
  });

  test('tells the planner when somebody presses the halt key at the desktop', async () => {
    const { agent, id } = await arrive();
    agent.say({ $case: 'localHalt', value: { released: [] } });
    await eventually(() => (gateway.commands.halts.length === 1 ? undefined : 'a halt'));
    expect(gateway.commands.halts).toEqual([{ desktopId: id, principal: `person at ${id}` }]);
  });

  test('begins a recording when somebody presses the teach key at the desktop', async () => {
    const { agent, id } = await arrive();
    agent.say({ $case: 'teachKey', value: {} });
    const recordings = () => gateway.store.recordings.list(id, true);
    await eventually(async () => ((await recordings()).length === 1 ? undefined : 'a recording'));
    const name = expect.stringContaining('Shown at the desktop');
    expect(await recordings()).toMatchObject([{ name, startedBy: `person at ${id}` }]);
  });

  test('goes when its desktop is removed', async () => {
    const { agent, id } = await arrive();
    const admin = await RawControl.open({ url: gateway.url, token: gateway.token });
    await admin.ask({ $case: 'removeDesktop', value: { desktop: id } });
    expect(await agent.refused()).toBe('auth.invalid');
    admin.channel.socket.terminate();
  });

  test('is handed over when another gateway reports its desktop', async () => {
    await reopen({ HEARTBEAT_MS: '60000' });
    const { agent, id } = await arrive();
    const foreign = { ...reports.at(-1)!, gatewayInstance: 'gateway_other' };
    const claim = () => gateway.bus.publish(facts.desktopReported, { desktopId: id }, { ...foreign, at: new Date() });
    await claim();
    heart(agent);
    await agent.heartbeat(); // it may be the other's last report: nothing happens at first
    const claiming = setInterval(() => void claim(), 500);
    expect(await agent.channel.closed).toEqual({ code: 4409, reason: 'channel.replaced' });
    clearInterval(claiming);
  });

  test('finishes its order before the gateway stops', async () => {
    const { agent, id } = await arrive();
    const answer = perform(id);
    await agent.order();
    const stopped = gateway.stop();
    agent.perform({ batchId: 'batch_1' });
    expect(await answer).toMatchObject({ performed: 1 });
    expect(await agent.refused()).toBe('service.stopping');
    expect((await agent.channel.closed).code).toBe(1012);
    await stopped;
    await eventually(() => (isOnline(id) ? 'the report that the desktop is offline' : undefined));
  });
});
