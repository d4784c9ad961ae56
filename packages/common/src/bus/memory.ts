import { setMaxListeners } from 'node:events';
import type { Fact, Order, Work } from '@karna/proto/subjects';
import { encoded } from '../encoded.ts';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { answer, errorOf, hear } from './handlers.ts';
import { MemoryQueue } from './memory-queue.ts';
import type { Bus, DeliveredWork, Subscription, WorkOptions } from './port.ts';
import { type Envelope, matches, refuseTooLarge, traceHeaders } from './wire.ts';

interface Listener {
  readonly pattern: string;
  readonly deliver: (subject: string, envelope: Envelope) => void;
}

interface Server {
  readonly subject: string;
  readonly ask: (envelope: Envelope) => Promise<Envelope>;
}

/**
 * The bus inside one process, for standalone mode. Keeps the promises of the NATS adapter (one contract suite for both),
 * durable work excepted: it lives as long as the process, and the store queues what is unfinished again at start.
 */
export class MemoryBus implements Bus {
  readonly maxPayloadBytes: number;
  readonly #log: Logger;
  readonly #listeners = new Set<Listener>();
  readonly #servers = new Set<Server>();
  readonly #queues = new Map<string, MemoryQueue>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  constructor(log: Logger, maxPayloadBytes = 8 * 1024 * 1024) {
    this.#log = log;
    this.maxPayloadBytes = maxPayloadBytes;
    setMaxListeners(0, this.#stop.signal);
  }

  async publish<N extends string, T>(fact: Fact<N, T>, params: Record<N, string>, message: T): Promise<void> {
    this.#refuseWhenClosed();
    const subject = fact.at(params);
    const data = this.#encode(fact, message);
    const headers = traceHeaders();
    for (const listener of this.#listeners) {
      if (matches(listener.pattern, subject)) listener.deliver(subject, { data: data.slice(), headers });
    }
  }

  async subscribe<N extends string, T>(
    fact: Fact<N, T>,
    handle: (message: T) => unknown,
    params?: Record<N, string>,
  ): Promise<Subscription> {
    let last: Promise<unknown> = Promise.resolve();
    const listener: Listener = {
      pattern: params ? fact.at(params) : fact.all,
      deliver: (subject, { data, headers }) => {
        last = this.#track(last.then(() => hear(this.#log, subject, headers, () => handle(fact.codec.decode(data)))));
      },
    };
    this.#listeners.add(listener);
    return {
      close: async () => {
        this.#listeners.delete(listener);
        await last;
      },
    };
  }

  async request<N extends string, Req, Res>(
    order: Order<N, Req, Res>,
    params: Record<N, string>,
    message: Req,
    { timeoutMs, signal, noOne }: { timeoutMs: number; signal?: AbortSignal; noOne: () => Error },
  ): Promise<Res> {
    this.#refuseWhenClosed();
    const subject = order.at(params);
    const server = this.#take(subject);
    if (!server) throw noOne();
    const asked = server.ask({ data: this.#encode(order, message), headers: traceHeaders() });
    const reply = await within(asked, timeoutMs, signal);
    const failed = errorOf(reply);
    if (failed) throw failed;
    return order.reply.decode(reply.data);
  }

  async serve<N extends string, Req, Res>(
    order: Order<N, Req, Res>,
    params: Record<N, string>,
    handle: (request: Req, signal: AbortSignal) => Promise<Res>,
  ): Promise<Subscription> {
    const subject = order.at(params);
    const busy = new Set<Promise<unknown>>();
    const server: Server = {
      subject,
      ask: (envelope) => {
        const work = async () => {
          await Promise.resolve();
          const response = await handle(order.codec.decode(envelope.data), this.#stop.signal);
          const data = encoded(order.reply, response);
          refuseTooLarge(data, this.maxPayloadBytes);
          return data.slice();
        };
        const reply = this.#track(answer(this.#log, subject, envelope.headers, work));
        busy.add(reply);
        return reply.finally(() => busy.delete(reply));
      },
    };
    this.#servers.add(server);
    return {
      close: async () => {
        this.#servers.delete(server);
        await Promise.allSettled(busy);
      },
    };
  }

  async enqueue<N extends string, T>(
    work: Work<N, T>,
    params: Record<N, string>,
    message: T,
    id: string,
  ): Promise<void> {
    this.#refuseWhenClosed();
    work.at(params);
    this.#queue(work.stream).add({ data: this.#encode(work, message).slice(), headers: traceHeaders() }, id);
  }

  async consume<N extends string, T>(
    work: Work<N, T>,
    _worker: string,
    options: WorkOptions,
    handle: (item: DeliveredWork<T>) => Promise<void>,
  ): Promise<Subscription> {
    const consumer = this.#queue(work.stream).consume(options, ({ data, headers }, attempt, signal) =>
      answer(this.#log, work.all, headers, async () => {
        await handle({ message: work.codec.decode(data), attempt, signal });
        return new Uint8Array();
      }),
    );
    return consumer;
  }

  async isUp(): Promise<boolean> {
    return !this.#stop.signal.aborted;
  }

  async drain(): Promise<void> {
    this.#stop.abort(new DomainError('service.stopping', 'the bus is closing'));
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    this.#listeners.clear();
    this.#servers.clear();
  }

  // Of several servers the one that waited longest gets the request, like a NATS queue group.
  #take(subject: string): Server | undefined {
    for (const server of this.#servers) {
      if (server.subject !== subject) continue;
      this.#servers.delete(server);
      this.#servers.add(server);
      return server;
    }
    return undefined;
  }

  #queue(stream: string): MemoryQueue {
    const known = this.#queues.get(stream);
    if (known) return known;
    const made = new MemoryQueue();
    this.#queues.set(stream, made);
    return made;
  }

  #encode<N extends string, T>(fact: Fact<N, T>, message: T): Uint8Array {
    const data = encoded(fact.codec, message);
    refuseTooLarge(data, this.maxPayloadBytes);
    return data;
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work)).catch(() => {});
    return work;
  }

  #refuseWhenClosed(): void {
    if (this.#stop.signal.aborted) throw new DomainError('service.unavailable', 'the bus is closed');
  }
}

async function within<T>(work: Promise<T>, timeoutMs: number, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(timeoutMs);
  const ended = signal ? AbortSignal.any([signal, limit]) : limit;
  const gone = Promise.withResolvers<never>();
  const onEnd = () =>
    gone.reject(
      signal?.aborted
        ? DomainError.from(signal.reason)
        : new DomainError('request.deadline', `no answer within ${timeoutMs} ms`),
    );
  if (ended.aborted) onEnd();
  ended.addEventListener('abort', onEnd, { once: true });
  try {
    return await Promise.race([work, gone.promise]);
  } finally {
    ended.removeEventListener('abort', onEnd);
  }
}
