import { fileURLToPath } from 'node:url';
import { systemClock } from '@karna/common/clock';
import { Secret } from '@karna/common/config';
import type { Pool } from 'pg';
import { openPostgres } from '../adapters/postgres/open.ts';
import { PgUnitOfWork, type UnitOfWorkOptions } from '../adapters/postgres/unit-of-work.ts';

/** The repository's own migrations. */
export const migrationsDir = fileURLToPath(new URL('../../../../infra/postgres/migrations', import.meta.url));

/** A migrated database and a pool on it, as the service opens it. */
export const openTestPool = (url: string, poolSize = 10, statementTimeoutMs = 10_000): Promise<Pool> =>
  openPostgres(
    { url: new Secret(url), poolSize, statementTimeoutMs, retryMs: 10_000 },
    {
      migrationsDir,
      startMs: 10_000,
      clock: systemClock,
      stopping: new AbortController().signal,
      onWaiting: () => {},
      onMigrated: () => {},
      onError: () => {},
    },
  );

export const unitOfWorkOn = (pool: Pool, options: Partial<UnitOfWorkOptions> = {}): PgUnitOfWork =>
  new PgUnitOfWork(pool, {
    clock: systemClock,
    retryMs: 10_000,
    stopping: new AbortController().signal,
    onMail: () => {},
    onRetry: () => {},
    ...options,
  });
