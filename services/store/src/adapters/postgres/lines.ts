import type { Lines } from '../../ports.ts';
import type { Db } from './pool.ts';

export class PgLines implements Lines {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async lock(desktopId: string): Promise<string | undefined> {
    // Writing the row even when it is there both makes and locks it in one statement.
    const query = `
      insert into desktop_line (desktop_id) values ($1)
      on conflict (desktop_id) do update set desktop_id = excluded.desktop_id
      returning active_task_id`;
    const { rows } = await this.#db.query<{ active_task_id: string | null }>(query, [desktopId]);
    return rows[0]?.active_task_id ?? undefined;
  }

  async hold(desktopId: string, taskId: string | undefined): Promise<void> {
    await this.#db.query('update desktop_line set active_task_id = $2 where desktop_id = $1', [desktopId, taskId]);
  }

  async active(): Promise<readonly string[]> {
    const query = 'select active_task_id as id from desktop_line where active_task_id is not null order by desktop_id';
    const { rows } = await this.#db.query<{ id: string }>(query);
    return rows.map(({ id }) => id);
  }
}
