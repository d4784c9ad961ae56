import { DomainError } from '@karna/common/errors';
import { Task } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import type { TaskQuery, Tasks } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  body: unknown;
}

const insert = `
  insert into task (id, desktop_id, state, version, requested_by, request_id, body, created_at, updated_at, finished_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (requested_by, request_id) do nothing`;

const save = `
  update task set state = $2, version = $3, body = $4, updated_at = $5, finished_at = $6
  where id = $1 and version = $3 - 1`;

const list = `
  select body from task
  where ($1::text is null or desktop_id = $1) and (cardinality($2::text[]) = 0 or state = any($2))
    and ($3::text is null or id < $3)
  order by id desc limit $4`;

const removeEnded = `
  delete from task where id in (
    select id from task where finished_at < $1 order by finished_at limit $2 for update skip locked)`;

export class PgTasks implements Tasks {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async insert(task: Task, requestId: string): Promise<boolean> {
    const { id, desktopId, state, version, requestedBy, createdAt, updatedAt, finishedAt } = task;
    const values = [id, desktopId, word(state), version, requestedBy, requestId, toJson(task)];
    const { rowCount } = await this.#db.query(insert, [...values, createdAt, updatedAt, finishedAt]);
    return rowCount === 1;
  }

  async byRequest(requestedBy: string, requestId: string): Promise<Task | undefined> {
    const query = 'select body from task where requested_by = $1 and request_id = $2';
    return this.#one(query, [requestedBy, requestId]);
  }

  async get(taskId: string): Promise<Task> {
    const found = await this.#one('select body from task where id = $1', [taskId]);
    if (!found) throw new DomainError('task.not_found', 'there is no such task');
    return found;
  }

  async save(task: Task): Promise<void> {
    const { id, state, version, updatedAt, finishedAt } = task;
    const { rowCount } = await this.#db.query(save, [id, word(state), version, toJson(task), updatedAt, finishedAt]);
    if (rowCount === 0) throw new DomainError('task.stale', `task ${id} changed since version ${version - 1}`);
  }

  async list({ desktopId, states, limit, beforeTaskId }: TaskQuery): Promise<readonly Task[]> {
    const words = states.map((state) => word(state));
    const { rows } = await this.#db.query<Row>(list, [desktopId, words, beforeTaskId, limit]);
    return rows.map(({ body }) => Task.fromJSON(body));
  }

  nextWaiting(desktopId: string): Promise<Task | undefined> {
    const query = `select body from task where desktop_id = $1 and state = 'pending' order by place limit 1`;
    return this.#one(query, [desktopId]);
  }

  async shows(taskId: string, pictures: readonly string[]): Promise<void> {
    const query = `
      insert into task_picture (task_id, sha256) select $1, unnest($2::text[]) on conflict do nothing`;
    await this.#db.query(query, [taskId, pictures]);
  }

  async countEnded(before: Date): Promise<number> {
    const { rows } = await this.#db.query<{ count: string }>('select count(*) from task where finished_at < $1', [
      before,
    ]);
    return Number(rows[0]?.count);
  }

  async removeEnded(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.#db.query(removeEnded, [before, limit]);
    return rowCount ?? 0;
  }

  async #one(query: string, values: readonly string[]): Promise<Task | undefined> {
    const { rows } = await this.#db.query<Row>(query, [...values]);
    return rows[0] && Task.fromJSON(rows[0].body);
  }
}

const toJson = (task: Task): string => JSON.stringify(Task.toJSON(task));
