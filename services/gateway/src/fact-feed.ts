import { backoffMs } from '@karna/common/backoff';
import type { Bus } from '@karna/common/bus';
import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { facts } from '@karna/proto/subjects';
import type { FactSource } from './domain/fact-cursor.ts';
import { FactSequence } from './domain/fact-sequence.ts';
import type { GatewayEvents } from './events.ts';
import type { Tasks } from './ports.ts';

/** Facts fetched from the store at once. */
const pageSize = 200;
/** A fact that overtook another on the bus gets so long (ms) before the store is asked for the other. */
const gapMs = 100;
/** Greater than every sequence number: asks the store for nothing but the newest one. */
const beyondAll = Number.MAX_SAFE_INTEGER;

export interface FactListener {
  moved(): void;
  /** Facts are gone for good; nobody can go on without knowing. */
  lost(): void;
}

export interface FactFeedOptions {
  readonly tasks: Tasks;
  readonly events: GatewayEvents;
  readonly clock: Clock;
  /** Facts kept in memory: how far a live reader may be behind. */
  readonly backlog: number;
  readonly pollMs: number;
}

/** All task facts in order, as they come over the bus; what the bus lost is fetched from the store. One for all clients. */
export class FactFeed implements FactSource<TaskChanged> {
  readonly #options: FactFeedOptions;
  readonly #sequence: FactSequence<TaskChanged>;
  readonly #listeners = new Set<FactListener>();
  readonly #started = Promise.withResolvers<void>();
  #isStarted = false;
  #fetching: Promise<void> | undefined;
  #wake: () => void = () => {};

  constructor(options: FactFeedOptions) {
    this.#options = options;
    this.#sequence = new FactSequence<TaskChanged>(0, options.backlog);
  }

  get newest(): number {
    return this.#sequence.newest;
  }

  at(sequence: number): TaskChanged | undefined {
    return this.#sequence.at(sequence);
  }

  async page(after: number): Promise<readonly TaskChanged[]> {
    return (await this.#options.tasks.facts(after, pageSize)).facts;
  }

  /** Resolves once it is known where the sequence stands. */
  started(): Promise<void> {
    return this.#started.promise;
  }

  listen(listener: FactListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async open(bus: Bus, life: Lifecycle): Promise<void> {
    const subscription = await bus.subscribe(facts.taskChanged, (fact) => this.#hear(fact));
    life.own('task facts', subscription, (open) => open.close());
    life.loop('fact feed', (stopping) => this.#run(stopping));
  }

  /** Fetches what the bus did not bring. */
  refresh(): Promise<void> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  #hear(fact: TaskChanged): void {
    const moved = this.#sequence.take(fact);
    if (!this.#isStarted) return;
    if (moved) this.#tell((listener) => listener.moved());
    if (this.#sequence.hasGap) this.#wake();
  }

  async #run(stopping: AbortSignal): Promise<void> {
    for (let attempt = 0; !stopping.aborted; ) {
      const done = await this.#catchUp().then(
        () => true,
        () => false, // the store is away; its health check says so
      );
      attempt = done ? 0 : attempt + 1;
      await this.#pause(done ? this.#restMs() : backoffMs(attempt, { firstMs: 100, maxMs: 2_000 }), stopping);
    }
  }

  async #catchUp(): Promise<void> {
    if (!this.#isStarted) {
      const { newest } = await this.#options.tasks.facts(beyondAll, 1);
      if (newest > this.newest) this.#sequence.jumpTo(newest);
      this.#isStarted = true;
      this.#started.resolve();
    }
    await this.refresh();
  }

  #restMs(): number {
    return this.#sequence.hasGap ? gapMs : this.#options.pollMs;
  }

  async #pause(ms: number, stopping: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const { clock } = this.#options;
    await clock.sleep(ms, AbortSignal.any([stopping, woken.signal])).catch(() => {});
    if (woken.signal.aborted) await clock.sleep(gapMs, stopping).catch(() => {});
  }

  async #fetch(): Promise<void> {
    const { tasks, events } = this.#options;
    for (;;) {
      const from = this.newest;
      try {
        const page = await tasks.facts(from, pageSize);
        if (page.newest < from) return this.#giveUpOn(page); // another history: the store was restored from a backup
        const fetched = page.facts.filter((fact) => this.#sequence.take(fact)).length;
        if (fetched > 0) {
          events.factsFetched(fetched);
          this.#tell((listener) => listener.moved());
        }
        if (this.newest >= page.newest || page.facts.length === 0) return;
      } catch (error) {
        if (!hasCode(error, 'task.facts_gone')) throw error;
        return this.#giveUpOn(await tasks.facts(beyondAll, 1));
      }
    }
  }

  #giveUpOn({ newest }: { newest: number }): void {
    this.#options.events.factsLost(newest - this.newest);
    this.#sequence.jumpTo(newest);
    this.#tell((listener) => listener.lost());
  }

  #tell(what: (listener: FactListener) => void): void {
    for (const listener of [...this.#listeners]) what(listener);
  }
}

/** What a client is told when its facts are gone. */
export const factsGone = (): DomainError =>
  new DomainError(
    'task.facts_gone',
    'facts between yours and the newest were removed; list the tasks and go on from now',
  );
