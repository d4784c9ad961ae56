import { backoffMs } from '@karna/common/backoff';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Comparison } from '../../domain/comparing/comparing.ts';
import { type Acquaintance, FairQueue, homePatienceMs, type Waiting } from '../../domain/fair-queue.ts';
import type { Screen } from '../../domain/screen.ts';
import type { CompareHints, LookHints, Perception, Question, Recollection, Seen } from '../../ports.ts';
import type { Task, WorkerSettings } from './protocol.ts';
import { type Answer, longestTaskMs, type ThreadOptions, WorkerThread } from './worker-thread.ts';

export interface PoolOptions extends WorkerSettings, ThreadOptions {
  readonly workers: number;
  /** Images that may wait; more are refused. */
  readonly queueLimit: number;
  /** How many of them may be of one desktop; as many as may wait in all when unsaid. */
  readonly desktopQueueLimit?: number | undefined;
  readonly log: Logger;
  /** Told when workers end again and again before they are ready: the models on the disk are no good any more. */
  readonly onBroken?: (() => void) | undefined;
}

interface Job extends Waiting {
  readonly task: Task;
  readonly signal: AbortSignal;
  readonly settle: (result: Answer | Error) => void;
}

interface Slot {
  worker: WorkerThread | undefined;
  /** Starts in a row that did not come to "ready". */
  failedStarts: number;
}

/** A worker that cannot start (models gone, no memory) is tried again ever more slowly. */
const restart = { firstMs: 200, maxMs: 10_000 };
/** After so many failed starts in a row the models are held to be broken. */
const brokenAfter = 3;
/** Desktops of which it is known who saw their last frame. */
const mostHomes = 1_000;

/**
 * Keeps a fixed number of worker threads with the models loaded, one task at a time each. What waits is bounded, and desktops get
 * equal shares of the workers' time. A desktop's frames go to the worker that saw its last one, when that is not much later.
 * A worker that dies or hangs fails its image, is replaced, and the next image goes on.
 */
