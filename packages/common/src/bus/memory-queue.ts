import { errorOf } from './handlers.ts';
import type { Subscription, WorkOptions } from './port.ts';
import { type Envelope, errorHeader } from './wire.ts';

type Handle = (item: Envelope, attempt: number, signal: AbortSignal) => Promise<Envelope>;

interface Item {
  readonly envelope: Envelope;
  attempt: number;
}

interface Consumer {
  readonly options: WorkOptions;
  readonly handle: Handle;
  readonly busy: Set<Promise<void>>;
  readonly stop: AbortController;
}

/** How long an id is remembered, so that the same work twice is one item (ms). NATS's default. */
const sameIdMs = 120_000;

/** One stream of work inside a process: each item to one consumer at a time, again until it succeeds. */
export class MemoryQueue {
  readonly #waiting: Item[] = [];
  readonly #seen = new Map<string, number>();
  readonly #consumers = new Set<Consumer>();
  readonly #resting = new Set<NodeJS.Timeout>();

  add(envelope: Envelope, id: string): void {
    const now = performance.now();
    for (const [known, at] of this.#seen) {
      if (now - at < sameIdMs) break; // insertion order is time order
      this.#seen.delete(known);
    }
    if (this.#seen.has(id)) return;
    this.#seen.set(id, now);
    this.#waiting.push({ envelope, attempt: 0 });
    this.#spread();
  }

  consume(options: WorkOptions, handle: Handle): Subscription {
    const consumer: Consumer = { options, handle, busy: new Set(), stop: new AbortController() };
    this.#consumers.add(consumer);
    queueMicrotask(() => this.#spread());
    return { close: () => this.#leave(consumer) };
  }

  async close(): Promise<void> {
    for (const timer of this.#resting) clearTimeout(timer);
    await Promise.all([...this.#consumers].map((consumer) => this.#leave(consumer)));
  }

  async #leave(consumer: Consumer): Promise<void> {
    this.#consumers.delete(consumer);
    consumer.stop.abort();
    await Promise.allSettled(consumer.busy);
  }

  #spread(): void {
    for (let free = this.#free(); free && this.#waiting.length > 0; free = this.#free()) {
      const item = this.#waiting.shift();
      if (item) this.#give(free, item);
    }
  }

  #free(): Consumer | undefined {
    const able = [...this.#consumers].filter(({ busy, options }) => busy.size < options.concurrency);
    return able.sort((a, b) => a.busy.size - b.busy.size)[0];
  }

  #give(consumer: Consumer, item: Item): void {
    item.attempt += 1;
    const work = consumer.handle(item.envelope, item.attempt, consumer.stop.signal).then((reply) => {
      consumer.busy.delete(work);
      if (reply.headers[errorHeader] !== undefined) this.#again(consumer, item, reply);
      this.#spread();
    });
    consumer.busy.add(work);
  }

  #again({ options, stop }: Consumer, item: Item, reply: Envelope): void {
    if (stop.signal.aborted) item.attempt -= 1; // a leaving worker's item is not the item's fault
    if (item.attempt >= options.maxDeliver) {
      options.onDead?.(errorOf(reply));
      return;
    }
    const timer = setTimeout(
      () => {
        this.#resting.delete(timer);
        this.#waiting.push(item);
        this.#spread();
      },
      stop.signal.aborted ? 0 : options.retryDelayMs,
    );
    this.#resting.add(timer);
  }
}
