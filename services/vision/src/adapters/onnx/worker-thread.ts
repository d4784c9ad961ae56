import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { FromWorker, Task, ToWorker, WorkerSettings } from './protocol.ts';

export interface ThreadOptions {
  readonly log: Logger;
  /** The worker's code; tests bring one that misbehaves. */
  readonly script?: URL | undefined;
  /** A task that takes longer has hung its worker (ms). */
  readonly longestMs?: number | undefined;
  /** Loading and warming the models may take so long (ms); they take 1 s, half a minute on a very busy machine. */
  readonly startMs?: number | undefined;
}

export type Answer = Extract<FromWorker, { kind: 'seen' | 'compared' | 'recollected' }>;

/** A worker that was asked to close because the service stops gets so long before it is cut off (ms). */
const closingMs = 3_000;
/** A task that takes longer has hung its worker (ms). 40 megapixels on one busy core take about 35 s. */
export const longestTaskMs = 120_000;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const ownScript = new URL(`./worker.${extension}`, import.meta.url);

/** One worker thread with the models loaded. It does one task at a time, and is not used again once it has failed to answer. */
export class WorkerThread {
  /** Resolves when the thread is gone, whatever the reason. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #options: ThreadOptions;
  #settle: ((message: FromWorker | Error) => void) | undefined;
  #isGone = false;

  private constructor(worker: Worker, options: ThreadOptions) {
    this.#worker = worker;
    this.#options = options;
    this.ended = new Promise((resolve) => worker.once('exit', () => resolve(this.#onExit())));
    worker.on('message', (message: FromWorker) => this.#settle?.(message));
  }

  /** Resolves when the models are loaded and warm; rejects when the worker ends before, or takes too long. */
  static async start(settings: WorkerSettings, options: ThreadOptions): Promise<WorkerThread> {
    const { script = ownScript, startMs = 120_000 } = options;
    // Sources find their workspace packages through this condition, whatever started the process.
    const execArgv = script.pathname.endsWith('.ts') ? ['--conditions=source'] : [];
    silenceRuntime();
    const { modelsFolder, threads, imageLimits } = settings;
    const workerData: WorkerSettings = { modelsFolder, threads, imageLimits };
    const worker = new Worker(script, { workerData, execArgv, name: 'vision' });
    const thread = new WorkerThread(worker, options);
    const late = setTimeout(() => thread.#cutOff(), startMs);
    try {
      await Promise.race([once(worker, 'message'), thread.ended.then(notReady)]);
    } finally {
      clearTimeout(late);
    }
    worker.on('error', (err) => options.log.error({ err }, 'a vision worker failed'));
    return thread;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  get isFree(): boolean {
    return !this.#isGone && this.#settle === undefined;
  }

  /** Errors: what the worker says is wrong with the picture; `service.unavailable` when it was lost over it. */
  run(task: Task): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const hung = setTimeout(() => {
      this.#options.log.error('a vision worker hangs and is replaced');
      this.#cutOff();
    }, this.#options.longestMs ?? longestTaskMs);
    this.#settle = (message) => {
      clearTimeout(hung);
      this.#settle = undefined;
      if (message instanceof Error) reject(message);
      else if (message.kind === 'failed') reject(this.#failure(message));
      else if (message.kind !== 'ready') resolve(message);
    };
    if (this.#isGone) this.#settle(lost());
    else this.#worker.postMessage(task satisfies ToWorker);
    return promise;
  }

  /** What it does is not wanted any more: it fails soon, and the worker is free again. */
  stop(): void {
    if (!this.#isGone) this.#worker.postMessage({ kind: 'stop' } satisfies ToWorker);
  }

  /** Lets it finish what it does, then ends it; after `patienceMs` it is cut off. */
  async close(patienceMs = closingMs): Promise<void> {
    if (this.#isGone) return;
    this.#worker.postMessage({ kind: 'close' } satisfies ToWorker);
    const late = setTimeout(() => this.#cutOff(), patienceMs);
    await this.ended;
    clearTimeout(late);
  }

  #failure({ code, message, detail }: Extract<FromWorker, { kind: 'failed' }>): DomainError {
    if (code === 'internal') this.#options.log.error({ detail }, 'an image could not be looked at');
    return new DomainError(code, message);
  }

  #onExit(): void {
    this.#isGone = true;
    this.#settle?.(lost());
  }

  #cutOff(): void {
    this.#worker
      .terminate()
      .catch((err: unknown) => this.#options.log.error({ err }, 'a vision worker cannot be ended'));
  }
}

const lost = () => new DomainError('service.unavailable', 'the image could not be looked at, a worker was lost');

function notReady(): never {
  throw new Error('a vision worker ended before it was ready');
}

/**
 * onnxruntime 1.30 brings telemetry that is on by default and reports to its maker. Nothing leaves this machine unasked. The library
 * reads the variable of the process itself when a worker loads it; a worker's own environment is only a copy.
 */
function silenceRuntime(): void {
  // biome-ignore lint/style/noProcessEnv: there is no other way to tell the library
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
