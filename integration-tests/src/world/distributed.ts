import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualDesktop } from '@karna/action-agent/virtual-desktop';
import { KarnaClient } from '@karna/client';
import { connectGrpc } from '@karna/common/grpc';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { eventually, freePort } from '@karna/common/testing';
import { startNats } from '@karna/common/testing/nats';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import { startPostgres } from '@karna/store/embedded-postgres';
import { startTestRedis } from '@karna/store/testing';
import { ServiceProcess } from './processes.ts';
import { copyOf, type WireCopy } from './wire-copy.ts';
import type { BreakableWorld, ServiceName } from './world.ts';

const allScopes = ['observe', 'operate', 'administer'];
const startMs = 60_000;

export interface DistributedOptions {
  /** For all processes, besides what the world itself tells them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its processes say all that they can; that, and what passes between them, is kept to be searched. */
  readonly searched?: boolean;
}

/** What it keeps and says, for those who search it. */
export interface Insides {
  readonly postgresUrl: string;
  /** Of the store's pictures, and of the agent. */
  readonly dataDirs: readonly string[];
  /** What passed over NATS and Redis; nothing where it is not to be searched. */
  traffic(): Buffer[];
  logs(): string;
}

export interface DistributedWorld extends BreakableWorld {
  readonly insides: Insides;
  /** A client of one more gateway, which does not hold the agent. */
  connectElsewhere(): Promise<Elsewhere>;
}

export interface Elsewhere extends AsyncDisposable {
  readonly client: KarnaClient;
}

/** Every service as its own process against real nats-server, PostgreSQL and redis-server, and an agent on a virtual desktop. */
export async function openDistributed(options: DistributedOptions = {}): Promise<DistributedWorld> {
  const life = new Lifecycle();
  return build(life, options).catch(async (error: unknown) => {
    await life[Symbol.asyncDispose]().catch(() => {});
    throw error;
  });
}

