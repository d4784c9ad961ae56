import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Answer, OrderName, Orders } from './orders.ts';

/** A child that dies more often than this has no display to work on. */
const maxCrashes = 5;
const withinMs = 10_000;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: DomainError) => void;
}

/**
 * Supervises the process in which nut-js runs. A call during which it dies rejects with `action.failed`; the next one
 * starts it anew.
 */
export class NutProcess {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #log: Logger;
  readonly #gone = new AbortController();
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #crashes: number[] = [];
  #nextId = 1;

  readonly gone: AbortSignal = this.#gone.signal;

  constructor(environment: NodeJS.ProcessEnv, log: Logger) {
    this.#environment = environment;
    this.#log = log;
  }

  /** The process id of the child, for tests that end it. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How often the child has had to be started again. */
  get restarts(): number {
    return this.#crashes.length;
  }

  order<N extends OrderName>(name: N, ask: Orders[N]['ask']): Promise<Orders[N]['answer']> {
    if (this.gone.aborted) return Promise.reject(this.gone.reason);
    const child = this.#running();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      child.send({ id, name, ask }, (error) => {
        if (error) this.#reject(id, failed('the input process did not take the order', error));
      });
    });
  }

  close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#end(failed('the desktop is closed'));
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.disconnect(); // it ends itself on this
    });
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    // Runs from the sources under Node's type stripping and from the build alike.
    const module = new URL(`./nut-child${extname(import.meta.url)}`, import.meta.url);
    const child = fork(module, [], {
      env: this.#environment,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (answer: Answer) => this.#settle(answer));
    child.once('error', (error) => this.#died(child, error));
    child.once('exit', () => this.#died(child));
    this.#child = child;
    return child;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(failed('the desktop refused the action', new Error(answer.error)));
    else waiting?.resolve(answer.answer);
  }

  #died(child: ChildProcess, cause?: Error): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < withinMs), now];
    this.#log.warn({ crashes: this.#crashes.length }, 'the input process died');
    const error = failed('the input process died during the action', cause);
    if (this.#crashes.length > maxCrashes) this.#end(failed('the input process dies again and again', cause));
    for (const id of [...this.#waiting.keys()]) this.#reject(id, error);
  }

  #end(reason: DomainError): void {
    this.#gone.abort(reason);
    for (const id of [...this.#waiting.keys()]) this.#reject(id, reason);
  }

  #reject(id: number, error: DomainError): void {
    this.#waiting.get(id)?.reject(error);
    this.#waiting.delete(id);
  }
}

const failed = (message: string, cause?: Error) => new DomainError('action.failed', message, { cause });
