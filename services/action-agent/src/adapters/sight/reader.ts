import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@karna/common/log';
import { clipped } from '../../domain/geometry.ts';
import type { Bgrx, Box, ReadLine, TextReader } from '../../ports.ts';
import type { FromWorker, PicturePart, ToWorker, WorkerSettings } from './protocol.ts';

export interface SightReaderOptions extends WorkerSettings {
  readonly log: Logger;
  /** The worker's code; tests bring one that misbehaves. */
  readonly script?: URL;
  /** Reading that takes longer has hung (ms). 40 megapixels on one busy core take about 30 s. */
  readonly limitMs?: number;
}

interface Question {
  readonly worker: Worker;
  readonly resolve: (lines: ReadLine[][]) => void;
  readonly reject: (error: Error) => void;
}

const usualLimitMs = 60_000;
/** A worker that was asked to close is waited for so long (ms); then it ends by itself, or with the process. */
const closingMs = 10_000;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const ownScript = new URL(`./worker.${extension}`, import.meta.url);

/**
 * Reads in a thread of its own. A thread that dies or hangs fails its questions and is replaced at the next one; until
 * that is ready, whoever asks waits. No thread is ever cut off: inside native code that would take the process along.
 */
export class SightReader implements TextReader {
  readonly #options: SightReaderOptions;
  readonly #questions = new Map<number, Question>();
  #worker: Promise<Worker> | undefined;
  /** The one that answers now. */
  #running: Worker | undefined;
  #nextId = 1;
  #isClosing = false;

  private constructor(options: SightReaderOptions) {
    this.#options = options;
  }

  /** Resolves when the models are loaded; rejects when they cannot be. */
  static async open(options: SightReaderOptions): Promise<SightReader> {
    const reader = new SightReader(options);
    await reader.#started();
    return reader;
  }

  async read(picture: Bgrx, parts: readonly Box[], signal: AbortSignal): Promise<ReadLine[][]> {
    signal.throwIfAborted();
    if (this.#isClosing) throw new Error('the reader is closed');
    const worker = await this.#started();
    signal.throwIfAborted();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<ReadLine[][]>();
    this.#questions.set(id, { worker, resolve, reject });
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    const hung = setTimeout(() => this.#replace(worker), this.#options.limitMs ?? usualLimitMs).unref();
    const cut = parts.map((part) => partOf(picture, part));
    worker.postMessage(
      { kind: 'read', id, parts: cut } satisfies ToWorker,
      cut.map(({ pixels }) => pixels.buffer),
    );
    return promise.finally(() => {
      clearTimeout(hung);
      signal.removeEventListener('abort', leave);
      this.#questions.delete(id);
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const worker = await this.#worker?.catch(() => undefined);
    if (!worker || worker.threadId === -1) return;
    const exited = once(worker, 'exit').catch(() => {});
    worker.postMessage({ kind: 'close' } satisfies ToWorker);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const waiting = setTimeout(resolve, closingMs);
    await Promise.race([exited, late]);
    clearTimeout(waiting);
  }

  #started(): Promise<Worker> {
    if (!this.#worker) {
      const starting = this.#start();
      this.#worker = starting;
      starting.catch(() => {
        if (this.#worker === starting) this.#worker = undefined;
      });
    }
    return this.#worker;
  }

  async #start(): Promise<Worker> {
    const { script = ownScript, modelsFolder, threads, log } = this.#options;
    silenceRuntime();
    // Sources find their workspace packages through this condition, whatever started the process.
    const execArgv = script.pathname.endsWith('.ts') ? ['--conditions=source'] : [];
    const workerData: WorkerSettings = { modelsFolder, threads };
    const worker = new Worker(script, { workerData, execArgv, name: 'reader' });
    // Once without a desktop to serve it must not keep the process alive.
    worker.unref();
    await ready(worker).catch((cause: unknown) => {
      throw new Error('the networks that read the screen could not be loaded: see MODELS_DIR, or turn REDACT off', {
        cause,
      });
    });
    this.#running = worker;
    worker.on('error', (err) => log.error({ err }, 'the reader failed'));
    worker.on('message', (message: FromWorker) => this.#hear(message));
    worker.once('exit', () => this.#fail(worker, new Error('the reader has ended')));
    return worker;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') return;
    const question = this.#questions.get(message.id);
    if (message.kind === 'read') question?.resolve(message.lines);
    else question?.reject(new Error('the reader could not read', { cause: message.detail }));
  }

  /** What it was asked fails; the next question starts another. */
  #fail(worker: Worker, reason: Error): void {
    if (this.#running === worker) this.#worker = undefined;
    for (const question of this.#questions.values()) if (question.worker === worker) question.reject(reason);
  }

  /** It ends when it comes to. */
  #replace(worker: Worker): void {
    this.#options.log.error('the reader hangs and is replaced');
    this.#fail(worker, new Error('the reader hangs'));
    worker.postMessage({ kind: 'close' } satisfies ToWorker);
  }
}

function partOf(picture: Bgrx, box: Box): PicturePart {
  const part = clipped(box, picture);
  if (!part) throw new Error('a part to read lies outside the picture');
  const { x, y, width, height } = part;
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4;
    pixels.set(picture.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { left: x, top: y, width, height, pixels };
}

/** Resolves at the worker's first message; rejects when it ends before. */
async function ready(worker: Worker): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(worker, 'exit', { signal }).then(() => {
    throw new Error('the reader ended before it was ready');
  });
  try {
    await Promise.race([once(worker, 'message', { signal }), ended]);
  } finally {
    settled.abort();
    ended.catch(() => {});
  }
}

/**
 * onnxruntime reports to its maker unless told otherwise. The library reads the variable of the process itself when a
 * worker loads it; a worker's own environment is only a copy.
 */
function silenceRuntime(): void {
  // biome-ignore lint/style/noProcessEnv: there is no other way to tell the library
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
