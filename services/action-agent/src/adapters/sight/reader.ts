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
}

interface Question {
  readonly resolve: (lines: ReadLine[][]) => void;
  readonly reject: (error: Error) => void;
}

/** A worker that was asked to close gets so long before it is cut off (ms). */
const closingMs = 3000;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const ownScript = new URL(`./worker.${extension}`, import.meta.url);

/**
 * Reads in a thread of its own. A thread that dies or hangs fails its questions and is replaced at the next one; until
 * that is ready, whoever asks waits.
 */
export class SightReader implements TextReader {
  readonly #options: SightReaderOptions;
  readonly #questions = new Map<number, Question>();
  #worker: Promise<Worker> | undefined;
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
    this.#questions.set(id, { resolve, reject });
    const giveUp = () => this.#giveUp(id, worker, signal);
    signal.addEventListener('abort', giveUp, { once: true });
    const cut = parts.map((part) => partOf(picture, part));
    worker.postMessage(
      { kind: 'read', id, parts: cut } satisfies ToWorker,
      cut.map(({ pixels }) => pixels.buffer),
    );
    return promise.finally(() => {
      signal.removeEventListener('abort', giveUp);
      this.#questions.delete(id);
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const worker = await this.#worker?.catch(() => undefined);
    if (!worker || worker.threadId === -1) return;
    const exited = once(worker, 'exit').catch(() => {});
    worker.postMessage({ kind: 'close' } satisfies ToWorker);
    const late = setTimeout(() => void worker.terminate(), closingMs);
    await exited;
    clearTimeout(late);
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
    worker.on('error', (err) => log.error({ err }, 'the reader failed'));
    worker.on('message', (message: FromWorker) => this.#hear(message));
    worker.once('exit', () => this.#ended());
    return worker;
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') return;
    const question = this.#questions.get(message.id);
    if (message.kind === 'read') question?.resolve(message.lines);
    else question?.reject(new Error('the reader could not read', { cause: message.detail }));
  }

  #ended(): void {
    this.#worker = undefined;
    for (const { reject } of this.#questions.values()) reject(new Error('the reader has ended'));
  }

  /** Whoever asked has gone, or has waited too long: then it hangs, and the next question starts another. */
  #giveUp(id: number, worker: Worker, { reason }: AbortSignal): void {
    this.#questions.get(id)?.reject(reason instanceof Error ? reason : new Error('given up'));
    if ((reason as Error | undefined)?.name !== 'TimeoutError') return;
    this.#options.log.error('the reader hangs and is replaced');
    this.#worker = undefined;
    void worker.terminate();
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
