import { Worker } from 'node:worker_threads';
import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Confirmed } from '../../domain/skills/lessons.ts';
import type { Trainer, Training } from '../../ports.ts';

export interface TrainerInput {
  readonly version: number;
  readonly skills: readonly Skill[];
  readonly confirmed: readonly Confirmed[];
}

export type FromTrainer =
  | { readonly is: 'progress'; readonly share: number }
  | { readonly is: 'model'; readonly bytes: Uint8Array };

const ownScript = new URL(`./trainer-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** One training at a time, in a worker thread that ends with it. */
export class WorkerTrainer implements Trainer {
  readonly #limitMs: number;
  readonly #script: URL;

  constructor(limitMs: number, script = ownScript) {
    this.#limitMs = limitMs;
    this.#script = script;
  }

  async train({ version, skills, confirmed, onProgress, signal }: Training): Promise<Uint8Array> {
    signal.throwIfAborted();
    const workerData: TrainerInput = { version, skills, confirmed };
    const execArgv = this.#script.pathname.endsWith('.ts') ? ['--conditions=source'] : [];
    const worker = new Worker(this.#script, { workerData, execArgv, name: 'training' });
    const over = AbortSignal.any([signal, AbortSignal.timeout(this.#limitMs)]);
    try {
      return await modelFrom(worker, over, onProgress);
    } finally {
      await worker.terminate();
    }
  }
}

function modelFrom(worker: Worker, over: AbortSignal, onProgress: (share: number) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromTrainer) => {
      if (message.is === 'progress') onProgress(message.share);
      else resolve(message.bytes);
    });
    worker.once('error', (cause) => reject(failed('it broke off', cause)));
    worker.once('exit', () => reject(failed('it ended without a model')));
    over.addEventListener(
      'abort',
      () => reject(over.reason?.name === 'TimeoutError' ? failed('it took too long') : over.reason),
      {
        once: true,
      },
    );
  });
}

const failed = (why: string, cause?: unknown): DomainError =>
  new DomainError('training.failed', `the training failed: ${why}; the model that serves goes on`, { cause });