async function build(life: Lifecycle, { env = {}, searched = false }: DistributedOptions): Promise<DistributedWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'karna-distributed-'));
  life.own('data', dir, (it) => rm(it, { recursive: true, force: true }));
  const pgDir = join(dir, 'pg');
  let postgres = await startPostgres(pgDir);
  const pgPort = Number(new URL(postgres.url).port);
  life.own('postgres', undefined, () => postgres.stop());
  const nats = life.own('nats', await startNats(), (it) => it.stop());
  const redis = life.own('redis', await startTestRedis(), (it) => it.stop());
  const copies: WireCopy[] = [];
  const addressOf = async (name: string, target: string): Promise<string> => {
    if (!searched) return target;
    const copy = life.own(`copy of ${name}`, await copyOf(target), (it) => it.close());
    copies.push(copy);
    return copy.url;
  };
  const natsUrl = await addressOf('NATS', nats.url);
  const redisUrl = await addressOf('Redis', redis.url);
  const desktop = life.own(
    'desktop',
    await startVirtualDesktop({ width: 1280, height: 720, log: quiet, home: dir }),
    (it) => it.close(),
  );

  const ports = Object.fromEntries(
    await Promise.all(
      ['store', 'language', 'vision', 'command', 'gateway'].map(async (name) => [name, await freePort()] as const),
    ),
  ) as Record<ServiceName, number>;
  const healthPorts = Object.fromEntries(
    await Promise.all(Object.keys(ports).map(async (name) => [name, await freePort()] as const)),
  ) as Record<ServiceName, number>;
  const settings = (name: ServiceName, own: Record<string, string>) => ({
    ...env,
    ...Object.fromEntries(
      Object.entries({
        NATS_URL: natsUrl,
        HEALTH_PORT: String(healthPorts[name]),
        LOG_LEVEL: searched ? 'trace' : 'warn',
        ...(name === 'gateway' ? { PORT: String(ports.gateway) } : { GRPC_PORT: String(ports[name]) }),
        ...own,
      }).map(([key, value]) => [`KARNA_${name.toUpperCase()}_${key}`, value]),
    ),
  });
  const target = (name: ServiceName) => `127.0.0.1:${ports[name]}`;
  const started = (name: string, own: Record<string, string>) =>
    new ServiceProcess(name, own, searched ? Number.POSITIVE_INFINITY : undefined);
  const services: Record<ServiceName, ServiceProcess> = {
    store: started(
      'store',
      settings('store', { POSTGRES_URL: postgres.url, REDIS_URL: redisUrl, BLOBS_DIR: join(dir, 'blobs') }),
    ),
    language: started('language', settings('language', { STORE_TARGET: target('store') })),
    vision: started('vision', settings('vision', {})),
    command: started(
      'command',
      settings('command', {
        STORE_TARGET: target('store'),
        LANGUAGE_TARGET: target('language'),
        VISION_TARGET: target('vision'),
      }),
    ),
    gateway: started(
      'gateway',
      settings('gateway', {
        STORE_TARGET: target('store'),
        COMMAND_TARGET: target('command'),
        LANGUAGE_TARGET: target('language'),
      }),
    ),
  };
  const ready = (name: ServiceName) =>
    eventually(
      async () => {
        if (services[name].hasEnded) throw new Error(`${name} ended: ${services[name].log}`);
        const answer = await fetch(`http://127.0.0.1:${healthPorts[name]}/readyz`).catch(() => undefined);
        return answer?.ok ? undefined : `${name}: ${(await answer?.text()) ?? 'no answer'} ${services[name].log}`;
      },
      { timeoutMs: startMs, everyMs: 100 },
    );
  const names = Object.keys(services) as ServiceName[];
  for (const name of names) {
    services[name].start();
    life.own(name, services[name], (it) => it.end('SIGTERM'));
  }
  await Promise.all(names.map(ready));

  const { calls, close } = connectGrpc(StoreServiceService, target('store'), { retry: [], deadlineMs: 10_000 });
  life.own('store client', close, (end) => end());
  const { token } = await calls.issueToken({
    principal: 'tester',
    scopes: allScopes,
    validMs: 0,
    oneTime: false,
    issuedBy: '',
  });
  const { code } = await calls.issueEnrolmentCode({ principal: 'tester', validMs: 0 });
  const url = `http://127.0.0.1:${ports.gateway}`;
  const agent = started('action-agent', {
    ...env,
    ...desktop.env,
    KARNA_AGENT_SERVER_URL: url,
    KARNA_AGENT_ENROL_CODE: code,
    KARNA_AGENT_NAME: 'bench',
    KARNA_AGENT_DATA_DIR: join(dir, 'agent'),
    KARNA_AGENT_DISPLAY: desktop.display,
    KARNA_AGENT_LOG_LEVEL: searched ? 'trace' : 'warn',
  });
  life.own('agent', agent, (it) => it.end('SIGTERM'));
  const connect = async () => life.own('client', await KarnaClient.connect({ url, token }), (client) => client.close());
  const watcher = await connect();
  const desktopId = async () => {
    const online = (await watcher.desktops()).find((one) => one.online);
    return online?.desktop?.id;
  };
  const startAgent = async () => {
    agent.start();
    await eventually(async () => ((await desktopId()) ? undefined : `the agent ${agent.log}`), {
      timeoutMs: startMs,
      everyMs: 100,
    });
  };
  await startAgent();

  const connectElsewhere = async (): Promise<Elsewhere> => {
    await using opened = new AsyncDisposableStack();
    const [port, healthPort] = [await freePort(), await freePort()];
    const targets = { STORE_TARGET: target('store'), COMMAND_TARGET: target('command') };
    const own = { ...targets, LANGUAGE_TARGET: target('language'), PORT: `${port}`, HEALTH_PORT: `${healthPort}` };
    const gateway = started('gateway', settings('gateway', own));
    gateway.start();
    opened.defer(async () => {
      await gateway.end('SIGTERM');
    });
    const isThere = async () => {
      const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => undefined);
      return answer?.ok ? undefined : `another gateway: ${gateway.log}`;
    };
    await eventually(isThere, { timeoutMs: startMs, everyMs: 100 });
    const client = opened.adopt(await KarnaClient.connect({ url: `http://127.0.0.1:${port}`, token }), (it) =>
      it.close(),
    );
    const all = opened.move();
    return { client, [Symbol.asyncDispose]: () => all.disposeAsync() };
  };

  return {
    kind: 'distributed',
    url,
    token,
    desktopId: (await desktopId()) ?? '',
    display: desktop.display,
    insides: {
      postgresUrl: postgres.url,
      dataDirs: [join(dir, 'blobs'), join(dir, 'agent')],
      traffic: () => copies.flatMap((copy) => copy.bytes()),
      logs: () => [...Object.values(services), agent].map(({ log }) => log).join('\n'),
    },
    connect,
    connectElsewhere,
    close: () => life[Symbol.asyncDispose](),
    healthUrl: (name) => `http://127.0.0.1:${healthPorts[name]}`,
    kill: async (name) => {
      await services[name].end('SIGKILL');
      services[name].start();
      await ready(name);
    },
    terminate: async (name) => {
      const code = await services[name].end('SIGTERM');
      services[name].start();
      await ready(name);
      return code;
    },
    killAgent: async () => {
      await agent.end('SIGKILL');
    },
    terminateAgent: () => agent.end('SIGTERM'),
    startAgent,
    restartNats: () => nats.restart(),
    restartPostgres: async () => {
      await postgres.stop();
      postgres = await startPostgres(pgDir, pgPort);
    },
    restartRedis: async () => {
      await redis.kill();
      await redis.start();
    },
  };
}
