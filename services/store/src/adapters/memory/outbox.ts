import { Task, type TaskChanged, type TaskReady } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import type { FactSpan } from '../../domain/facts.ts';
import type { Facts, Outbox } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryOutbox implements Outbox {
  readonly #state: State;
  #used = false;

  constructor(state: State) {
    this.#state = state;
  }

  /** Whether there will be something to send. */
  get used(): boolean {
    return this.#used;
  }

  async fact(task: Task, at: Date): Promise<void> {
    this.#used = true;
    this.#state.facts.push({ sequence: undefined, task: structuredClone(task), createdAt: at });
  }

  async ready(ready: TaskReady): Promise<void> {
    this.#used = true;
    this.#state.work.push({ id: freshId<string>('work'), ready });
  }
}

export class MemoryFacts implements Facts {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async span(): Promise<FactSpan> {
    return this.#state.span;
  }

  async list(after: number, limit: number, maxBytes: number): Promise<readonly TaskChanged[]> {
    const wanted: TaskChanged[] = [];
    let bytes = 0;
    for (const { sequence, task } of this.#state.facts) {
      if (sequence === undefined || sequence <= after) continue;
      if (wanted.length === limit || bytes >= maxBytes) break;
      wanted.push({ sequence, task });
      bytes += Task.encode(task).finish().length;
    }
    return wanted;
  }

  async removeOldest(before: Date, limit: number): Promise<number> {
    const { facts, span } = this.#state;
    let count = 0;
    for (let first = facts[0]; first && count < limit; first = facts[0]) {
      if (first.createdAt >= before || (first.sequence ?? Infinity) > span.published) break;
      span.removed = first.sequence ?? 0;
      facts.shift();
      count += 1;
    }
    return count;
  }
}
