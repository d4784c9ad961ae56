import type { Clock } from '../clock.ts';
import type { Cache } from './port.ts';

/** This process's own memory of things. When it is full, what was set first goes first. */
export class MemoryCache implements Cache {
  readonly isUp = true;
  readonly #entries = new Map<string, { value: string; until: number }>();
  readonly #clock: Clock;
  readonly #maxEntries: number;

  constructor(clock: Clock, maxEntries = 10_000) {
    this.#clock = clock;
    this.#maxEntries = maxEntries;
  }

  async get(key: string): Promise<string | undefined> {
    const entry = this.#entries.get(key);
    if (entry && entry.until > this.#clock.elapsed()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  async add(key: string, value: string, ttlMs: number): Promise<void> {
    if ((await this.get(key)) === undefined) await this.set(key, value, ttlMs);
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#entries.delete(key); // set anew, it is the youngest
    this.#entries.set(key, { value, until: this.#clock.elapsed() + ttlMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#maxEntries && oldest !== undefined) this.#entries.delete(oldest);
  }
}
