import type { Scope } from '../../domain/token.ts';
import type { OpenToken, TokenRecord, Tokens } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  id: string;
  hash: string;
  principal: string;
  scopes: Scope[];
  one_time: boolean;
  created_at: Date;
  expires_at: Date | null;
  issued_by: string;
  last_seen_at: Date | null;
}

const issue = `
  insert into token (id, hash, principal, scopes, one_time, created_at, expires_at, issued_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (hash) do nothing`;

const exchange = `
  update token set exchanged_at = $2
  where hash = $1 and one_time and exchanged_at is null and revoked_at is null and (expires_at is null or expires_at > $2)
  returning *`;

const open = `
  select * from token
  where revoked_at is null and exchanged_at is null and (expires_at is null or expires_at > $1)
  order by principal collate "C", id`;

const removeExpired = `
  delete from token where id in (
    select id from token where expires_at < $1 order by expires_at limit $2 for update skip locked)`;

export class PgTokens implements Tokens {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async issue({ id, hash, principal, scopes, oneTime, createdAt, expiresAt, issuedBy }: TokenRecord): Promise<boolean> {
    const values = [id, hash, principal, scopes, oneTime, createdAt, expiresAt, issuedBy];
    const { rowCount } = await this.#db.query(issue, values);
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

  async open(now: Date, hold = false): Promise<readonly OpenToken[]> {
    const { rows } = await this.#db.query<Row>(hold ? `${open} for update` : open, [now]);
    return rows.map(toRecord);
  }

  async isKnown(tokenId: string): Promise<boolean> {
    return (await this.#db.query('select from token where id = $1', [tokenId])).rowCount === 1;
  }

  async revoke(tokenId: string, now: Date): Promise<void> {
    await this.#db.query('update token set revoked_at = coalesce(revoked_at, $2) where id = $1', [tokenId, now]);
  }

  async seen(tokenId: string, at: Date): Promise<void> {
    const query = 'update token set last_seen_at = $2 where id = $1 and (last_seen_at is null or last_seen_at < $2)';
    await this.#db.query(query, [tokenId, at]);
  }

  async removeExpired(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.#db.query(removeExpired, [before, limit]);
    return rowCount ?? 0;
  }
}

const toRecord = (row: Row): OpenToken => ({
  id: row.id,
  hash: row.hash,
  principal: row.principal,
  scopes: row.scopes,
  oneTime: row.one_time,
  createdAt: row.created_at,
  expiresAt: row.expires_at ?? undefined,
  issuedBy: row.issued_by,
  lastSeenAt: row.last_seen_at ?? undefined,
});
