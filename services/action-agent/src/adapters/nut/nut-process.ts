import type { ChildProcess } from 'node:child_process';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import { endForked, forkBeside } from '../forked.ts';
import type { Injected } from '../uiohook/own-input.ts';
import { injectedBy } from './injections.ts';
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
  readonly #observers = new Set<(what: readonly Injected[]) => () => void>();
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
    const injected = injectedBy(name, ask);
    const arrived = injected.length > 0 ? [...this.#observers].map((observe) => observe(injected)) : [];
    const answer = new Promise<Orders[N]['answer']>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      child.send({ id, name, ask }, (error) => {
        if (error) this.#reject(id, failed('the input process did not take the order', error));
      });
    });
    return answer.finally(() => {
      for (const tell of arrived) tell();
    });
  }

  /** Tells what each order will do with mouse and keyboard before it is sent; what the observer returns is called once that is done. */
  observe(observer: (what: readonly Injected[]) => () => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#end(failed('the desktop is closed'));
    return child ? endForked(child) : Promise.resolve();
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const child = forkBeside(import.meta.url, 'nut-child', this.#environment);
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
