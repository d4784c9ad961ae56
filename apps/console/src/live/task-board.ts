import { type KarnaClient, KarnaError } from '@karna/client';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { Board } from './board.ts';

/** Tasks that are kept here for showing. Older ones are asked for when somebody looks. */
const maxTasks = 200;
/** Before the tasks are asked for again after a failure (ms). */
const againMs = 2_000;

/** The newest tasks, newest first, as they change. */
export class TaskBoard extends Board<readonly Task[]> {
  readonly #tasks = new Map<string, Task>();

  constructor() {
    super([]);
  }

  /** Follows every task until the signal ends it; rejects when coming back cannot help. */
  async follow(client: KarnaClient, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const facts = client.facts({ signal }); // before the list is read: what changes meanwhile waits here
        this.#take(await client.tasks({ limit: 50, signal }));
        this.ready();
        for await (const { task } of facts) if (task) this.#take([task]);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof KarnaError) || isHopeless(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
  }

  /** Older tasks that somebody asked for, or one that an answer brought. */
  take(tasks: readonly Task[]): void {
    this.#take(tasks);
  }

  #take(tasks: readonly Task[]): void {
    for (const task of tasks) {
      const kept = this.#tasks.get(task.id);
      if (!kept || kept.version <= task.version) this.#tasks.set(task.id, task);
    }
    const sorted = [...this.#tasks.values()].sort((a, b) => b.id.localeCompare(a.id));
    for (const task of sorted.slice(maxTasks)) this.#tasks.delete(task.id);
    this.put(sorted.slice(0, maxTasks));
  }
}

const isHopeless = ({ code }: KarnaError): boolean => code.startsWith('auth.') || code === 'request.cancelled';
