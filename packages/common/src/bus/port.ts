import type { Fact, Order, Work } from '@karna/proto/subjects';

type Params<Name extends string> = Record<Name, string>;

/** A subscription or served subject; closing it lets handlers that run finish first. */
export interface Subscription {
  close(): Promise<void>;
}

export interface DeliveredWork<T> {
  readonly message: T;
  /** How often it was delivered, this time included. */
  readonly attempt: number;
  /** Aborts when the worker is asked to stop. */
  readonly signal: AbortSignal;
}

export interface WorkOptions {
  /** How many items one consumer works on at once. */
  readonly concurrency: number;
  /** Unanswered for so long (ms), an item goes to another worker. Renewed while the handler runs. */
  readonly ackWaitMs: number;
  /** After so many deliveries the item is dropped and `onDead` is told. */
  readonly maxDeliver: number;
  /** After a failure the item rests for so long (ms) before it is delivered again. */
  readonly retryDelayMs: number;
  readonly onDead?: (error: unknown) => void;
}

/**
 * Facts, orders and durable work. Messages are copied bytes: nothing is shared between sender and receiver.
 * Handlers never run inside the sender's call. Trace context travels in headers.
 * Errors: `service.unavailable` when the broker does not answer, `input.too_large` above the payload limit.
 */
export interface Bus {
  /** Largest message (bytes). */
  readonly maxPayloadBytes: number;

  /** Tells everybody who listens now; nobody listening is fine. */
  publish<N extends string, T>(fact: Fact<N, T>, params: Params<N>, message: T): Promise<void>;
  /** Hears every fact of a kind, in the order each sender sent them; one at a time. A handler's rejection is logged, not fatal. */
  subscribe<N extends string, T>(
    fact: Fact<N, T>,
    handle: (message: T) => unknown,
    /** Of this one thing only; else of all. */
    params?: Params<N>,
  ): Promise<Subscription>;

  /** Asks whoever serves the order; `noOne` when nobody does; `request.deadline` after `timeoutMs`. Errors keep their code. */
  request<N extends string, Req, Res>(
    order: Order<N, Req, Res>,
    params: Params<N>,
    message: Req,
    options: { timeoutMs: number; signal?: AbortSignal; noOne: () => Error },
  ): Promise<Res>;
  /** Serves one thing's orders; of several servers one gets each request. Requests are handled side by side. */
  serve<N extends string, Req, Res>(
    order: Order<N, Req, Res>,
    params: Params<N>,
    handle: (request: Req, signal: AbortSignal) => Promise<Res>,
  ): Promise<Subscription>;

  /** Queues durable work; the same `id` again within two minutes is the same item. Resolves when it is kept. */
  enqueue<N extends string, T>(work: Work<N, T>, params: Params<N>, message: T, id: string): Promise<void>;
  /** Takes part in a kind of work: items go to one worker at a time, and again to some worker until one succeeds. */
  consume<N extends string, T>(
    work: Work<N, T>,
    worker: string,
    options: WorkOptions,
    handle: (item: DeliveredWork<T>) => Promise<void>,
  ): Promise<Subscription>;

  /** Whether the broker answers now. */
  isUp(): Promise<boolean>;
  /** Stops taking, lets handlers finish, sends what is queued, closes. */
  drain(): Promise<void>;
}
