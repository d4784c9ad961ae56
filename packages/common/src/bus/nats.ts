import type { Fact, Order, Work } from '@karna/proto/subjects';
import {
  AckPolicy,
  type Consumer,
  JetStreamApiError,
  type JsMsg,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
} from '@nats-io/jetstream';
import {
  connect,
  headers as emptyHeaders,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  NoRespondersError,
  nanos,
  RequestError,
  TimeoutError,
} from '@nats-io/transport-node';
import { encoded } from '../encoded.ts';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { answer, errorOf, hear } from './handlers.ts';
import type { Bus, DeliveredWork, Subscription, WorkOptions } from './port.ts';
import { type Envelope, errorHeader, refuseTooLarge, traceHeaders } from './wire.ts';

/** How long an id is remembered by a work stream (ms). */
const sameIdMs = 120_000;
/** How long the broker may take to answer a flush or a JetStream call (ms). */
const brokerMs = 5_000;

/** Joins the NATS server at `url` (`nats://user:password@host:port`), and again for ever whenever the connection is lost. */
export async function connectBus(url: string, name: string, log: Logger): Promise<Bus> {
  const { protocol, host, username, password } = new URL(url);
  const connection = await connect({
    servers: host,
    // The client does not take them from the address itself.
    ...(username && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(protocol === 'tls:' && { tls: {} }),
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    waitOnFirstConnect: true,
    timeout: brokerMs,
  });
  void watch(connection, log);
  return new NatsBus(connection, log);
}

async function watch(connection: NatsConnection, log: Logger): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') log.warn('lost the message bus');
    if (type === 'reconnect') log.info('the message bus is back');
  }
}

export class NatsBus implements Bus {
  readonly #nats: NatsConnection;
  readonly #log: Logger;
  readonly #stop = new AbortController();

  constructor(nats: NatsConnection, log: Logger) {
    this.#nats = nats;
    this.#log = log;
  }

  get maxPayloadBytes(): number {
    return this.#nats.info?.max_payload ?? 1024 * 1024;
  }

  async publish<N extends string, T>(fact: Fact<N, T>, params: Record<N, string>, message: T): Promise<void> {
    const subject = fact.at(params);
    const data = this.#encode(fact, message);
    await this.#broker(async () => this.#nats.publish(subject, data, { headers: toNats(traceHeaders()) }));
  }

  async subscribe<N extends string, T>(
    fact: Fact<N, T>,
    handle: (message: T) => unknown,
    params?: Record<N, string>,
  ): Promise<Subscription> {
    const subscription = this.#nats.subscribe(params ? fact.at(params) : fact.all);
    const done = (async () => {
      for await (const { subject, data, headers } of subscription) {
        await hear(this.#log, subject, fromNats(headers), () => handle(fact.codec.decode(data)));
      }
    })();
    await this.#flush();
    return {
      close: async () => {
        await subscription.drain().catch(() => subscription.unsubscribe());
        await done;
      },
    };
  }

  async request<N extends string, Req, Res>(
    order: Order<N, Req, Res>,
    params: Record<N, string>,
    message: Req,
    { timeoutMs, signal, noOne }: { timeoutMs: number; signal?: AbortSignal; noOne: () => Error },
  ): Promise<Res> {
    const data = this.#encode(order, message);
    signal?.throwIfAborted();
    const asked = this.#nats.request(order.at(params), data, { timeout: timeoutMs, headers: toNats(traceHeaders()) });
    const reply = await orAborted(asked, signal).catch((error: unknown) => {
      if (isNoOne(error)) throw noOne();
      if (error instanceof TimeoutError || (error instanceof Error && error.cause instanceof TimeoutError)) {
        throw new DomainError('request.deadline', `no answer within ${timeoutMs} ms`, { cause: error });
      }
      throw signal?.aborted ? DomainError.from(signal.reason) : brokerFailed(error);
    });
    const failed = errorOf({ data: reply.data, headers: fromNats(reply.headers) });
    if (failed) throw failed;
    return order.reply.decode(reply.data);
  }

  async serve<N extends string, Req, Res>(
    order: Order<N, Req, Res>,
    params: Record<N, string>,
    handle: (request: Req, signal: AbortSignal) => Promise<Res>,
  ): Promise<Subscription> {
    const busy = new Set<Promise<void>>();
    const respond = async (message: Msg) => {
      const { data, headers } = await answer(this.#log, message.subject, fromNats(message.headers), async () => {
        const reply = encoded(order.reply, await handle(order.codec.decode(message.data), this.#stop.signal));
        refuseTooLarge(reply, this.maxPayloadBytes);
        return reply;
      });
      message.respond(data, { headers: toNats(headers) });
    };
    const subscription = this.#nats.subscribe(order.at(params), {
      queue: 'serve',
      callback: (error, message) => {
        if (error) return this.#log.error({ err: error }, 'an order could not be received');
        const work = respond(message)
          .catch((err: unknown) => this.#log.error({ err }, 'an order could not be answered'))
          .finally(() => busy.delete(work));
        busy.add(work);
      },
    });
    await this.#flush();
    return {
      close: async () => {
        await subscription.drain().catch(() => subscription.unsubscribe());
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
    const subject = work.at(params);
    const data = this.#encode(work, message);
    const headers = toNats(traceHeaders());
    const keep = () => jetstream(this.#nats).publish(subject, data, { msgID: id, headers, timeout: brokerMs });
    await this.#broker(async () => {
      await keep().catch(async (error: unknown) => {
        if (!isNoOne(error)) throw error;
        await this.#openStream(work); // the first item ever
        await keep();
      });
    });
  }

  async consume<N extends string, T>(
    work: Work<N, T>,
    worker: string,
    options: WorkOptions,
    handle: (item: DeliveredWork<T>) => Promise<void>,
  ): Promise<Subscription> {
    const consumer = await this.#broker(() => this.#openConsumer(work, worker, options));
    const stop = new AbortController();
    const busy = new Set<Promise<void>>();
    const done = this.#pull(consumer, options, stop.signal, busy, (message) =>
      this.#perform(message, options, () =>
        handle({ message: work.codec.decode(message.data), attempt: message.info.deliveryCount, signal: stop.signal }),
      ),
    );
    return {
      close: async () => {
        stop.abort();
        await done;
        await Promise.allSettled(busy);
      },
    };
  }

