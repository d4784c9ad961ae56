import type { BlobRecord, BlobRecords } from '../../ports.ts';
import type { Db } from './pool.ts';

const keep = `
  insert into blob as b (sha256, media_type, size_bytes, created_at, referenced_at) values ($1, $2, $3, $4, $4)
  on conflict (sha256) do update set referenced_at = greatest(b.referenced_at, excluded.referenced_at)`;

const isUnused = `
  b.referenced_at < $1 and not exists (
    select from task_picture p join task t on t.id = p.task_id
    where p.sha256 = b.sha256 and (t.finished_at is null or t.finished_at >= $1))
  and not exists (
    select from recording_picture p join recording r on r.id = p.recording_id
    where p.sha256 = b.sha256 and (r.ended_at is null or r.ended_at >= $1))`;

export class PgBlobs implements BlobRecords {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async keep({ sha256, mediaType, sizeBytes }: BlobRecord, now: Date): Promise<void> {
    await this.#db.query(keep, [sha256, mediaType, sizeBytes, now]);
  }

  async get(sha256: string): Promise<BlobRecord | undefined> {
    const query = 'select media_type, size_bytes from blob where sha256 = $1';
    const { rows } = await this.#db.query<{ media_type: string; size_bytes: string }>(query, [sha256]);
    return rows[0] && { sha256, mediaType: rows[0].media_type, sizeBytes: Number(rows[0].size_bytes) };
  }

  async countUnused(before: Date): Promise<number> {
    const { rows } = await this.#db.query<{ count: string }>(`select count(*) from blob b where ${isUnused}`, [before]);
    return Number(rows[0]?.count);
  }

  async unused(before: Date, limit: number): Promise<readonly string[]> {
    const query = `select b.sha256 from blob b where ${isUnused} order by b.referenced_at limit $2`;
    const { rows } = await this.#db.query<{ sha256: string }>(query, [before, limit]);
    return rows.map(({ sha256 }) => sha256);
  }

  async removeUnused(sha256: string, before: Date): Promise<boolean> {
    const { rowCount } = await this.#db.query(`delete from blob b where ${isUnused} and b.sha256 = $2`, [
      before,
      sha256,
    ]);
    return rowCount === 1;
  }
}
