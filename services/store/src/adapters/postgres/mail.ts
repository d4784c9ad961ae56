import type { TaskChanged, TaskReady } from '@karna/proto/gen/task/v1/task';
import type { Pool, PoolClient } from 'pg';
import type { Mail } from '../../ports.ts';
import { type FactRow, toFact } from './facts.ts';
import { failureOf } from './failure.ts';

/** Keys of the session locks that let one replica send at a time; any numbers will do, as long as they are only ours. */
const factsLock = 7_230_001;
const workLock = 7_230_002;

// Numbers are committed before anything is published: one that somebody saw is never given to another fact.
const number = `
  with fresh as (
    select id, row_number() over (order by id) as place
    from (select id from fact where sequence is null order by id limit $1) as waiting
  ), line as (
    update fact_line set newest = newest + (select count(*) from fresh) where exists (select from fresh)
    returning newest - (select count(*) from fresh) as base
  )
  update fact set sequence = line.base + fresh.place from fresh, line where fact.id = fresh.id`;

const unpublished = `
  select sequence, body from fact
  where sequence > (select published from fact_line) order by sequence limit $1`;

export class PgMail implements Mail {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  sendFacts(limit: number, publish: (facts: readonly TaskChanged[]) => Promise<void>): Promise<number> {
    return this.#alone(factsLock, async (db) => {
      await db.query(number, [limit]);
      const { rows } = await db.query<FactRow>(unpublished, [limit]);
      const last = rows.at(-1);
      if (!last) return 0;
      await publish(rows.map(toFact));
      await db.query('update fact_line set published = $1', [last.sequence]);
      return rows.length;
    });
  }

  sendWork(limit: number, enqueue: (id: string, work: TaskReady) => Promise<void>): Promise<number> {
    return this.#alone(workLock, async (db) => {
      const waiting = 'select id, task_id, traceparent from work order by place limit $1';
      const { rows } = await db.query<{ id: string; task_id: string; traceparent: string }>(waiting, [limit]);
      const taken: string[] = [];
      try {
        for (const { id, task_id, traceparent } of rows) {
          await enqueue(id, { taskId: task_id, traceparent });
          taken.push(id);
        }
      } finally {
        if (taken.length > 0) await db.query('delete from work where id = any($1)', [taken]);
      }
      return taken.length;
    });
  }

  /** Waits for the right to send. It ends with the connection, so a replica that dies cannot keep it. */
  async #alone(key: number, send: (db: PoolClient) => Promise<number>): Promise<number> {
    const db = await this.#pool.connect().catch((thrown: unknown) => Promise.reject(failureOf(thrown).error));
    let broken: Error | undefined;
    try {
      await db.query('select pg_advisory_lock($1)', [key]);
      try {
        return await send(db);
      } finally {
        await db.query('select pg_advisory_unlock($1)', [key]).catch((cause: Error) => (broken = cause));
      }
    } catch (thrown) {
      if (failureOf(thrown).kind === 'lost') broken = new Error('the connection was lost');
      throw failureOf(thrown).error;
    } finally {
      db.release(broken);
    }
  }
}
