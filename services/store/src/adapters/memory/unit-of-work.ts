import type { TaskChanged, TaskReady } from '@karna/proto/gen/task/v1/task';
import type { Mail, UnitOfWork, Work } from '../../ports.ts';
import { MemoryAudit, MemorySettings } from './audit.ts';
import { MemoryBlobs } from './blobs.ts';
import { MemoryExamples } from './examples.ts';
import { MemoryCodes, MemoryDesktops, MemoryTokens } from './identities.ts';
import { MemoryFacts, MemoryOutbox } from './outbox.ts';
import { MemoryProposals } from './proposals.ts';
import { MemoryDrafts, MemoryRecordings } from './recordings.ts';
import { MemorySkills } from './skills.ts';
import { emptyState, type State } from './state.ts';
import { MemoryJournal, MemoryLines, MemoryTasks } from './tasks.ts';
import { MemoryTurns } from './turns.ts';

/** For tests: one unit of work at a time, undone by going back to a copy. Kept as honest as Postgres by the same contract suite. */
export class MemoryUnitOfWork implements UnitOfWork, Mail {
  #state: State = emptyState();
  #last: Promise<unknown> = Promise.resolve();
  readonly #onMail: () => void;

  constructor(onMail: () => void = () => {}) {
    this.#onMail = onMail;
  }

  run<T>(work: (tx: Work) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      const draft = structuredClone(this.#state);
      const outbox = new MemoryOutbox(draft);
      const value = await work(workOn(draft, outbox));
      this.#state = draft;
      if (outbox.used) this.#onMail();
      return structuredClone(value);
    });
  }

  read<T>(work: (tx: Work) => Promise<T>): Promise<T> {
    return this.#alone(() => work(workOn(structuredClone(this.#state))));
  }

  /** There is nothing to forget: nothing is ever tried again here. */
  async forget(): Promise<number> {
    return 0;
  }

  sendFacts(limit: number, publish: (facts: readonly TaskChanged[]) => Promise<void>): Promise<number> {
    return this.#alone(async () => {
      const { facts, span } = this.#state;
      for (const fact of facts.filter(({ sequence }) => sequence === undefined).slice(0, limit)) {
        span.newest += 1;
        fact.sequence = span.newest;
      }
      const waiting = facts.filter(({ sequence = 0 }) => sequence > span.published).slice(0, limit);
      if (waiting.length === 0) return 0;
      await publish(structuredClone(waiting).map(({ sequence = 0, task }) => ({ sequence, task })));
      span.published += waiting.length;
      return waiting.length;
    });
  }

  sendWork(limit: number, enqueue: (id: string, work: TaskReady) => Promise<void>): Promise<number> {
    return this.#alone(async () => {
      const waiting = this.#state.work.slice(0, limit);
      for (const { id, ready } of waiting) {
        await enqueue(id, { ...ready });
        this.#state.work.shift();
      }
      return waiting.length;
    });
  }

  #alone<T>(use: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(use);
    this.#last = turn.catch(() => {}); // whoever asked hears of it
    return turn;
  }
}

const workOn = (state: State, outbox = new MemoryOutbox(state)): Work => ({
  tasks: new MemoryTasks(state),
  lines: new MemoryLines(state),
  journal: new MemoryJournal(state),
  outbox,
  facts: new MemoryFacts(state),
  desktops: new MemoryDesktops(state),
  codes: new MemoryCodes(state),
  tokens: new MemoryTokens(state),
  blobs: new MemoryBlobs(state),
  skills: new MemorySkills(state),
  proposals: new MemoryProposals(state),
  turns: new MemoryTurns(state),
  examples: new MemoryExamples(state),
  recordings: new MemoryRecordings(state),
  drafts: new MemoryDrafts(state),
  audit: new MemoryAudit(state),
  settings: new MemorySettings(state),
});