export class WorkerPool implements Perception {
  readonly #options: PoolOptions;
  readonly #queue: FairQueue<Job>;
  readonly #homes = new Map<string, WorkerThread>();
  readonly #running = new Map<Job, WorkerThread>();
  /** Workers of the pack before, which finish what they have begun. */
  readonly #leaving = new Set<Promise<void>>();
  #slots: Slot[] = [];
  #folder: string;
  #changes = 0;
  #patience: NodeJS.Timeout | undefined;
  #isClosing = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#folder = options.modelsFolder;
    const { queueLimit: limit, desktopQueueLimit: perOwner = limit } = options;
    this.#queue = new FairQueue({ limit, perOwner, now: () => performance.now() });
  }

  /** Resolves when every worker has loaded and warmed the models; rejects when one cannot. */
  static async open(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    pool.#take(await pool.#startAll(options.modelsFolder));
    return pool;
  }

  /** Whether somebody is there to look. */
  get isUp(): boolean {
    return !this.#isClosing && this.#slots.some(({ worker }) => worker?.isGone === false);
  }

  /** How often the models were changed: what was seen before is not what would be seen now. */
  get changes(): number {
    return this.#changes;
  }

  async perceive(image: Uint8Array, signal: AbortSignal, hints: LookHints = {}): Promise<Seen> {
    const answer = await this.#ask({ kind: 'look', image, hints }, signal, hints);
    if (answer.kind !== 'seen') throw new Error(`a vision worker answered ${answer.kind} to a look`);
    return answer.screen;
  }

  async compare(
    before: Uint8Array,
    after: Uint8Array,
    signal: AbortSignal,
    hints: CompareHints = {},
  ): Promise<Comparison> {
    const answer = await this.#ask({ kind: 'compare', before, after, hints }, signal, hints);
    if (answer.kind !== 'compared') throw new Error(`a vision worker answered ${answer.kind} to a comparison`);
    return answer.comparison;
  }

  async recollect(
    image: Uint8Array,
    screen: Screen,
    question: Question,
    signal: AbortSignal,
    hints: LookHints = {},
  ): Promise<Recollection> {
    const answer = await this.#ask({ kind: 'recollect', image, screen, question }, signal, hints);
    if (answer.kind !== 'recollected') throw new Error(`a vision worker answered ${answer.kind} to a question`);
    return answer.recollection;
  }

  /**
   * Changes to other models: new workers are started beside the old ones (twice the memory, for as long as that takes), then take over
   * at once; the old ones finish what they have begun. Rejects, with nothing changed, when one of the new ones cannot start.
   */
  async use(modelsFolder: string): Promise<void> {
    if (this.#isClosing) throw stopping();
    const fresh = await this.#startAll(modelsFolder);
    if (this.#isClosing) {
      await Promise.all(fresh.map((worker) => worker.close()));
      throw stopping();
    }
    const old = this.#slots;
    this.#folder = modelsFolder;
    this.#changes += 1;
    this.#homes.clear();
    this.#take(fresh);
    for (const { worker } of old) if (worker) this.#letGo(worker);
  }

  /** Refuses what waits, lets each worker finish its image, then ends them. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#patience);
    for (const job of this.#queue.clear()) job.settle(stopping());
    await Promise.all([...this.#leaving, ...this.#slots.map(({ worker }) => worker?.close())]);
  }

  async #ask(task: Task, signal: AbortSignal, { desktopId, isBatch }: LookHints): Promise<Answer> {
    signal.throwIfAborted();
    if (this.#isClosing) throw stopping();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const settle = (result: Answer | Error) => (result instanceof Error ? reject(result) : resolve(result));
    const job: Job = { owner: desktopId ?? '', isBatch: isBatch ?? false, task, signal, settle };
    const { refused } = this.#queue.push(job, this.#slots.filter(isFree).length);
    refused?.settle(new DomainError('service.overloaded', 'too many images are waiting to be looked at'));
    const onAbort = () => this.#giveUp(job);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#next();
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** Gives every free worker something to do. */
  #next(): void {
    clearTimeout(this.#patience);
    for (const { worker } of this.#slots) {
      if (!worker?.isFree) continue;
      const job = this.#queue.take((owner) => this.#acquaintance(owner, worker));
      if (job) void this.#begin(job, worker);
    }
    // What is left for a worker that is busy goes to another one in a while.
    const isSomebodyFree = this.#queue.size > 0 && this.#slots.some(isFree);
    if (isSomebodyFree && !this.#isClosing) this.#patience = setTimeout(() => this.#next(), homePatienceMs / 4);
  }

  async #begin(job: Job, worker: WorkerThread): Promise<void> {
    const began = performance.now();
    if (job.task.kind !== 'recollect') this.#settleAt(job.owner, worker);
    this.#running.set(job, worker);
    try {
      job.settle(await worker.run(job.task));
    } catch (error) {
      job.settle(DomainError.from(error));
    }
    this.#running.delete(job);
    this.#queue.done(job.owner, performance.now() - began);
    this.#next();
  }

  #acquaintance(owner: string, worker: WorkerThread): Acquaintance {
    const home = this.#homes.get(owner);
    if (!home || home === worker) return 'suits';
    return home.isFree ? 'left' : 'elsewhere';
  }

  /** Those that say nothing of a desktop have no frame before. */
  #settleAt(owner: string, worker: WorkerThread): void {
    if (owner === '') return;
    this.#homes.delete(owner);
    this.#homes.set(owner, worker);
    const [oldest] = this.#homes.keys();
    if (this.#homes.size > mostHomes && oldest !== undefined) this.#homes.delete(oldest);
  }

  /** Its caller has gone. What waits is dropped; what is being computed is stopped before its next run of a network. */
  #giveUp(job: Job): void {
    this.#queue.remove(job);
    this.#running.get(job)?.stop();
    job.settle(DomainError.from(job.signal.reason));
  }

  /** All or none. */
  async #startAll(modelsFolder: string): Promise<WorkerThread[]> {
    const starts = Array.from({ length: this.#options.workers }, () => this.#start(modelsFolder));
    const results = await Promise.allSettled(starts);
    const workers = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failure = results.find((one) => one.status === 'rejected');
    if (!failure) return workers;
    await Promise.all(workers.map((worker) => worker.close()));
    throw failure.reason;
  }

  #start(modelsFolder: string): Promise<WorkerThread> {
    return WorkerThread.start({ ...this.#options, modelsFolder }, this.#options);
  }

  #take(workers: readonly WorkerThread[]): void {
    this.#slots = workers.map((worker) => ({ worker, failedStarts: 0 }));
    for (const slot of this.#slots) this.#watch(slot);
    this.#next();
  }

  #watch(slot: Slot): void {
    const { worker } = slot;
    void worker?.ended.then(() => {
      for (const [owner, home] of this.#homes) if (home === worker) this.#homes.delete(owner);
      slot.worker = undefined;
      if (this.#isOver(slot)) return;
      this.#options.log.warn('a vision worker ended and is started again');
      this.#startLater(slot);
    });
  }

  #startLater(slot: Slot): void {
    const start = () => {
      if (!this.#isOver(slot)) void this.#replace(slot);
    };
    setTimeout(start, backoffMs(slot.failedStarts, restart)).unref();
  }

  async #replace(slot: Slot): Promise<void> {
    try {
      const worker = await this.#start(this.#folder);
      if (this.#isOver(slot)) return await worker.close();
      slot.worker = worker;
      slot.failedStarts = 0;
      this.#watch(slot);
      this.#next();
    } catch (err) {
      this.#options.log.error({ err }, 'a vision worker cannot start');
      slot.failedStarts += 1;
      if (this.#isOver(slot)) return;
      if (slot.failedStarts === brokenAfter) this.#options.onBroken?.();
      this.#startLater(slot);
    }
  }

  /** Nobody needs this slot any more: the pool closes, or has other models. */
  #isOver(slot: Slot): boolean {
    return this.#isClosing || !this.#slots.includes(slot);
  }

  #letGo(worker: WorkerThread): void {
    const gone = worker.close(longestTaskMs).finally(() => this.#leaving.delete(gone));
    this.#leaving.add(gone);
  }
}

const isFree = ({ worker }: Slot): boolean => worker?.isFree ?? false;
const stopping = () => new DomainError('service.stopping', 'vision is stopping');
