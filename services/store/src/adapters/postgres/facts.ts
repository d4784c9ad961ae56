import { Task, type TaskChanged } from '@karna/proto/gen/task/v1/task';
import type { FactSpan } from '../../domain/facts.ts';
import type { Facts } from '../../ports.ts';
import type { Db } from './pool.ts';

/** A numbered fact; Postgres' 64-bit numbers come as text. */
export interface FactRow {
  sequence: string;
  body: Uint8Array;
}

const list = `
  select sequence, body from (
    select sequence, body, sum(octet_length(body)) over (order by sequence) - octet_length(body) as bytes_before
    from (select sequence, body from fact where sequence > $1 order by sequence limit $2) as wanted
  ) as measured
  where bytes_before < $3 order by sequence`;

// The oldest that are published, up to the first that is young enough to stay: what is left has no gap.
const oldest = `
  select sequence, created_at < $1 as old from fact
  where sequence <= (select published from fact_line for update) order by sequence limit $2`;

export class PgFacts implements Facts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async span(): Promise<FactSpan> {
    const { rows } = await this.#db.query<Record<keyof FactSpan, string>>('select newest, removed from fact_line');
    return { newest: Number(rows[0]?.newest ?? 0), removed: Number(rows[0]?.removed ?? 0) };
  }

  async list(after: number, limit: number, maxBytes: number): Promise<readonly TaskChanged[]> {
    const { rows } = await this.#db.query<FactRow>(list, [after, limit, maxBytes]);
    return rows.map(toFact);
  }

  async removeOldest(before: Date, limit: number): Promise<number> {
    const { rows } = await this.#db.query<{ sequence: string; old: boolean }>(oldest, [before, limit]);
    const young = rows.findIndex(({ old }) => !old);
    const last = (young === -1 ? rows : rows.slice(0, young)).at(-1);
    if (!last) return 0;
    await this.#db.query('update fact_line set removed = $1', [last.sequence]);
    const { rowCount } = await this.#db.query('delete from fact where sequence <= $1', [last.sequence]);
    return rowCount ?? 0;
  }
}

export const toFact = ({ sequence, body }: FactRow): TaskChanged => ({
  sequence: Number(sequence),
  task: Task.decode(body),
});
