import { fileURLToPath } from 'node:url';
import { commonSettings, count, flag, millis, secret } from '@karna/common/config';
import { z } from 'zod';
import { leastRecordsDays } from './domain/retention.ts';

const dayMs = 24 * 3_600_000;
/** From src/ and from dist/ alike. */
const migrationsDir = fileURLToPath(new URL('../../../infra/postgres/migrations', import.meta.url));

export const storeSettings = z.strictObject({
  ...commonSettings,
  /** `postgres://user:password@host:port/database`. */
  POSTGRES_URL: secret(),
  /** Connections to Postgres at most. */
  POOL_SIZE: count().min(4).default(10),
  /** A statement that takes longer is stopped (ms). */
  STATEMENT_TIMEOUT_MS: millis().default(10_000),
  /** How long the database may take to come up at start (ms). */
  START_MS: millis().default(60_000),
  /** How long a request goes on trying while the database is away (ms). */
  RETRY_MS: millis().default(5_000),
  /** Folder of the migrations; the repository's own when not said. */
  MIGRATIONS_DIR: z.string().optional(),
  /** Folder of the blobs; replicas share it. */
  BLOBS_DIR: z.string().default('.data/blobs'),
  /** Largest blob (bytes). */
  BLOB_MAX_BYTES: count().default(32 * 1024 * 1024),
  /** `redis://host:port` of a cache that replicas share. Not said: each has its own, in memory. */
  REDIS_URL: secret().optional(),
  /** How long an authentication is remembered (ms). Without Redis a revoked token may be believed so much longer by other replicas. */
  TOKEN_CACHE_MS: millis().default(30_000),
  /** How long a token is valid that a one-time token was traded for (days). */
  LASTING_TOKEN_DAYS: count().default(365),
  /** A first token with all scopes, at least 32 characters; for starting without anybody to ask. */
  BOOTSTRAP_TOKEN: secret().optional(),
  /** A first enrolment code; works once, within a week of a start. */
  BOOTSTRAP_ENROLMENT_CODE: secret().optional(),
  /** How often to look for facts and work that another replica left unsent (ms). */
  RELAY_POLL_MS: millis().default(1_000),
  /** Queue work for all active tasks at start. Not said: only when the bus lives in this process, and its queue died with the last one. */
  REQUEUE_AT_START: flag().optional(),
  /** Ended tasks and their journals are kept so long (days). */
  KEEP_TASKS_DAYS: count().default(90),
  /** Facts are kept so long for clients that resume (days). */
  KEEP_FACTS_DAYS: count().default(7),
  /** Turns of conversations are kept so long (days). */
  KEEP_TURNS_DAYS: count().default(30),
  /** Pictures are kept so long after the last task that shows them ended (days). */
  KEEP_PICTURES_DAYS: count().default(30),
  /** Records of who did what are kept so long (days); a month at least. */
  KEEP_RECORDS_DAYS: count().min(leastRecordsDays).default(365),
  /** Time between two clean-ups (ms). */
  RETENTION_EVERY_MS: millis().default(3_600_000),
});

/** Variables `KARNA_STORE_*` in, one checked and grouped value out. */
export const storeConfig = storeSettings.transform((env) => ({
  bind: env.BIND,
  grpcPort: env.GRPC_PORT,
  healthPort: env.HEALTH_PORT,
  nats: { url: env.NATS_URL },
  logLevel: env.LOG_LEVEL,
  postgres: {
    url: env.POSTGRES_URL,
    poolSize: env.POOL_SIZE,
    statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
    startMs: env.START_MS,
    retryMs: env.RETRY_MS,
    migrationsDir: env.MIGRATIONS_DIR ?? migrationsDir,
  },
  blobs: { dir: env.BLOBS_DIR, maxBytes: env.BLOB_MAX_BYTES },
  redis: { url: env.REDIS_URL },
  tokens: { cacheMs: env.TOKEN_CACHE_MS, lastingMs: env.LASTING_TOKEN_DAYS * dayMs },
  bootstrap: { token: env.BOOTSTRAP_TOKEN, enrolmentCode: env.BOOTSTRAP_ENROLMENT_CODE },
  relay: { pollMs: env.RELAY_POLL_MS, requeueAtStart: env.REQUEUE_AT_START },
  retention: {
    terms: {
      tasksDays: env.KEEP_TASKS_DAYS,
      turnsDays: env.KEEP_TURNS_DAYS,
      picturesDays: env.KEEP_PICTURES_DAYS,
      recordsDays: env.KEEP_RECORDS_DAYS,
    },
    factsDays: env.KEEP_FACTS_DAYS,
    everyMs: env.RETENTION_EVERY_MS,
  },
}));

export type StoreConfig = Readonly<z.output<typeof storeConfig>>;
