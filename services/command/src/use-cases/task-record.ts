import type { Clock } from '@karna/common/clock';
import { hasCode } from '@karna/common/errors';
import type { JournalEntry, Step, Task } from '@karna/proto/gen/task/v1/task';
import { Decisions, entry, type Happening } from '../domain/journal.ts';
import { withStep } from '../domain/plan.ts';
import { progressOf } from '../domain/progress.ts';
import { checkTransition } from '../domain/task-states.ts';
import type { Tasks } from '../ports.ts';
import { isAway, patiently } from './patience.ts';

/** The store stays away: without a record nothing may go on. The work is handed back and taken up again later. */
export class RecordLost extends Error {
  override readonly name = 'RecordLost';
}

/** A task while one worker works on it. Every change is kept, over the version that this worker read, before it counts. */
export class TaskRecord {
  #task: Task;
  #decisions: Decisions;
  readonly #tasks: Tasks;
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #signal: AbortSignal;

  private constructor(opened: Opened, task: Task, journal: readonly JournalEntry[]) {
    this.#tasks = opened.tasks;
    this.#clock = opened.clock;
    this.#limitMs = opened.limitMs;
    this.#signal = opened.signal;
    this.#task = task;
    this.#decisions = new Decisions(journal);
  }

  static async open(taskId: string, opened: Opened): Promise<TaskRecord> {
    const { task, journal } = await opened.tasks.getWithJournal(taskId);
    return new TaskRecord(opened, task, journal);
  }

  /** For looking only: a task that the store does not know cannot be changed. */
  static unkept(task: Task, opened: Opened): TaskRecord {
    return new TaskRecord(opened, task, []);
  }

  get task(): Task {
    return this.#task;
  }

  get decisions(): Decisions {
    return this.#decisions;
  }

  step(id: string): Step {
    const step = this.#task.steps.find((one) => one.id === id);
    if (!step) throw new Error(`task ${this.#task.id} has no step ${id}`);
    return step;
  }

  /** Rejects with `task.stale` when somebody else changed the task, with RecordLost when the store stays away. */
  async save(change: Partial<Task>, ...happenings: readonly Happening[]): Promise<void> {
    const next = { ...this.#task, ...change };
    checkTransition(this.#task.state, next.state);
    const wanted = { ...next, progress: change.progress ?? progressOf(next.steps) };
    this.#task = await this.#keep(wanted, happenings.map(entry));
  }

  async saveStep(id: string, change: Partial<Step>, task: Partial<Task>, ...happenings: readonly Happening[]) {
    const named = happenings.map((one) => ({ stepId: id, ...one }));
    await this.save({ ...task, steps: withStep(this.#task.steps, id, change) }, ...named);
  }

  async #keep(wanted: Task, journal: readonly JournalEntry[]): Promise<Task> {
    try {
      return await patiently((attempt) => this.#advance(wanted, journal, attempt > 0), {
        clock: this.#clock,
        limitMs: this.#limitMs,
        signal: this.#signal,
        isPassing: isAway,
      });
    } catch (error) {
      if (isAway(error) || this.#signal.aborted) throw new RecordLost('the store does not answer', { cause: error });
      throw error;
    }
  }

  // A change whose answer was lost may have been kept: then the store has exactly it.
  async #advance(wanted: Task, journal: readonly JournalEntry[], again: boolean): Promise<Task> {
    try {
      return await this.#tasks.advance(wanted, journal);
    } catch (error) {
      if (!again || !hasCode(error, 'task.stale')) throw error;
      const stored = await this.#tasks.get(wanted.id);
      if (isSameChange(stored, wanted)) return stored;
      throw error;
    }
  }
}

export interface Opened {
  readonly tasks: Tasks;
  readonly clock: Clock;
  /** How long the store may stay away (ms). */
  readonly limitMs: number;
  /** Ends the waiting for it. */
  readonly signal: AbortSignal;
}

const isSameChange = (stored: Task, wanted: Task): boolean =>
  stored.version === wanted.version + 1 &&
  stored.state === wanted.state &&
  stored.sentence === wanted.sentence &&
  JSON.stringify(stored.steps) === JSON.stringify(wanted.steps);
