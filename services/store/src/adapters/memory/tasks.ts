import { DomainError } from '@karna/common/errors';
import type { JournalEntry, Task } from '@karna/proto/gen/task/v1/task';
import { emptyJournal, type JournalHead } from '../../domain/journal.ts';
import type { Journal, Lines, TaskQuery, Tasks } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryTasks implements Tasks {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async insert(task: Task, requestId: string): Promise<boolean> {
    if (await this.byRequest(task.requestedBy, requestId)) return false;
    this.#state.tasks.set(task.id, { task: structuredClone(task), requestId, pictures: new Set() });
    return true;
  }

  async byRequest(requestedBy: string, requestId: string): Promise<Task | undefined> {
    const same = [...this.#state.tasks.values()].find(
      (kept) => kept.task.requestedBy === requestedBy && kept.requestId === requestId,
    );
    return structuredClone(same?.task);
  }

  async get(taskId: string): Promise<Task> {
    return structuredClone(this.#kept(taskId).task);
  }

  async save(task: Task): Promise<void> {
    const kept = this.#state.tasks.get(task.id);
    if (kept?.task.version !== task.version - 1) {
      throw new DomainError('task.stale', `task ${task.id} changed since version ${task.version - 1}`);
    }
    kept.task = structuredClone(task);
  }

  async list({ desktopId, states, limit, beforeTaskId }: TaskQuery): Promise<readonly Task[]> {
    const wanted = this.#inOrder().filter(
      (task) =>
        (desktopId === undefined || task.desktopId === desktopId) &&
        (states.length === 0 || states.includes(task.state)) &&
        (beforeTaskId === undefined || task.id < beforeTaskId),
    );
    return structuredClone(wanted.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit));
  }

  async nextWaiting(desktopId: string): Promise<Task | undefined> {
    const waits = (task: Task) => task.desktopId === desktopId && task.state === 'TASK_STATE_PENDING';
    return structuredClone(this.#inOrder().find(waits));
  }

  async shows(taskId: string, pictures: readonly string[]): Promise<void> {
    for (const picture of pictures) this.#kept(taskId).pictures.add(picture);
  }

  async countEnded(before: Date): Promise<number> {
    return this.#ended(before).length;
  }

  async removeEnded(before: Date, limit: number): Promise<number> {
    const old = this.#ended(before);
    for (const { id } of old.slice(0, limit)) {
      this.#state.tasks.delete(id);
      this.#state.journal.delete(id);
    }
    return Math.min(old.length, limit);
  }

  #ended(before: Date) {
    return this.#inOrder().filter(({ finishedAt }) => finishedAt !== undefined && finishedAt < before);
  }

  #kept(taskId: string) {
    const kept = this.#state.tasks.get(taskId);
    if (!kept) throw new DomainError('task.not_found', 'there is no such task');
    return kept;
  }

  #inOrder(): Task[] {
    return [...this.#state.tasks.values()].map(({ task }) => task);
  }
}

export class MemoryLines implements Lines {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async lock(desktopId: string): Promise<string | undefined> {
    return this.#state.lines.get(desktopId);
  }

  async hold(desktopId: string, taskId: string | undefined): Promise<void> {
    this.#state.lines.set(desktopId, taskId);
  }

  async active(): Promise<readonly string[]> {
    return [...this.#state.lines.values()].filter((taskId) => taskId !== undefined);
  }
}

export class MemoryJournal implements Journal {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async head(taskId: string): Promise<JournalHead> {
    return this.#state.journal.get(taskId)?.at(-1) ?? emptyJournal;
  }

  async append(entries: readonly JournalEntry[]): Promise<void> {
    for (const entry of structuredClone(entries)) {
      this.#state.journal.set(entry.taskId, [...(this.#state.journal.get(entry.taskId) ?? []), entry]);
    }
  }

  async list(taskId: string): Promise<readonly JournalEntry[]> {
    return structuredClone(this.#state.journal.get(taskId) ?? []);
  }
}
