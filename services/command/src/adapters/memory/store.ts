import { createHash } from 'node:crypto';
import { type Clock, systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Rules } from '@karna/proto/gen/policy/v1/policy';
import type { JournalEntry, Task, TaskReady, TaskState } from '@karna/proto/gen/task/v1/task';
import { freshId, type TaskId } from '@karna/proto/ids';
import { isActive, isEnded, isResting } from '@karna/proto/words';
import type { Desktops, Pictures, Policies, Tasks } from '../../ports.ts';

/** Tasks in memory, with the store's promises: versions, one active task per desktop, a line behind it, a journal. */
export class MemoryTasks implements Tasks {
  /** Told when a task may be worked on. */
  onReady: (ready: TaskReady) => void = () => {};
  /** Thrown instead of an answer, by whoever is asked next, if set. */
  failure: (() => Error | undefined) | undefined;
  /** Thrown after the change was kept: the answer is lost. */
  lostAnswer: (() => Error | undefined) | undefined;
  /** Every change of every task, in order. */
  readonly history: Task[] = [];
  readonly #clock: Clock;
  readonly #tasks = new Map<string, Task>();
  readonly #requests = new Map<string, string>();
  readonly #journals = new Map<string, JournalEntry[]>();
  readonly #active = new Map<string, string>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  async begin(asked: Task, requestId: string): Promise<{ task: Task; created: boolean }> {
    this.#fail();
    const key = `${asked.requestedBy}/${requestId}`;
    const seen = this.#requests.get(key);
    if (seen !== undefined) return { task: structuredClone(this.#stored(seen)), created: false };
    const now = this.#clock.now();
    const task: Task = { ...asked, id: freshId<TaskId>('task'), version: 1, createdAt: now, updatedAt: now };
    this.#requests.set(key, task.id);
    this.#keep(task, [journalLine('accepted')]);
    if (!this.#active.has(task.desktopId)) this.#activate(task);
    return { task: structuredClone(task), created: true };
  }

  async advance(wanted: Task, journal: readonly JournalEntry[]): Promise<Task> {
    const stored = this.#checked(wanted);
    if (isActive(wanted.state) && isResting(stored.state)) throw state('goes on only by being queued again');
    const task = this.#next(wanted, wanted.state);
    this.#keep(task, journal);
    if (!isActive(task.state) && this.#active.get(task.desktopId) === task.id) this.#passOn(task.desktopId);
    const lost = this.lostAnswer?.();
    if (lost) throw lost;
    return structuredClone(task);
  }

  async requeue(wanted: Task, journal: readonly JournalEntry[]): Promise<Task> {
    const stored = this.#checked(wanted);
    if (!isResting(stored.state)) throw state('is not resting');
    const task = this.#next(wanted, 'TASK_STATE_PENDING');
    this.#keep(task, journal);
    if (!this.#active.has(task.desktopId)) this.#activate(task);
    return structuredClone(task);
  }

  async get(taskId: string): Promise<Task> {
    this.#fail();
    return structuredClone(this.#stored(taskId));
  }

  async getWithJournal(taskId: string): Promise<{ task: Task; journal: readonly JournalEntry[] }> {
    return { task: await this.get(taskId), journal: structuredClone(this.journal(taskId)) };
  }

  async list({ desktopId, states }: { desktopId?: string; states: readonly TaskState[] }): Promise<readonly Task[]> {
    this.#fail();
    return [...this.#tasks.values()]
      .filter((task) => desktopId === undefined || task.desktopId === desktopId)
      .filter((task) => states.length === 0 || states.includes(task.state))
      .map((task) => structuredClone(task))
      .reverse();
  }

  /** Looks without asking: for those who check what was kept. */
  peek(taskId: string): Task {
    return structuredClone(this.#stored(taskId));
  }

  journal(taskId: string): readonly JournalEntry[] {
    return this.#journals.get(taskId) ?? [];
  }

  #checked(wanted: Task): Task {
    this.#fail();
    const stored = this.#stored(wanted.id);
    if (stored.version !== wanted.version) throw new DomainError('task.stale', 'the task changed since');
    if (isEnded(stored.state)) throw state('has ended');
    return stored;
  }

  #stored(taskId: string): Task {
    const task = this.#tasks.get(taskId);
    if (!task) throw new DomainError('task.not_found', 'there is no such task');
    return task;
  }

  #next(wanted: Task, to: TaskState): Task {
    return structuredClone({ ...wanted, state: to, version: wanted.version + 1, updatedAt: this.#clock.now() });
  }

  #keep(task: Task, journal: readonly JournalEntry[]): void {
    this.#tasks.set(task.id, task);
    this.history.push(structuredClone(task));
    const lines = this.#journals.get(task.id) ?? [];
    this.#journals.set(task.id, [...lines, ...structuredClone(journal.map((line) => ({ ...line, taskId: task.id })))]);
  }

  #activate(task: Task): void {
    this.#active.set(task.desktopId, task.id);
    this.onReady({ taskId: task.id, traceparent: task.traceparent });
  }

  #passOn(desktopId: string): void {
    this.#active.delete(desktopId);
    const next = [...this.#tasks.values()].find(
      (task) => task.desktopId === desktopId && task.state === 'TASK_STATE_PENDING',
    );
    if (next) this.#activate(next);
  }

  #fail(): void {
    const error = this.failure?.();
    if (error) throw error;
  }
}

const state = (why: string) => new DomainError('task.state', `the task ${why}`);

const journalLine = (event: string): JournalEntry => ({
  id: 0,
  taskId: '',
  stepId: '',
  event,
  actor: 'store',
  details: {},
  at: undefined,
  hash: '',
});

export class MemoryDesktops implements Desktops {
  readonly #ids: readonly string[];

  constructor(...ids: readonly string[]) {
    this.#ids = ids;
  }

  async ids(): Promise<readonly string[]> {
    return this.#ids;
  }

  async check(desktopId: string): Promise<void> {
    if (!this.#ids.includes(desktopId)) throw new DomainError('desktop.not_found', 'there is no such desktop');
  }
}

export class MemoryPictures implements Pictures {
  readonly kept = new Map<string, Uint8Array>();
  failure: Error | undefined;

  async get(name: string): Promise<Uint8Array> {
    const png = this.kept.get(name);
    if (!png) throw new DomainError('blob.not_found', 'there is no such picture');
    return png;
  }

  async keep(png: Uint8Array): Promise<string> {
    if (this.failure) throw this.failure;
    const sha256 = createHash('sha256').update(png).digest('hex');
    this.kept.set(sha256, png);
    return sha256;
  }
}

export class MemoryPolicies implements Policies {
  rules: readonly Rules[] = [];

  of(): Promise<readonly Rules[]> {
    return Promise.resolve(this.rules);
  }
}
