import { randomUUID } from 'node:crypto';
import { backoffMs } from '@karna/common/backoff';
import type { Clock } from '@karna/common/clock';
import type { Pool, PoolClient, QueryResult } from 'pg';
import type { UnitOfWork, Work } from '../../ports.ts';
import { PgAudit } from './audit.ts';
import { PgBlobs } from './blobs.ts';
import { PgCodes } from './codes.ts';
import { PgDesktops } from './desktops.ts';
import { PgExamples } from './examples.ts';
import { PgFacts } from './facts.ts';
import { failureOf } from './failure.ts';
import { PgJournal } from './journal.ts';
import { PgLines } from './lines.ts';
import { PgOutbox } from './outbox.ts';
import { PgProposals } from './proposals.ts';
import { PgDrafts, PgRecordings } from './recordings.ts';
import { PgSettings } from './settings.ts';
import { PgSkills } from './skills.ts';
import { PgTasks } from './tasks.ts';
import { PgTokens } from './tokens.ts';
import { PgTurns } from './turns.ts';

export interface UnitOfWorkOptions {
  readonly clock: Clock;
  /** How long to go on trying (ms). */
  readonly retryMs: number;
  readonly stopping: AbortSignal;
  /** Rung after a commit that left something to send. */
  readonly onMail: () => void;
  readonly onRetry: (why: 'lost' | 'conflict') => void;
}

/** One unit of work over its attempts. */
interface Unit<T> {
  readonly id: string;
  readonly work: (tx: Work) => Promise<T>;
  /** What the attempt came to that went into its commit last. */
  result?: { readonly value: T; readonly mail: boolean };
}

const pause = { firstMs: 20, maxMs: 500 };

export class PgUnitOfWork implements UnitOfWork {
  readonly #pool: Pool;
  readonly #options: UnitOfWorkOptions;

  constructor(pool: Pool, options: UnitOfWorkOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  async run<T>(work: (tx: Work) => Promise<T>): Promise<T> {
    const unit: Unit<T> = { id: randomUUID(), work };
    const { value, mail } = await this.#persist(() => this.#withClient((db) => commit(db, unit)));
    if (mail) this.#options.onMail();
    return value;
  }

  read<T>(work: (tx: Work) => Promise<T>): Promise<T> {
    return this.#persist(() =>
      this.#withClient(async (db) => {
        await db.query('begin isolation level repeatable read read only');
        const value = await work(workOn(db));
        await db.query('commit');
        return value;
      }),
    );
  }

  forget(before: Date, limit: number): Promise<number> {
    const old = 'select id from unit_of_work where at < $1 order by at limit $2';
    return this.#persist(() =>
      this.#withClient(async (db) => {
        const { rowCount } = await db.query(`delete from unit_of_work where id in (${old})`, [before, limit]);
        return rowCount ?? 0;
      }),
    );
  }

  async #withClient<T>(use: (db: PoolClient) => Promise<T>): Promise<T> {
    const db = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      return await use(db);
    } catch (thrown) {
      if (failureOf(thrown).kind === 'lost') broken = new Error('the connection was lost');
      else await db.query('rollback').catch((cause: Error) => (broken = cause));
      throw thrown;
    } finally {
      db.release(broken); // a connection that cannot roll back is destroyed, never pooled
    }
  }

  async #persist<T>(attempt: () => Promise<T>): Promise<T> {
    const { clock, retryMs, stopping, onRetry } = this.#options;
    const until = clock.elapsed() + retryMs;
    for (let attempts = 0; ; attempts += 1) {
      try {
        return await attempt();
      } catch (thrown) {
        const { kind, error } = failureOf(thrown);
        const restMs = backoffMs(attempts, pause);
        if (kind === 'final' || clock.elapsed() + restMs > until) throw error;
        onRetry(kind);
        await clock.sleep(restMs, stopping).catch(() => Promise.reject(error));
      }
    }
  }
}

/**
 * One attempt. The unit's mark goes in first: should an earlier attempt's commit still be under way, this waits for it, and if it
 * went through the mark is there already, and so is the result.
 */
async function commit<T>(db: PoolClient, unit: Unit<T>): Promise<{ value: T; mail: boolean }> {
  if (await isCommitted(db, unit.id)) {
    await db.query('rollback');
    if (unit.result) return unit.result;
    throw new Error('a unit of work is marked that never came to its commit');
  }
  const outbox = new PgOutbox(db);
  const value = await unit.work(workOn(db, outbox));
  unit.result = { value, mail: outbox.used };
  const { command } = await db.query('commit');
  // A transaction in which some statement failed answers COMMIT with a rollback, and without an error.
  if (command !== 'COMMIT') throw new Error('a unit of work went on after a failed statement');
  return unit.result;
}

async function isCommitted(db: PoolClient, id: string): Promise<boolean> {
  const mark = `begin; insert into unit_of_work (id) values ('${id}') on conflict do nothing`;
  const results = (await db.query(mark)) as unknown as readonly QueryResult[]; // one per statement
  return results[1]?.rowCount === 0;
}

const workOn = (db: PoolClient, outbox = new PgOutbox(db)): Work => ({
  tasks: new PgTasks(db),
  lines: new PgLines(db),
  journal: new PgJournal(db),
  outbox,
  facts: new PgFacts(db),
  desktops: new PgDesktops(db),
  codes: new PgCodes(db),
  tokens: new PgTokens(db),
  blobs: new PgBlobs(db),
  skills: new PgSkills(db),
  proposals: new PgProposals(db),
  turns: new PgTurns(db),
  examples: new PgExamples(db),
  recordings: new PgRecordings(db),
  drafts: new PgDrafts(db),
  audit: new PgAudit(db),
  settings: new PgSettings(db),
});
