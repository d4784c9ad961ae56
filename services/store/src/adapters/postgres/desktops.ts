import { DomainError } from '@karna/common/errors';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Desktops } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  id: string;
  name: string;
  platform: string;
  public_key: Uint8Array;
  enrolled_at: Date;
  last_seen_at: Date | null;
  group_name: string;
}

const enrol = `
  insert into desktop (id, name, platform, public_key, enrolled_at) values ($1, $2, $3, $4, $5)
  on conflict (public_key) do update set name = excluded.name, platform = excluded.platform
  returning *`;

export class PgDesktops implements Desktops {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async get(desktopId: string): Promise<Desktop> {
    const { rows } = await this.#db.query<Row>('select * from desktop where id = $1', [desktopId]);
    if (!rows[0]) throw noDesktop();
    return toDesktop(rows[0]);
  }

  async list(): Promise<readonly Desktop[]> {
    const { rows } = await this.#db.query<Row>('select * from desktop order by id');
    return rows.map(toDesktop);
  }

  async enrol({ id, name, platform, publicKey, enrolledAt }: Desktop): Promise<Desktop> {
    const { rows } = await this.#db.query<Row>(enrol, [id, name, platform, Buffer.from(publicKey), enrolledAt]);
    if (!rows[0]) throw new Error('a desktop was enrolled and is not there');
    return toDesktop(rows[0]);
  }

  async remove(desktopId: string): Promise<void> {
    const { rowCount } = await this.#db.query('delete from desktop where id = $1', [desktopId]);
    if (rowCount === 0) throw noDesktop();
  }

  async group(desktopId: string, group: string): Promise<Desktop> {
    const query = 'update desktop set group_name = $2 where id = $1 returning *';
    const { rows } = await this.#db.query<Row>(query, [desktopId, group]);
    if (!rows[0]) throw noDesktop();
    return toDesktop(rows[0]);
  }

  async seen(desktopId: string, at: Date): Promise<void> {
    const query = `
      update desktop set last_seen_at = $2 where id = $1 and (last_seen_at is null or last_seen_at < $2)`;
    await this.#db.query(query, [desktopId, at]);
  }
}

const toDesktop = ({ public_key, enrolled_at, last_seen_at, group_name, ...rest }: Row): Desktop => ({
  ...rest,
  publicKey: public_key,
  enrolledAt: enrolled_at,
  lastSeenAt: last_seen_at ?? undefined,
  group: group_name,
});

const noDesktop = () => new DomainError('desktop.not_found', 'there is no such desktop');