  async isUp(): Promise<boolean> {
    if (this.#nats.isClosed()) return false;
    return orLate(this.#nats.flush(), 1000).then(
      () => true,
      () => false,
    );
  }

  async drain(): Promise<void> {
    this.#stop.abort(new DomainError('service.stopping', 'the bus is closing'));
    if (this.#nats.isClosed()) return;
    await orLate(this.#nats.drain(), brokerMs).catch(() => this.#nats.close());
  }

  // One pull at a time for as many items as there is room: what this worker cannot start stays for the others.
  async #pull(
    consumer: Consumer,
    { concurrency, retryDelayMs }: WorkOptions,
    signal: AbortSignal,
    busy: Set<Promise<void>>,
    perform: (message: JsMsg) => Promise<void>,
  ): Promise<void> {
    const leaving = aborted(signal);
    while (!signal.aborted) {
      if (busy.size >= concurrency) {
        await Promise.race([...busy, leaving]);
        continue;
      }
      const pulled = consumer.next({ expires: 5_000 });
      const message = await orAborted(pulled, signal).catch(async (err: unknown) => {
        if (signal.aborted) return void pulled.then((late) => late?.nak()).catch(() => {});
        this.#log.warn({ err }, 'could not fetch work; trying again');
        await Promise.race([pause(retryDelayMs), leaving]);
      });
      if (!message) continue;
      const work = perform(message).finally(() => busy.delete(work));
      busy.add(work);
    }
  }

  async #perform(message: JsMsg, options: WorkOptions, handle: () => Promise<void>): Promise<void> {
    const alive = setInterval(() => message.working(), options.ackWaitMs / 3);
    const outcome = await answer(this.#log, message.subject, fromNats(message.headers), async () => {
      await handle();
      return new Uint8Array();
    });
    clearInterval(alive);
    if (outcome.headers[errorHeader] === undefined) await message.ackAck().catch(() => message.ack());
    else if (message.info.deliveryCount >= options.maxDeliver) {
      message.term(); // without a reason: servers before 2.10 would not understand it
      options.onDead?.(errorOf(outcome));
    } else message.nak(options.retryDelayMs);
  }

  async #openStream<N extends string, T>(work: Work<N, T>): Promise<void> {
    const manager = await jetstreamManager(this.#nats, { timeout: brokerMs });
    await manager.streams.add({
      name: work.stream,
      subjects: [work.all],
      retention: RetentionPolicy.Workqueue,
      duplicate_window: nanos(sameIdMs),
    });
  }

  async #openConsumer<N extends string, T>(work: Work<N, T>, worker: string, options: WorkOptions): Promise<Consumer> {
    await this.#openStream(work);
    const { consumers } = await jetstreamManager(this.#nats, { timeout: brokerMs });
    const ack_wait = nanos(options.ackWaitMs);
    // Adding fails where an older version left the same worker with another limit (servers since 2.10).
    if (await isThere(consumers.info(work.stream, worker))) await consumers.update(work.stream, worker, { ack_wait });
    else {
      await consumers.add(work.stream, {
        durable_name: worker,
        ack_policy: AckPolicy.Explicit,
        ack_wait,
        max_deliver: -1, // counted here, so that the last failure is told to somebody
      });
    }
    return jetstream(this.#nats).consumers.get(work.stream, worker);
  }

  #encode<N extends string, T>(fact: Fact<N, T>, message: T): Uint8Array {
    const data = encoded(fact.codec, message);
    refuseTooLarge(data, this.maxPayloadBytes);
    return data;
  }

  async #flush(): Promise<void> {
    await this.#broker(() => orLate(this.#nats.flush(), brokerMs));
  }

  async #broker<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => {
      throw brokerFailed(error);
    });
  }
}

// The client wraps it: RequestError for a request, JetStreamNotEnabled around that for a subject that no stream takes.
function isNoOne(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof NoRespondersError || (cause instanceof RequestError && cause.isNoResponders())) return true;
  }
  return false;
}

const isThere = (info: Promise<unknown>): Promise<boolean> =>
  info.then(
    () => true,
    (error: unknown) => {
      if (error instanceof JetStreamApiError && error.status === 404) return false;
      throw error;
    },
  );

const brokerFailed = (cause: unknown): DomainError =>
  cause instanceof DomainError
    ? cause
    : new DomainError('service.unavailable', 'the message bus does not answer', { cause });

function toNats(headers: Envelope['headers']): MsgHdrs {
  const made = emptyHeaders();
  for (const [key, value] of Object.entries(headers)) made.set(key, value);
  return made;
}

const fromNats = (headers?: MsgHdrs): Record<string, string> =>
  Object.fromEntries(headers?.keys().map((key) => [key, headers.get(key)]) ?? []);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

async function orLate<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // lost the race: its failure has been told already
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function orAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  const gone = Promise.withResolvers<never>();
  const onAbort = () => gone.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, gone.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => {});
  }
}
