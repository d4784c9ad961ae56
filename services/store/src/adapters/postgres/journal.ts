import type { JournalEntry } from '@karna/proto/gen/task/v1/task';
import { emptyJournal, type JournalHead } from '../../domain/journal.ts';
import type { Journal } from '../../ports.ts';
import type { Db } from './pool.ts';

interface Row {
  task_id: string;
  id: number;
  step_id: string;
  event: string;
  actor: string;
  details: Record<string, string>;
  at: Date;
  hash: string;
}

const append = `
  insert into journal (task_id, id, step_id, event, actor, details, at, hash)
  select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[], $8::text[])`;

export class PgJournal implements Journal {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async head(taskId: string): Promise<JournalHead> {
    const query = 'select id, hash from journal where task_id = $1 order by id desc limit 1';
    const { rows } = await this.#db.query<JournalHead>(query, [taskId]);
    return rows[0] ?? emptyJournal;
  }

  async append(entries: readonly JournalEntry[]): Promise<void> {
    const column = <T>(of: (entry: JournalEntry) => T): T[] => entries.map(of);
    await this.#db.query(append, [
      column((entry) => entry.taskId),
      column((entry) => entry.id),
      column((entry) => entry.stepId),
      column((entry) => entry.event),
      column((entry) => entry.actor),
      column((entry) => JSON.stringify(entry.details)),
      column((entry) => entry.at),
      column((entry) => entry.hash),
    ]);
  }

  async list(taskId: string): Promise<readonly JournalEntry[]> {
    const { rows } = await this.#db.query<Row>('select * from journal where task_id = $1 order by id', [taskId]);
    return rows.map(({ task_id, step_id, ...rest }) => ({ ...rest, taskId: task_id, stepId: step_id }));
  }
}
