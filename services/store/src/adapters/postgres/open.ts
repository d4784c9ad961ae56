import { backoffMs } from '@karna/common/backoff';
import type { Clock } from '@karna/common/clock';
import { Client, type Pool } from 'pg';
import { failureOf } from './failure.ts';
import { migrate } from './migrate.ts';
import { openPool, type PostgresSettings } from './pool.ts';

export interface OpenOptions {
  readonly migrationsDir: string;
  /** How long the database may take to come up (ms). */
  readonly startMs: number;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  readonly onWaiting: (attempt: number) => void;
  readonly onMigrated: (names: readonly string[]) => void;
  readonly onError: (error: Error) => void;
}

const pause = { firstMs: 100, maxMs: 2_000 };

/** Waits for the database, migrates it, and opens the pool. */
export async function openPostgres(settings: PostgresSettings, options: OpenOptions): Promise<Pool> {
  const { clock, startMs, stopping } = options;
  const until = clock.elapsed() + startMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const applied = await migrateOnce(settings, options.migrationsDir);
      if (applied.length > 0) options.onMigrated(applied);
      return openPool(settings, options.onError);
    } catch (thrown) {
      const { kind, error } = failureOf(thrown);
      if (kind !== 'lost' || clock.elapsed() > until) throw error;
      options.onWaiting(attempt);
      await clock.sleep(backoffMs(attempt, pause), stopping);
    }
  }
}

/** On a connection of its own: a migration may take longer than any statement should. */
async function migrateOnce({ url }: PostgresSettings, dir: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url.reveal(), connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on('error', () => {}); // its queries reject, that is enough
  try {
    await client.connect();
    return await migrate(client, dir);
  } finally {
    await client.end().catch(() => {});
  }
}
