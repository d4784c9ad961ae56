import type { EnrolmentCode, EnrolmentCodes } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  hash: string;
  issued_by: string;
  created_at: Date;
  expires_at: Date;
  used_by: string | null;
}

const issue = `
  insert into enrolment_code (hash, issued_by, created_at, expires_at) values ($1, $2, $3, $4)
  on conflict (hash) do update set expires_at = excluded.expires_at where enrolment_code.used_by is null`;

const removeExpired = `
  delete from enrolment_code where hash in (
    select hash from enrolment_code where expires_at < $1 and used_by is null
    order by expires_at limit $2 for update skip locked)`;

export class PgCodes implements EnrolmentCodes {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async issue({ hash, issuedBy, createdAt, expiresAt }: EnrolmentCode): Promise<void> {
    await this.#db.query(issue, [hash, issuedBy, createdAt, expiresAt]);
  }

  async lock(hash: string): Promise<EnrolmentCode | undefined> {
    const { rows } = await this.#db.query<Row>('select * from enrolment_code where hash = $1 for update', [hash]);
    return rows[0] && toCode(rows[0]);
  }

  async use(hash: string, desktopId: string): Promise<void> {
    await this.#db.query('update enrolment_code set used_by = $2 where hash = $1', [hash, desktopId]);
  }

  async removeExpired(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.#db.query(removeExpired, [before, limit]);
    return rowCount ?? 0;
  }
}

const toCode = ({ hash, issued_by, created_at, expires_at, used_by }: Row): EnrolmentCode => ({
  hash,
  issuedBy: issued_by,
  createdAt: created_at,
  expiresAt: expires_at,
  usedBy: used_by ?? undefined,
});
