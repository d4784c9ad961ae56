import type { KeptSetting, Settings } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  body: unknown;
  changed_at: Date;
  changed_by: string;
}

const put = `
  insert into setting (name, body, changed_at, changed_by) values ($1, $2, $3, $4)
  on conflict (name) do update set body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by`;

export class PgSettings implements Settings {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get(name: string): Promise<KeptSetting | undefined> {
    const { rows } = await this.#db.query<Row>('select * from setting where name = $1', [name]);
    return rows[0] && { body: rows[0].body, changedAt: rows[0].changed_at, changedBy: rows[0].changed_by };
  }

  async put(name: string, { body, changedAt, changedBy }: KeptSetting): Promise<void> {
    await this.#db.query(put, [name, JSON.stringify(body), changedAt, changedBy]);
  }

  async remove(name: string): Promise<void> {
    await this.#db.query('delete from setting where name = $1', [name]);
  }
}
