import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { backoffMs } from '@karna/common/backoff';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Screen } from '../../domain/screen.ts';
import type { Perception } from '../../ports.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';

export interface PoolOptions extends WorkerSettings {
  readonly workers: number;
  /** Images that may wait; more are refused. */
  readonly queueLimit: number;
  readonly log: Logger;
  /** The worker's code; tests bring one that misbehaves. */
  readonly script?: URL;
  /** An image that takes longer has hung its worker (ms). 40 megapixels on one busy core take about 35 s. */
  readonly longestMs?: number;
}

interface Job {
  readonly image: Uint8Array;
  readonly signal: AbortSignal;
  readonly settle: (result: Screen | Error) => void;
}

interface Slot {
  worker: Worker;
  job?: Job | undefined;
  limit?: NodeJS.Timeout | undefined;
  isReady: boolean;
  /** Starts in a row that did not come to "ready". */
  failedStarts: number;
}

/** A worker that cannot start (models gone, no memory) is tried again ever more slowly. */
const restart = { firstMs: 200, maxMs: 10_000 };
/** A worker that was asked to close gets so long before it is cut off (ms). */
const closingMs = 3_000;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const ownScript = new URL(`./worker.${extension}`, import.meta.url);

/**
 * Keeps a fixed number of worker threads with the models loaded, one image at a time each. Waiting images are bounded.
 * A worker that dies or hangs fails its image, is replaced, and the next image goes on.
 */
export class WorkerPool implements Perception {
  readonly #options: PoolOptions;
  readonly #slots: Slot[] = [];
  readonly #waiting: Job[] = [];
  #isClosing = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Resolves when every worker has loaded and warmed the models; rejects when one cannot. */
  static async open(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    const starts = Array.from({ length: options.workers }, () => pool.#addSlot());
    try {
      await Promise.all(starts);
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** Whether somebody is there to look. */
  get isUp(): boolean {
    return !this.#isClosing && this.#slots.some((slot) => slot.isReady);
  }

  async perceive(image: Uint8Array, signal: AbortSignal): Promise<Screen> {
    signal.throwIfAborted();
    if (this.#isClosing) throw stopping();
    if (!this.#slots.some(isFree) && this.#waiting.length >= this.#options.queueLimit) {
      throw new DomainError('service.overloaded', 'too many images are waiting to be looked at');
    }
    const { promise, resolve, reject } = Promise.withResolvers<Screen>();
    const settle = (result: Screen | Error) => (result instanceof Error ? reject(result) : resolve(result));
    const job: Job = { image, signal, settle };
    const onAbort = () => this.#giveUp(job);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#waiting.push(job);
    this.#next();
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** Refuses what waits, lets each worker finish its image, then ends them. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const job of this.#waiting.splice(0)) job.settle(stopping());
    await Promise.all(this.#slots.map(closeWorker));
  }

  async #addSlot(): Promise<void> {
    const slot: Slot = { worker: this.#spawn(), isReady: false, failedStarts: 0 };
    this.#slots.push(slot);
    await started(slot.worker);
    slot.isReady = true;
    this.#watch(slot);
  }

  #spawn(): Worker {
    const { script = ownScript, modelsFolder, threads, imageLimits } = this.#options;
    const settings: WorkerSettings = { modelsFolder, threads, imageLimits };
    // Sources find their workspace packages through this condition, whatever started the process.
    const execArgv = script.pathname.endsWith('.ts') ? ['--conditions=source'] : [];
    silenceRuntime();
    return new Worker(script, { workerData: settings, execArgv, name: 'vision' });
  }

  #watch(slot: Slot): void {
    const { worker } = slot;
    worker.on('message', (message: FromWorker) => this.#onMessage(slot, message));
    worker.on('error', (err) => this.#options.log.error({ err }, 'a vision worker failed'));
    worker.once('exit', () => this.#onExit(slot));
    this.#next();
  }

  #next(): void {
    for (const slot of this.#slots) {
      if (!isFree(slot)) continue;
      const job = this.#waiting.shift();
      if (!job) return;
      slot.job = job;
      slot.limit = setTimeout(() => this.#onHang(slot), this.#options.longestMs ?? 120_000);
      slot.worker.postMessage({ kind: 'look', image: job.image } satisfies ToWorker);
    }
  }

  #onMessage(slot: Slot, message: FromWorker): void {
    if (message.kind === 'ready') return;
    if (message.kind === 'failed' && message.code === 'internal') {
      this.#options.log.error({ detail: message.detail }, 'an image could not be looked at');
    }
    this.#finish(slot, message.kind === 'seen' ? message.screen : new DomainError(message.code, message.message));
    this.#next();
  }

  #finish(slot: Slot, result: Screen | Error): void {
    clearTimeout(slot.limit);
    const { job } = slot;
    slot.job = undefined;
    job?.settle(result);
  }

  /** Its caller has gone. What waits is dropped; what is being computed runs to its end, unheard. */
  #giveUp(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    job.settle(DomainError.from(job.signal.reason));
  }

  #onHang(slot: Slot): void {
    this.#options.log.error('a vision worker hangs and is replaced');
    slot.worker
      .terminate()
      .catch((err: unknown) => this.#options.log.error({ err }, 'a vision worker cannot be ended'));
  }

  #onExit(slot: Slot): void {
    slot.isReady = false;
    this.#finish(slot, new DomainError('service.unavailable', 'the image could not be looked at, a worker was lost'));
    if (this.#isClosing) return;
    this.#options.log.warn('a vision worker ended and is started again');
    const delay = setTimeout(() => this.#replace(slot), backoffMs(slot.failedStarts, restart));
    delay.unref();
  }

  #replace(slot: Slot): void {
    if (this.#isClosing) return;
    slot.worker = this.#spawn();
    slot.failedStarts += 1;
    started(slot.worker).then(
      () => {
        slot.isReady = true;
        slot.failedStarts = 0;
        this.#watch(slot);
      },
      (err: unknown) => {
        this.#options.log.error({ err }, 'a vision worker cannot start');
        this.#onExit(slot);
      },
    );
  }
}

const isFree = (slot: Slot): boolean => slot.isReady && slot.job === undefined;
const stopping = () => new DomainError('service.stopping', 'vision is stopping');

/** Resolves at the worker's first message, which says that it is ready; rejects when it ends before. */
async function started(worker: Worker): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(worker, 'exit', { signal }).then(([code]) => {
    throw new Error(`a vision worker ended with ${code} before it was ready`);
  });
  try {
    await Promise.race([once(worker, 'message', { signal }), ended]);
  } finally {
    settled.abort();
    ended.catch(() => {});
  }
}

async function closeWorker({ worker, limit }: Slot): Promise<void> {
  clearTimeout(limit);
  if (worker.threadId === -1) return; // has ended
  const exited = once(worker, 'exit').catch(() => {});
  worker.postMessage({ kind: 'close' } satisfies ToWorker);
  const late = setTimeout(() => void worker.terminate(), closingMs);
  await exited;
  clearTimeout(late);
}

/**
 * onnxruntime 1.30 brings telemetry that is on by default and reports to its maker. Nothing leaves this machine unasked. The library
 * reads the variable of the process itself when a worker loads it; a worker's own environment is only a copy.
 */
function silenceRuntime(): void {
  // biome-ignore lint/style/noProcessEnv: there is no other way to tell the library
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
