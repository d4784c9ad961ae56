import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBus } from '@karna/common/bus';
import { loadConfig } from '@karna/common/config';
import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { Deed } from '@karna/proto/gen/access/v1/access';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { facts, work } from '@karna/proto/subjects';
import { word } from '@karna/proto/words';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStore } from './app.ts';
import { storeConfig } from './config.ts';
import { asked, inState } from './service/contract/stage.ts';
import { startTestPostgres, startTestRedis, type TestPostgres, type TestRedis } from './testing/index.ts';

type Client = GrpcClient<typeof StoreServiceService>;

describe('the store', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  let dir: string;
  let bus: MemoryBus;
  let lives: Lifecycle[];
  let clients: Client[];

  const config = (more: Record<string, string> = {}) =>
    loadConfig(storeConfig, 'KARNA_STORE_', {
      KARNA_STORE_NATS_URL: 'nats://127.0.0.1:1',
      KARNA_STORE_POSTGRES_URL: postgres.url,
      KARNA_STORE_BLOBS_DIR: join(dir, 'blobs'),
      KARNA_STORE_RETRY_MS: '15000',
      ...more,
    });

  const start = async (more: Record<string, string> = {}) => {
    const life = new Lifecycle();
    lives.push(life);
    const { grpcPort, healthPort } = await startStore(config(more), quiet, life, { bus });
    const client = connectGrpc(StoreServiceService, `127.0.0.1:${grpcPort}`, { retry: [], deadlineMs: 20_000 });
    clients.push(client);
    return { life, healthPort, calls: client.calls };
  };
  const stop = async (life: Lifecycle) => {
    lives = lives.filter((other) => other !== life);
    await life[Symbol.asyncDispose]();
  };
  const enrol = async ({ calls }: Awaited<ReturnType<typeof start>>, seed = 1) => {
    const { code } = await calls.issueEnrolmentCode({ principal: 'ada', validMs: 0 });
    return calls.enrolDesktop({ code, name: 'office', platform: 'linux', publicKey: Buffer.alloc(32, seed) });
  };

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startTestPostgres(), startTestRedis()]);
  });
  afterAll(() => Promise.all([postgres.stop(), redis.stop()]));
  beforeEach(async () => {
    await postgres.clear();
    dir = await mkdtemp(join(tmpdir(), 'karna-store-'));
    bus = new MemoryBus(quiet);
    lives = [];
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    for (const life of lives) await stop(life);
    await bus.drain();
    await rm(dir, { recursive: true });
  });

  it('answers every use case over gRPC', async () => {
    const store = await start();
    const { calls } = store;
    const desktop = await enrol(store);
    expect(await calls.getDesktop({ desktopId: desktop.id })).toEqual(desktop);
    expect((await calls.listDesktops({})).desktops).toEqual([desktop]);

    const { task } = await calls.beginTask({ task: asked(desktop.id), requestId: 'r1' });
    const again = await calls.beginTask({ task: asked(desktop.id), requestId: 'r1' });
    expect(again).toEqual({ task, created: false });
    const halted = await calls.advanceTask({ task: inState(task!, 'TASK_STATE_HALTED'), journal: [] });
    const pending = await calls.requeueTask({ task: halted, journal: [] });
    expect(await calls.getTask({ taskId: task!.id, withJournal: true })).toMatchObject({
      task: pending,
      journal: [{ event: 'accepted' }, { event: 'halted' }, { event: 'pending' }],
    });
    expect((await calls.listTasks({ desktopId: '', states: [], limit: 0, beforeTaskId: '' })).tasks).toEqual([pending]);
    await eventually(async () => {
      const { facts: all, newest } = await calls.listFacts({ after: 0, limit: 0 });
      return newest === 3 && all[2]?.task?.version === 3 ? undefined : 'three facts';
    });

    const { token, principal } = await calls.issueToken({
      principal: 'ada',
      scopes: ['observe'],
      validMs: 0,
      oneTime: true,
      issuedBy: 'ada',
    });
    expect(principal).toMatchObject({ name: 'ada', scopes: ['observe'], expiresAt: undefined });
    const lasting = await calls.exchangeToken({ token });
    expect(await calls.authenticateToken({ token: lasting.token })).toEqual(lasting.principal);
    await calls.revokeToken({ tokenId: lasting.principal!.tokenId, principal: '', revokedBy: 'ada' });
    await expect(calls.authenticateToken({ token: lasting.token })).rejects.toMatchObject({ code: 'auth.invalid' });

    const data = Buffer.from('a picture');
    const { sha256 } = await calls.putBlob({ data, mediaType: 'image/png' });
    expect(await calls.getBlob({ sha256 })).toEqual({ data, mediaType: 'image/png' });

    expect(await calls.listTokens({})).toEqual({ tokens: [] });
    const hands = { key: 'k', desktopId: desktop.id, principal: 'ada', deed: Deed.DEED_HANDS_TAKEN, reason: '' };
    await calls.noteHands(hands);
    await calls.noteHands(hands);
    expect(await calls.groupDesktop({ desktopId: desktop.id, group: 'lab', principal: 'ada' })).toMatchObject({
      group: 'lab',
    });
    const terms = { tasksDays: 5, turnsDays: 0, picturesDays: 0, recordsDays: 0 };
    expect(await calls.getRetention({ instead: terms })).toMatchObject({ terms: { tasksDays: 5, turnsDays: 30 } });
    expect(await calls.setRetention({ terms, principal: 'ada' })).toMatchObject({ changedBy: 'ada' });
    expect(await calls.getRetention({})).toMatchObject({ terms: { tasksDays: 5 }, configured: { tasksDays: 90 } });

    expect(await calls.removeDesktop({ desktopId: desktop.id, principal: 'ada' })).toEqual({});
    const { records } = await calls.listRecords({ limit: 0, before: 0, actor: 'ada', deeds: [] });
    expect(records.map(({ deed }) => word(deed)).reverse()).toEqual([
      'code_issued',
      'desktop_enrolled',
      'token_issued',
      'token_traded',
      'token_revoked',
      'hands_taken',
      'desktop_grouped',
      'retention_changed',
      'desktop_removed',
    ]);
    await expect(calls.getDesktop({ desktopId: desktop.id })).rejects.toMatchObject({ code: 'desktop.not_found' });
  });

  it('refuses a task that is missing or too large for a message of the bus', async () => {
    const store = await start();
    const { id } = await enrol(store);
    await expect(store.calls.beginTask({ requestId: 'r1' })).rejects.toMatchObject({ code: 'input.invalid' });
    const large = asked(id, { command: 'x'.repeat(600_000) });
    await expect(store.calls.beginTask({ task: large, requestId: 'r1' })).rejects.toMatchObject({
      code: 'input.too_large',
    });
  });

  it('publishes facts and queues work right after each change', async () => {
    const heard: TaskChanged[] = [];
    const taken: string[] = [];
    await bus.subscribe(facts.taskChanged, (fact) => void heard.push(fact));
    const options = { concurrency: 1, ackWaitMs: 1_000, maxDeliver: 3, retryDelayMs: 10 };
    await bus.consume(work.taskReady, 'test', options, async ({ message }) => void taken.push(message.taskId));
    const store = await start({ KARNA_STORE_RELAY_POLL_MS: '600000' });
    const { id } = await enrol(store);
    const begun = performance.now();
    const { task } = await store.calls.beginTask({ task: asked(id), requestId: 'r1' });
    await eventually(() => (heard.length > 0 && taken.length > 0 ? undefined : 'fact and work'));
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect([heard, taken]).toEqual([[{ sequence: 1, task }], [task!.id]]);
  });

  it('queues active tasks again when the bus is new', async () => {
    const first = await start();
    const { id } = await enrol(first);
    const { task } = await first.calls.beginTask({ task: asked(id), requestId: 'r1' });
    await stop(first.life);
    await bus.drain();
    bus = new MemoryBus(quiet);
    const taken: string[] = [];
    const options = { concurrency: 1, ackWaitMs: 1_000, maxDeliver: 3, retryDelayMs: 10 };
    await bus.consume(work.taskReady, 'test', options, async ({ message }) => void taken.push(message.taskId));
    await start();
    await eventually(() => (taken.length > 0 ? undefined : 'the work'));
    expect(taken).toEqual([task!.id]);
  });

  it('notes when desktops were last seen', async () => {
    const store = await start();
    const desktop = await enrol(store);
    const at = new Date('2026-05-01T12:00:00Z');
    const report = {
      desktopId: desktop.id,
      name: '',
      online: true,
      gatewayInstance: '',
      agentVersion: '',
      platform: '',
      displays: [],
      backend: '',
    };
    await bus.publish(facts.desktopReported, { desktopId: desktop.id }, { ...report, at });
    await eventually(async () => {
      const { lastSeenAt } = await store.calls.getDesktop({ desktopId: desktop.id });
      return lastSeenAt?.getTime() === at.getTime() ? undefined : 'the time';
    });
  });

  it('goes on by itself after Postgres was restarted, and says meanwhile that it is not ready', async () => {
    const store = await start();
    const { id } = await enrol(store);
    const ready = async () => (await fetch(`http://127.0.0.1:${store.healthPort}/readyz`)).status;
    expect(await ready()).toBe(200);
    await postgres.kill();
    await eventually(async () => ((await ready()) === 503 ? undefined : 'not ready'));
    const waiting = store.calls.beginTask({ task: asked(id), requestId: 'r1' });
    await postgres.start();
    const { task } = await waiting;
    await eventually(async () => ((await ready()) === 200 ? undefined : 'ready'));
    await eventually(async () => {
      const { newest } = await store.calls.listFacts({ after: 0, limit: 0 });
      return newest === 1 ? undefined : 'the fact';
    });
    expect((await store.calls.getTask({ taskId: task!.id, withJournal: false })).task).toEqual(task);
  });

  it('waits for a Postgres that comes up after it', async () => {
    await postgres.kill();
    const starting = start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await postgres.start();
    const store = await starting;
    expect((await store.calls.listDesktops({})).desktops).toEqual([]);
  });

  it('does not start when Postgres stays away', async () => {
    await postgres.kill();
    const failed = await start({ KARNA_STORE_START_MS: '300' }).catch((error: unknown) => error);
    await postgres.start();
    expect(failed).toMatchObject({ code: 'service.unavailable' });
  });

  it('believes no revoked token, whichever replica is asked, when they share Redis', async () => {
    const shared = { KARNA_STORE_REDIS_URL: redis.url, KARNA_STORE_TOKEN_CACHE_MS: '600000' };
    const [one, other] = [await start(shared), await start(shared)];
    const { token, principal } = await one.calls.issueToken({
      principal: 'ada',
      scopes: ['observe'],
      validMs: 0,
      oneTime: false,
      issuedBy: 'ada',
    });
    expect(await other.calls.authenticateToken({ token })).toEqual(principal);
    await one.calls.revokeToken({ tokenId: principal!.tokenId, principal: '', revokedBy: 'ada' });
    await expect(other.calls.authenticateToken({ token })).rejects.toMatchObject({ code: 'auth.invalid' });
  });

  it('authenticates without Redis when that is away', async () => {
    const store = await start({ KARNA_STORE_REDIS_URL: redis.url });
    await redis.kill();
    const { token, principal } = await store.calls.issueToken({
      principal: 'ada',
      scopes: ['observe'],
      validMs: 0,
      oneTime: false,
      issuedBy: 'ada',
    });
    for (let time = 0; time < 3; time += 1) expect(await store.calls.authenticateToken({ token })).toEqual(principal);
    await redis.start();
  });

  it('shares one database between replicas that start at once', async () => {
    const replicas = await Promise.all([start(), start(), start()]);
    const { id } = await enrol(replicas[0]!);
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        replicas[index % 3]!.calls.beginTask({ task: asked(id), requestId: `r${index}` }),
      ),
    );
    expect(begun.every(({ created }) => created)).toBe(true);
    await eventually(async () => {
      const { facts: all } = await replicas[1]!.calls.listFacts({ after: 0, limit: 0 });
      return all.length === 20 ? undefined : `${20 - all.length} facts`;
    });
  });

  it('takes its first token and code from the operator', async () => {
    const token = 'b'.repeat(40);
    const { calls } = await start({
      KARNA_STORE_BOOTSTRAP_TOKEN: token,
      KARNA_STORE_BOOTSTRAP_ENROLMENT_CODE: 'c0ffee'.repeat(8),
    });
    expect((await calls.authenticateToken({ token })).scopes).toEqual(['operate', 'observe', 'administer']);
    const publicKey = Buffer.alloc(32, 9);
    const agent = { code: 'c0ffee'.repeat(8), name: 'office', platform: 'linux', publicKey };
    expect((await calls.enrolDesktop(agent)).name).toBe('office');
  });

  it('sends what is left when it stops', async () => {
    const heard: TaskChanged[] = [];
    await bus.subscribe(facts.taskChanged, (fact) => void heard.push(fact));
    const store = await start();
    const { id } = await enrol(store);
    const begun = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.calls.beginTask({ task: asked(id), requestId: `r${index}` })),
    );
    await stop(store.life);
    await eventually(() => (heard.length === begun.length ? undefined : `${begun.length - heard.length} facts`));
  });
});
