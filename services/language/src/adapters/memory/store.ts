import { Turn } from '@karna/proto/gen/language/v1/conversation';
import { Example } from '@karna/proto/gen/skill/v1/example';
import type { JournalEntry, Task } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import { isEnded } from '@karna/proto/words';
import type { Examples, Tasks, ThreadKey, Threads } from '../../ports.ts';

/** Examples of a test, or of a service that runs without a store: gone when it ends. */
export class MemoryExamples implements Examples {
  #all: Example[] = [];

  async list(): Promise<readonly Example[]> {
    return this.#all;
  }

  async keep(example: Example): Promise<Example> {
    const kept = Example.fromPartial({ ...example, id: freshId<string>('example') });
    const isOther = ({ text, skillId, principal }: Example) =>
      text.toLowerCase() !== kept.text.toLowerCase() ||
      (skillId === '') !== (kept.skillId === '') ||
      (skillId === '' && principal !== kept.principal);
    this.#all = [...this.#all.filter(isOther), kept];
    return kept;
  }
}

export class MemoryThreads implements Threads {
  readonly #turns = new Map<string, Turn[]>();
  readonly #tasks: MemoryTasks;
  failure: Error | undefined;

  constructor(tasks: MemoryTasks) {
    this.#tasks = tasks;
  }

  async read(thread: ThreadKey): Promise<readonly Turn[]> {
    if (this.failure) throw this.failure;
    const turns = this.#turns.get(keyOf(thread)) ?? [];
    return turns.map((turn) => {
      const task = this.#tasks.all.get(turn.taskId)?.task;
      return task ? { ...turn, taskState: task.state, taskSentence: task.sentence } : turn;
    });
  }

  async keep(thread: ThreadKey, turn: Turn): Promise<void> {
    if (this.failure) throw this.failure;
    const turns = this.#turns.get(keyOf(thread)) ?? [];
    this.#turns.set(keyOf(thread), [...turns.filter(({ id }) => id !== turn.id), Turn.fromPartial(turn)].slice(-20));
  }
}

export class MemoryTasks implements Tasks {
  readonly all = new Map<string, { readonly task: Task; readonly journal: readonly JournalEntry[] }>();

  async get(taskId: string) {
    return this.all.get(taskId);
  }

  async open(desktopId: string): Promise<readonly Task[]> {
    return [...this.all.values()]
      .map(({ task }) => task)
      .filter((task) => task.desktopId === desktopId && !isEnded(task.state))
      .reverse();
  }
}

const keyOf = ({ principal, desktopId }: ThreadKey): string => JSON.stringify([principal, desktopId]);
