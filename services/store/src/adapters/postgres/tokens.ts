import type { Scope } from '../../domain/token.ts';
import type { TokenRecord, Tokens } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  id: string;
  hash: string;
  principal: string;
  scopes: Scope[];
  one_time: boolean;
  created_at: Date;
  expires_at: Date | null;
}

const issue = `
  insert into token (id, hash, principal, scopes, one_time, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (hash) do nothing`;

const exchange = `
  update token set exchanged_at = $2
  where hash = $1 and one_time and exchanged_at is null and revoked_at is null and (expires_at is null or expires_at > $2)
  returning *`;

const removeExpired = `
  delete from token where id in (
    select id from token where expires_at < $1 order by expires_at limit $2 for update skip locked)`;

export class PgTokens implements Tokens {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async issue({ id, hash, principal, scopes, oneTime, createdAt, expiresAt }: TokenRecord): Promise<boolean> {
    const { rowCount } = await this.#db.query(issue, [id, hash, principal, scopes, oneTime, createdAt, expiresAt]);
    return rowCount === 1;
  }

  async lasting(hash: string): Promise<TokenRecord | undefined> {
    const query = 'select * from token where hash = $1 and not one_time and revoked_at is null';
    const { rows } = await this.#db.query<Row>(query, [hash]);
    return rows[0] && toRecord(rows[0]);
  }

  async exchange(hash: string, now: Date): Promise<TokenRecord | undefined> {
    const { rows } = await this.#db.query<Row>(exchange, [hash, now]);
    return rows[0] && toRecord(rows[0]);
  }

  async revoke(tokenId: string, now: Date): Promise<string | undefined> {
    const query = 'update token set revoked_at = coalesce(revoked_at, $2) where id = $1 returning hash';
    const { rows } = await this.#db.query<{ hash: string }>(query, [tokenId, now]);
    return rows[0]?.hash;
  }

  async removeExpired(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.#db.query(removeExpired, [before, limit]);
    return rowCount ?? 0;
  }
}

const toRecord = ({ one_time, created_at, expires_at, ...rest }: Row): TokenRecord => ({
  ...rest,
  oneTime: one_time,
  createdAt: created_at,
  expiresAt: expires_at ?? undefined,
});
