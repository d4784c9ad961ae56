import { Turn } from '@karna/proto/gen/language/v1/conversation';
import type { ThreadKey, Turns } from '../../ports.ts';
import type { Db } from './pool.ts';

const put = `
  insert into turn (principal, desktop_id, id, body, at) values ($1, $2, $3, $4, $5)
  on conflict (principal, desktop_id, id) do update set body = excluded.body`;

const makeRoom = `
  delete from turn where place in (
    select place from turn where principal = $1 and desktop_id = $2 order by place desc offset $3)`;

const newest = `
  select body from (
    select place, body from turn where principal = $1 and desktop_id = $2 order by place desc limit $3) as last
  order by place`;

const removeOld =
  'delete from turn where place in (select place from turn where at < $1 limit $2 for update skip locked)';

export class PgTurns implements Turns {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async put({ principal, desktopId }: ThreadKey, turn: Turn, most: number): Promise<void> {
    await this.#db.query(put, [principal, desktopId, turn.id, JSON.stringify(Turn.toJSON(turn)), turn.at]);
    await this.#db.query(makeRoom, [principal, desktopId, most]);
  }

  async newest({ principal, desktopId }: ThreadKey, limit: number): Promise<readonly Turn[]> {
    const { rows } = await this.#db.query<{ body: unknown }>(newest, [principal, desktopId, limit]);
    return rows.map(({ body }) => Turn.fromJSON(body));
  }

  async removeThread({ principal, desktopId }: ThreadKey): Promise<void> {
    await this.#db.query('delete from turn where principal = $1 and desktop_id = $2', [principal, desktopId]);
  }

  async countOld(before: Date): Promise<number> {
    const { rows } = await this.#db.query<{ count: string }>('select count(*) from turn where at < $1', [before]);
    return Number(rows[0]?.count);
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    return (await this.#db.query(removeOld, [before, limit])).rowCount ?? 0;
  }
}
