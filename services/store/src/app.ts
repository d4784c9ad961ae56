import { type Bus, connectBus } from '@karna/common/bus';
import { type Cache, MemoryCache, RedisCache } from '@karna/common/cache';
import { type Clock, systemClock } from '@karna/common/clock';
import { hostService } from '@karna/common/health';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { Logger } from '@karna/common/log';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import type { Pool } from 'pg';
import { BusAnnouncer } from './adapters/bus-announcer.ts';
import { FolderBlobs } from './adapters/folder/blobs.ts';
import { PgMail } from './adapters/postgres/mail.ts';
import { openPostgres } from './adapters/postgres/open.ts';
import { PgUnitOfWork } from './adapters/postgres/unit-of-work.ts';
import type { StoreConfig } from './config.ts';
import { Doorbell } from './domain/doorbell.ts';
import { type Events, storeEvents } from './events.ts';
import { hearDesktops } from './handlers/events.ts';
import { storeHandlers, type UseCases } from './handlers/grpc.ts';
import type { Announcer, UnitOfWork } from './ports.ts';
import { AuditRecords } from './service/audit.ts';
import { BlobRecords } from './service/blobs.ts';
import { DesktopRecords } from './service/desktops.ts';
import { ExampleRecords } from './service/examples.ts';
import { FactRecords } from './service/facts.ts';
import { PolicyRecords } from './service/policies.ts';
import { DraftRecords, RecordingRecords } from './service/recordings.ts';
import { Relay } from './service/relay.ts';
import { Retention } from './service/retention.ts';
import { SkillRecords } from './service/skills.ts';
import { TaskRecords } from './service/tasks.ts';
import { ThreadRecords } from './service/threads.ts';
import { TokenRecords } from './service/tokens.ts';

export interface StoreParts {
  /** A bus that lives in this process and is closed by whoever brought it. */
  readonly bus?: Bus;
  readonly clock?: Clock;
}

/** Chooses the parts and joins them. */
export async function startStore(config: StoreConfig, log: Logger, life: Lifecycle, parts: StoreParts = {}) {
  const clock = parts.clock ?? systemClock;
  const events = storeEvents(log);
  const bus = parts.bus ?? life.own('bus', await connectBus(config.nats.url, 'store', log), (nats) => nats.drain());
  const pool = life.own('postgres', await connectPostgres(config, clock, events, life), (open) => open.end());

  const bells = { facts: new Doorbell(), work: new Doorbell() };
  const work = new PgUnitOfWork(pool, {
    clock,
    retryMs: config.postgres.retryMs,
    stopping: life.stopping,
    onMail: () => {
      bells.facts.ring();
      bells.work.ring();
    },
    onRetry: events.unitRetried,
  });
  const cache = await openCache(config, clock, events, life);
  const use = useCases(config, { work, cache, clock, events, announcer: new BusAnnouncer(bus) });
  await bootstrap(config, use, parts.bus !== undefined);

  const relay = life.own('mail', new Relay(new PgMail(pool), bus, clock, events), (open) => open.flush());
  life.loop('facts relay', (stopping) => relay.loop('facts', bells.facts, config.relay.pollMs, stopping));
  life.loop('work relay', (stopping) => relay.loop('work', bells.work, config.relay.pollMs, stopping));
  life.loop('retention', (stopping) => use.retention.loop(stopping));
  life.own('desktop reports', await hearDesktops(bus, use.desktops), (subscription) => subscription.close());

  const { grpcPort, healthPort } = await hostService(life, {
    name: 'store',
    config,
    log,
    bus,
    services: [[StoreServiceService, storeHandlers(use, log)]],
    checks: { postgres: async () => (await pool.query('select 1')).rowCount === 1 },
    optional: { cache: async () => cache.isUp },
  });
  return { grpcPort, healthPort };
}

function connectPostgres(config: StoreConfig, clock: Clock, events: Events, life: Lifecycle): Promise<Pool> {
  return openPostgres(config.postgres, {
    migrationsDir: config.postgres.migrationsDir,
    startMs: config.postgres.startMs,
    clock,
    stopping: life.stopping,
    onWaiting: events.databaseAwaited,
    onMigrated: events.migrated,
    onError: events.connectionFailed,
  });
}

async function openCache({ redis }: StoreConfig, clock: Clock, events: Events, life: Lifecycle): Promise<Cache> {
  if (!redis.url) return new MemoryCache(clock);
  return life.own('redis', await RedisCache.open(redis.url, clock, events.cacheAnswered), (cache) => cache.close());
}

interface Around {
  readonly work: UnitOfWork;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly events: Events;
  readonly announcer: Announcer;
}

function useCases(config: StoreConfig, { work, cache, clock, events, announcer }: Around): UseCases {
  const blobs = new BlobRecords(work, new FolderBlobs(config.blobs.dir), clock, config.blobs.maxBytes);
  return {
    tasks: new TaskRecords(work, clock, events),
    facts: new FactRecords(work),
    desktops: new DesktopRecords(work, clock, events),
    tokens: new TokenRecords(work, cache, clock, events, config.tokens),
    skills: new SkillRecords(work, clock, events, announcer),
    threads: new ThreadRecords(work),
    examples: new ExampleRecords(work, clock, events, announcer),
    recordings: new RecordingRecords(work, clock, events, announcer),
    drafts: new DraftRecords(work, clock),
    blobs,
    audit: new AuditRecords(work, clock),
    retention: new Retention(work, blobs, clock, events, config.retention),
    policies: new PolicyRecords(work, clock),
  };
}

/** What has to be there before the first request. */
async function bootstrap({ bootstrap: first, relay }: StoreConfig, use: UseCases, busIsNew: boolean): Promise<void> {
  if (first.token) await use.tokens.bootstrap(first.token.reveal());
  if (first.enrolmentCode) await use.desktops.bootstrapCode(first.enrolmentCode.reveal());
  if (relay.requeueAtStart ?? busIsNew) await use.tasks.requeueActive();
}
