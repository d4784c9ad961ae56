import type { Clock } from '@karna/common/clock';
import type { Deed } from '@karna/proto/gen/access/v1/access';
import type { JournalEntry, Task, TaskReady } from '@karna/proto/gen/task/v1/task';
import { freshId, type TaskId } from '@karna/proto/ids';
import { isActive, word } from '@karna/proto/words';
import { recordOf } from '../domain/audit.ts';
import { chained } from '../domain/journal.ts';
import { named, refuseNul } from '../domain/limits.ts';
import { picturesOf } from '../domain/picture.ts';
import { advanced, begun, checkAsked, requeued, sameRequest } from '../domain/task.ts';
import type { Events } from '../events.ts';
import type { TaskQuery, UnitOfWork, Work } from '../ports.ts';
import { refuseWhileTaught } from './recordings.ts';

/** Most tasks in one answer, and how many when nobody says. */
const maxListed = 500;
const defaultListed = 50;

/** Tasks, the line before each desktop, and the journal. Every change is one unit of work. */
export class TaskRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;
  readonly #events: Events;

  constructor(work: UnitOfWork, clock: Clock, events: Events) {
    this.#work = work;
    this.#clock = clock;
    this.#events = events;
  }

  /** Keeps a new task, or answers the one that this request id began. */
  async begin(asked: Task, requestId: string): Promise<{ task: Task; created: boolean }> {
    checkAsked(asked);
    named('the request id', requestId);
    const answer = await this.#work.run(async (tx) => {
      const seen = await tx.tasks.byRequest(asked.requestedBy, requestId);
      return seen ? { task: sameRequest(seen, asked), created: false } : this.#keep(tx, asked, requestId);
    });
    if (answer.created) this.#events.taskBegun(answer.task);
    return answer;
  }

  async #keep(tx: Work, asked: Task, requestId: string): Promise<{ task: Task; created: boolean }> {
    await tx.desktops.get(asked.desktopId);
    const active = await tx.lines.lock(asked.desktopId);
    await refuseWhileTaught(tx, asked.desktopId);
    const now = this.#clock.now();
    const task = begun(asked, freshId<TaskId>('task'), now);
    if (!(await tx.tasks.insert(task, requestId))) {
      const first = await tx.tasks.byRequest(asked.requestedBy, requestId); // the other one committed meanwhile
      if (first) return { task: sameRequest(first, asked), created: false };
      throw new Error('a request id is taken by no task');
    }
    await this.#note(tx, task, [said('accepted', task.requestedBy)], now);
    if (task.approved) {
      const done = { actor: task.requestedBy, deed: 'DEED_EFFECT_APPROVED', subject: task.id } as const;
      await tx.audit.append(recordOf({ ...done, details: { when: 'beforehand' } }, now));
    }
    if (active === undefined) await takeDesktop(tx, task, now);
    return { task, created: true };
  }

  /** Saves a task over the version that was read; giving the desktop up readies the next in line. */
  advance(wanted: Task, journal: readonly JournalEntry[]): Promise<Task> {
    return this.#change(wanted, journal, async (tx, stored, active, now) => {
      const task = advanced(stored, wanted, active === stored.id, now);
      await tx.tasks.save(task);
      if (active === task.id && !isActive(task.state)) await passDesktopOn(tx, task.desktopId, now);
      return task;
    });
  }

  /** Puts a resting task back in line for its desktop. */
  requeue(wanted: Task, journal: readonly JournalEntry[]): Promise<Task> {
    return this.#change(wanted, journal, async (tx, stored, active, now) => {
      await refuseWhileTaught(tx, stored.desktopId);
      const task = requeued(stored, wanted, now);
      await tx.tasks.save(task);
      if (active === undefined) await takeDesktop(tx, task, now);
      return task;
    });
  }

  async #change(
    wanted: Task,
    journal: readonly JournalEntry[],
    change: (tx: Work, stored: Task, active: string | undefined, now: Date) => Promise<Task>,
  ): Promise<Task> {
    refuseNul(journal);
    const task = await this.#work.run(async (tx) => {
      const { desktopId } = await tx.tasks.get(wanted.id);
      const active = await tx.lines.lock(desktopId);
      const stored = await tx.tasks.get(wanted.id); // again: only under the lock does it stay as it is
      const now = this.#clock.now();
      const next = await change(tx, stored, active, now);
      const silent = journal.length === 0 && next.state !== stored.state;
      await this.#note(tx, next, silent ? [said(word(next.state), 'store')] : journal, now, stored);
      return next;
    });
    this.#events.taskChanged(task);
    return task;
  }

  /** Journal, pictures and fact of a change. */
  async #note(tx: Work, task: Task, entries: readonly JournalEntry[], now: Date, before?: Task): Promise<void> {
    if (entries.length > 0) {
      await tx.journal.append(chained(await tx.journal.head(task.id), task.id, entries, now));
      await recordDecisions(tx, task, entries, now);
    }
    const known = before ? picturesOf(before) : new Set<string>();
    const fresh = [...picturesOf(task).difference(known)];
    if (fresh.length > 0) await tx.tasks.shows(task.id, fresh);
    await tx.outbox.fact(task, now);
  }

  get(taskId: string, withJournal: boolean): Promise<{ task: Task; journal: readonly JournalEntry[] }> {
    return this.#work.read(async (tx) => ({
      task: await tx.tasks.get(taskId),
      journal: withJournal ? await tx.journal.list(taskId) : [],
    }));
  }

  list({ limit, ...query }: TaskQuery): Promise<readonly Task[]> {
    const bounded = Math.min(limit === 0 ? defaultListed : limit, maxListed);
    return this.#work.read((tx) => tx.tasks.list({ ...query, limit: bounded }));
  }

  /**
   * Queues work for every active task once more: for a bus whose queue ended with the process, so that a command accepted is never
   * lost. Only before any worker runs; a worker that has the task already would get it twice.
   */
  async requeueActive(): Promise<void> {
    const count = await this.#work.run(async (tx) => {
      const active = await tx.lines.active();
      for (const taskId of active) await tx.outbox.ready(workFor(await tx.tasks.get(taskId)), this.#clock.now());
      return active.length;
    });
    if (count > 0) this.#events.requeued(count);
  }
}

const decisions: Readonly<Record<string, Deed>> = { approved: 'DEED_EFFECT_APPROVED', refused: 'DEED_EFFECT_REFUSED' };

/** One record for each who decided, however many steps it was about. */
async function recordDecisions(tx: Work, task: Task, entries: readonly JournalEntry[], now: Date): Promise<void> {
  const made = new Map(entries.map(({ event, actor }) => [`${event} ${actor}`, { deed: decisions[event], actor }]));
  for (const { deed, actor } of made.values()) {
    if (deed) await tx.audit.append(recordOf({ actor, deed, subject: task.id }, now));
  }
}

async function takeDesktop(tx: Work, task: Task, now: Date): Promise<void> {
  await tx.lines.hold(task.desktopId, task.id);
  await tx.outbox.ready(workFor(task), now);
}

async function passDesktopOn(tx: Work, desktopId: string, now: Date): Promise<void> {
  const next = await tx.tasks.nextWaiting(desktopId);
  if (next) await takeDesktop(tx, next, now);
  else await tx.lines.hold(desktopId, undefined);
}

const workFor = ({ id, traceparent }: Task): TaskReady => ({ taskId: id, traceparent });

const said = (event: string, actor: string): JournalEntry => ({
  id: 0,
  taskId: '',
  stepId: '',
  event,
  actor,
  details: {},
  hash: '',
});
