import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import type { AgentMessage, GatewayMessage } from '@karna/proto/gen/agent/v1/agent';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AgentEvents, agentEvents } from '../events.ts';
import { ScriptedGateway } from '../testing/scripted-gateway.ts';
import { GatewayLink, type LinkParts, type Orders } from './gateway-link.ts';
import { Identity } from './identity.ts';

class FakeOrders implements Orders {
  inFlight = 0;
  readonly taken: NonNullable<GatewayMessage['body']>[] = [];
  readonly replies: ((body: AgentMessage['body']) => void)[] = [];
  disconnects = 0;
  take(message: NonNullable<GatewayMessage['body']>, reply: (body: AgentMessage['body']) => void) {
    this.taken.push(message);
    this.replies.push(reply);
  }
  connects = 0;
  connected() {
    this.connects++;
  }
  async disconnected() {
    this.disconnects++;
  }
}

let dir: string;
let gateway: ScriptedGateway;
let orders: FakeOrders;
let stop: AbortController;
let running: Promise<void>;
const reasons: string[] = [];
const events: AgentEvents = { ...agentEvents(quiet), disconnected: (reason) => reasons.push(reason) };

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'karna-link-'));
  gateway = await ScriptedGateway.start();
  orders = new FakeOrders();
  stop = new AbortController();
  running = Promise.resolve();
  reasons.length = 0;
});

afterEach(async () => {
  stop.abort();
  await running.catch(() => undefined);
  await gateway.close();
  await rm(dir, { recursive: true });
});

async function start(parts: Partial<LinkParts> = {}): Promise<GatewayLink> {
  const link = new GatewayLink({
    url: gateway.url,
    name: 'a desk',
    enrolCode: 'one-time',
    identity: await Identity.open(dir),
    orders,
    clock: systemClock,
    events,
    describe: async () => ({ agentVersion: '1', platform: 'linux', backend: 'memory', displays: [] }),
    backoff: { firstMs: 5, maxMs: 20 },
    ...parts,
  });
  running = link.run(stop.signal);
  running.catch(() => undefined); // awaited by the test that expects it, and at the end
  return link;
}

const refuse = (code: string) => ({ $case: 'refused', value: { code, message: 'no', incidentId: '' } }) as const;

describe('the first time', () => {
  test('enrols with the code, then proves who it is', async () => {
    const link = await start();
    const connection = await gateway.accept();
    const enrol = await connection.receive('enrol');
    expect(enrol).toMatchObject({ code: 'one-time', name: 'a desk', platform: process.platform });
    expect(enrol.publicKey).toHaveLength(32);
    gateway.desktops.set('desktop_7', enrol.publicKey);
    connection.send({ $case: 'enrolled', value: { desktopId: 'desktop_7' } });
    await connection.greet(5000);
    expect(await link.enrolled).toBe('desktop_7');
    expect((await Identity.open(dir)).desktopId).toBe('desktop_7');
  });

  test('says what to do without a code', async () => {
    await start({ enrolCode: undefined });
    await expect(running).rejects.toThrow(/no enrolment code - ask for a fresh one-time code.*KARNA_AGENT_ENROL_CODE/);
  });

  test('stops when the code is refused', async () => {
    await start();
    const connection = await gateway.accept();
    await connection.receive('enrol');
    connection.send(refuse('enrolment.invalid'));
    await expect(running).rejects.toMatchObject({ code: 'enrolment.invalid' });
  });
});

