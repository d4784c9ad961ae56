import { Task, type TaskReady } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import type { Outbox } from '../../ports.ts';
import type { Db } from './pool.ts';

export class PgOutbox implements Outbox {
  readonly #db: Db;
  #used = false;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Whether there will be something to send. */
  get used(): boolean {
    return this.#used;
  }

  async fact(task: Task, at: Date): Promise<void> {
    this.#used = true;
    const body = Buffer.from(Task.encode(task).finish());
    await this.#db.query('insert into fact (task_id, body, created_at) values ($1, $2, $3)', [task.id, body, at]);
  }

  async ready({ taskId, traceparent }: TaskReady, at: Date): Promise<void> {
    this.#used = true;
    const query = 'insert into work (id, task_id, traceparent, created_at) values ($1, $2, $3, $4)';
    await this.#db.query(query, [freshId<string>('work'), taskId, traceparent, at]);
  }
}
