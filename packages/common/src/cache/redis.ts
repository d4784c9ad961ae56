import { createClient } from 'redis';
import type { Clock } from '../clock.ts';
import type { Secret } from '../config.ts';
import type { Cache } from './port.ts';

/** A cache that is slower than this is worse than none (ms). */
const answerMs = 250;
/** After a failure it is left alone for so long (ms), so that a hanging one slows down few requests. */
const restMs = 1_000;
const reconnect = { firstMs: 100, maxMs: 2_000 };

type Client = ReturnType<typeof makeClient>;

/** A cache that replicas share (Redis 7.0 or later). When it does not answer, everything goes on without it. */
export class RedisCache implements Cache {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #onAnswer: (up: boolean, changed: boolean) => void;
  #up = true;
  #restUntil = 0;

  private constructor(client: Client, clock: Clock, onAnswer: (up: boolean, changed: boolean) => void) {
    this.#client = client;
    this.#clock = clock;
    this.#onAnswer = onAnswer;
  }

  /** Gives Redis a moment to answer, and goes on without it if it does not; it is connected to again for ever. */
  static async open(url: Secret, clock: Clock, onAnswer: (up: boolean, changed: boolean) => void): Promise<RedisCache> {
    const client = makeClient(url);
    client.on('error', () => {}); // every request notices by itself
    await soon(client.connect()).catch(() => {}); // likewise
    return new RedisCache(client, clock, onAnswer);
  }

  get(key: string): Promise<string | undefined> {
    return this.#ask(async () => (await this.#client.get(key)) ?? undefined);
  }

  async add(key: string, value: string, ttlMs: number): Promise<void> {
    await this.#ask(() => this.#client.set(key, value, { expiration: { type: 'PX', value: ttlMs }, condition: 'NX' }));
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    await this.#ask(() => this.#client.set(key, value, { expiration: { type: 'PX', value: ttlMs } }));
  }

  /** Whether the last request was answered. */
  get isUp(): boolean {
    return this.#up;
  }

  close(): void {
    this.#client.destroy();
  }

  async #ask<T>(request: () => Promise<T>): Promise<T | undefined> {
    if (this.#clock.elapsed() < this.#restUntil) return undefined;
    if (!this.#client.isReady) {
      this.#tell(false);
      return undefined;
    }
    try {
      const answer = await soon(request());
      this.#tell(true);
      return answer;
    } catch {
      this.#restUntil = this.#clock.elapsed() + restMs;
      this.#tell(false); // counted and logged there; a cache may forget
      return undefined;
    }
  }

  #tell(up: boolean): void {
    const changed = up !== this.#up;
    this.#up = up;
    this.#onAnswer(up, changed);
  }
}

const makeClient = (url: Secret) =>
  createClient({
    url: url.reveal(),
    disableOfflineQueue: true, // away is away: no request waits for it to come back
    socket: {
      connectTimeout: 2_000,
      reconnectStrategy: (attempts) => Math.min(reconnect.maxMs, reconnect.firstMs * 2 ** Math.min(attempts, 10)),
    },
  });

function soon<T>(answer: Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(answerMs);
  return new Promise((resolve, reject) => {
    late.addEventListener('abort', () => reject(late.reason), { once: true });
    answer.then(resolve, reject);
  });
}
