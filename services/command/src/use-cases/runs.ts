import type { Parts } from './parts.ts';
import { TaskRun } from './task-run.ts';

/** The tasks that this process works on now. */
export class Runs {
  readonly #parts: Parts;
  readonly #running = new Map<string, TaskRun>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A run to be worked on; undefined when this task is being worked on here already. */
  begin(taskId: string): TaskRun | undefined {
    const running = this.#running.get(taskId);
    if (running) {
      running.wasDeliveredAgain = true;
      return undefined;
    }
    const run = new TaskRun(this.#parts, taskId);
    this.#running.set(taskId, run);
    return run;
  }

  end(run: TaskRun): void {
    this.#running.delete(run.taskId);
  }

  /** Those on a desktop, or on any when it is left out. */
  on(desktopId: string | undefined): TaskRun[] {
    return [...this.#running.values()].filter((run) => desktopId === undefined || run.desktopId === desktopId);
  }
}
