import { AuditRecord, type Deed } from '@karna/proto/gen/access/v1/access';
import { word } from '@karna/proto/words';
import type { Audit, AuditQuery, NewRecord } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  id: string;
  body: unknown;
}

const append = `
  insert into audit (key, at, actor, deed, body) values ($1, $2, $3, $4, $5) on conflict (key) do nothing`;

const list = `
  select id, body from audit
  where ($1::bigint is null or id < $1) and ($2::text is null or actor = $2) and (cardinality($3::text[]) = 0 or deed = any($3))
  order by id desc limit $4`;

const removeOld = 'delete from audit where id in (select id from audit where at < $1 limit $2 for update skip locked)';

export class PgAudit implements Audit {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async append({ key, ...record }: NewRecord): Promise<void> {
    const { at, actor, deed } = record;
    const body = JSON.stringify(AuditRecord.toJSON({ ...record, id: 0 }));
    await this.#db.query(append, [key ?? null, at, actor, word(deed), body]);
  }

  async list({ before, actor, deeds, limit }: AuditQuery): Promise<readonly AuditRecord[]> {
    const words = deeds.map((deed: Deed) => word(deed));
    const { rows } = await this.#db.query<Row>(list, [before ?? null, actor ?? null, words, limit]);
    return rows.map(({ id, body }) => ({ ...AuditRecord.fromJSON(body), id: Number(id) }));
  }

  async countOld(before: Date): Promise<number> {
    const { rows } = await this.#db.query<{ count: string }>('select count(*) from audit where at < $1', [before]);
    return Number(rows[0]?.count);
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    return (await this.#db.query(removeOld, [before, limit])).rowCount ?? 0;
  }
}
