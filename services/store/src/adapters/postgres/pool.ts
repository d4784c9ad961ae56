import type { Secret } from '@karna/common/config';
import { Pool, type PoolClient } from 'pg';

export interface PostgresSettings {
  readonly url: Secret;
  /** Connections at most, per replica. */
  readonly poolSize: number;
  /** A statement that takes longer is stopped (ms). */
  readonly statementTimeoutMs: number;
  /** How long a unit of work is tried again while the database is away (ms). */
  readonly retryMs: number;
}

/** What a statement needs. */
export type Db = Pick<PoolClient, 'query'>;

/** How long to wait for a connection (ms): short, since it is tried again. */
const connectMs = 2_000;
/** An unused connection is given back (ms). */
const idleMs = 10_000;
/** A replica that froze in the middle loses its row locks and its right to send after so long (ms). */
const frozenMs = 30_000;

/** Connections to Postgres. `onError` hears of idle ones that break; ones in use tell their user. */
export function openPool(settings: PostgresSettings, onError: (error: Error) => void): Pool {
  const { url, poolSize, statementTimeoutMs } = settings;
  const pool = new Pool({
    connectionString: url.reveal(),
    application_name: 'karna-store',
    max: poolSize,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: idleMs,
    statement_timeout: statementTimeoutMs,
    // A server that accepts and then says nothing: give up a little later than a living one would.
    query_timeout: statementTimeoutMs + 2_000,
    idle_in_transaction_session_timeout: frozenMs,
    options: `-c idle_session_timeout=${frozenMs}`,
    keepAlive: true,
  });
  pool.on('error', onError);
  // A connection in use that breaks rejects its query; the event alone would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