describe('later', () => {
  beforeEach(async () => {
    const identity = await Identity.open(dir);
    await identity.enrolledAs('desktop_1');
    gateway.desktops.set('desktop_1', identity.publicKey);
  });

  test('says hello without enrolling again', async () => {
    await start();
    const connection = await gateway.accept();
    expect(await connection.receive('hello')).toMatchObject({ desktopId: 'desktop_1', backend: 'memory' });
  });

  test.each(['auth.forbidden', 'protocol.unsupported'])('stops with advice when refused for %s', async (code) => {
    await start();
    const connection = await gateway.accept();
    await connection.receive('hello');
    connection.send(refuse(code));
    await expect(running).rejects.toThrow(/^no - .{20,}/);
  });

  test('comes back when another connection took over, but does not fight a second agent for ever', async () => {
    await start();
    for (let n = 0; n < 3; n++) (await gateway.welcome()).send(refuse('channel.replaced'));
    await expect(running).rejects.toThrow(/another agent runs with this identity/);
    expect(reasons).toEqual(['channel.replaced', 'channel.replaced']);
  });

  test('tries again when the gateway is only overloaded', async () => {
    await start();
    const connection = await gateway.accept();
    await connection.receive('hello');
    connection.send(refuse('service.overloaded'));
    await gateway.welcome();
    expect(reasons).toEqual(['service.overloaded']);
  });

  // The gateway does not tell strangers which desktops there are: an unknown one is `auth.invalid` like a wrong key.
  describe.each(['auth.invalid', 'desktop.not_found'])('when refused for %s', (code) => {
    test('enrols anew, with another key, if a code is at hand', async () => {
      await start();
      const connection = await gateway.accept();
      await connection.receive('hello');
      connection.send(refuse(code));
      const again = await gateway.welcome();
      expect(gateway.desktops.get('desktop_2')).not.toEqual(gateway.desktops.get('desktop_1'));
      await again.receive('heartbeat');
      expect((await Identity.open(dir)).desktopId).toBe('desktop_2');
    });

    test('keeps its identity if that code is no good', async () => {
      await start();
      const connection = await gateway.accept();
      await connection.receive('hello');
      connection.send(refuse(code));
      const again = await gateway.accept();
      await again.receive('enrol');
      again.send(refuse('enrolment.invalid'));
      await expect(running).rejects.toMatchObject({ code: 'enrolment.invalid' });
      expect((await Identity.open(dir)).desktopId).toBe('desktop_1');
    });

    test('stops with advice if there is no code', async () => {
      await start({ enrolCode: undefined });
      const connection = await gateway.accept();
      await connection.receive('hello');
      connection.send(refuse(code));
      await expect(running).rejects.toThrow(/^no - .*KARNA_AGENT_ENROL_CODE/);
    });
  });

  test('passes orders on and their replies back', async () => {
    await start();
    const connection = await gateway.welcome();
    connection.send({ $case: 'halt', value: { id: 'halt_1' } });
    await eventually(() => (orders.taken.length === 1 ? undefined : 'the order'));
    orders.replies[0]?.({ $case: 'halted', value: { id: 'halt_1', halted: { released: ['Control'] } } });
    expect(await connection.receive('halted')).toEqual({ id: 'halt_1', halted: { released: ['Control'] } });
  });

  test('says something of its own accord', async () => {
    const link = await start();
    link.tell({ $case: 'localHalt', value: { released: [] } }); // not connected: lost, without harm
    const connection = await gateway.welcome();
    await connection.receive('heartbeat');
    link.tell({ $case: 'localHalt', value: { released: ['Shift'] } });
    expect(await connection.receive('localHalt')).toEqual({ released: ['Shift'] });
  });

  test('heartbeats as often as the gateway asks, with what is in flight', async () => {
    orders.inFlight = 1;
    await start();
    const connection = await gateway.welcome(100);
    expect(await connection.receive('heartbeat')).toEqual({ sequence: 1, inFlight: 1 });
    expect(await connection.receive('heartbeat')).toEqual({ sequence: 2, inFlight: 1 });
    expect(await connection.receive('heartbeat')).toEqual({ sequence: 3, inFlight: 1 });
    expect(await connection.receive('heartbeat')).toEqual({ sequence: 4, inFlight: 1 });
    expect(reasons).toEqual([]);
  });

  test('comes back after two heartbeats without an answer', async () => {
    await start();
    const connection = await gateway.accept();
    connection.isAlive = false;
    await connection.greet(100);
    await gateway.welcome();
    expect(reasons).toEqual(['no answer to heartbeats']);
    expect(orders.disconnects).toBe(1);
  });

  test('comes back after a drop, and tells the orders of it', async () => {
    await start();
    const connection = await gateway.welcome();
    connection.socket.terminate();
    await gateway.welcome();
    expect(orders.disconnects).toBe(1);
  });

  test('comes back to a gateway that was away', async () => {
    const { port } = gateway;
    await start();
    await gateway.welcome();
    const keys = gateway.desktops;
    await gateway.close();
    await eventually(() => (reasons.length >= 3 ? undefined : 'attempts in vain'));
    gateway = await ScriptedGateway.start(port);
    for (const [id, key] of keys) gateway.desktops.set(id, key);
    await gateway.welcome();
    expect(reasons.some((reason) => reason.includes('ECONNREFUSED'))).toBe(true);
  });

  test.each([
    ['garbage bytes', Buffer.from('ffffffffffffffffffffff', 'hex')],
    ['text', 'hello'],
  ])('ends the connection after %s and starts another', async (_, nonsense) => {
    await start();
    const connection = await gateway.welcome();
    connection.socket.send(nonsense);
    await gateway.welcome();
    expect(reasons).toEqual(['sent something that is not a message']);
    expect(orders.taken).toEqual([]);
  });

  test('ends the connection after a message larger than any order', async () => {
    await start();
    const connection = await gateway.welcome();
    connection.socket.send(Buffer.alloc(5 * 1024 * 1024));
    await gateway.welcome();
    expect(orders.taken).toEqual([]);
  });

  test('starts again when the gateway answers out of turn', async () => {
    await start();
    const connection = await gateway.accept();
    await connection.receive('hello');
    connection.send({ $case: 'welcome', value: { gatewayInstance: 'x', heartbeatMs: 1000 } });
    await gateway.welcome();
    expect(reasons).toEqual(['the gateway said welcome instead of challenge']);
  });

  test('does not take orders before the welcome', async () => {
    await start();
    const connection = await gateway.accept();
    await connection.receive('hello');
    connection.send({ $case: 'halt', value: { id: 'halt_1' } });
    await gateway.welcome();
    expect(orders.taken).toEqual([]);
  });

  test('says goodbye when it stops', async () => {
    await start();
    const connection = await gateway.welcome();
    stop.abort();
    await running;
    await eventually(() => (connection.isClosed ? undefined : 'the close'));
    expect(orders.disconnects).toBe(1);
  });

  test('stops while it waits to try again', async () => {
    await start({ url: 'ws://127.0.0.1:9/v1/agent', backoff: { firstMs: 60_000, maxMs: 60_000 } });
    await eventually(() => (reasons.length === 1 ? undefined : 'the first attempt'));
    stop.abort();
    await running;
  });
});
