/** A token bucket: `burst` at once, `perSecond` in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was right (ms, monotonic). */
  at: number;
}

/** Buckets that are remembered; the one unused for longest goes first. */
const maxKeys = 10_000;

/** How fast each key (a principal, an address) may go. The keys outlive connections: reconnecting gains nothing. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #elapsed: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, elapsed: () => number) {
    this.#rate = rate;
    this.#elapsed = elapsed;
  }

  /** Takes one token; false when there is none. */
  take(key: string): boolean {
    const bucket = this.#refilled(key);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Whether a token is there, without taking it: for limits that count only failures. */
  has(key: string): boolean {
    return this.#refilled(key).tokens >= 1;
  }

  #refilled(key: string): Bucket {
    const now = this.#elapsed();
    const { burst, perSecond } = this.#rate;
    const known = this.#buckets.get(key);
    const tokens = known ? Math.min(burst, known.tokens + ((now - known.at) / 1_000) * perSecond) : burst;
    const bucket = { tokens, at: now };
    this.#buckets.delete(key); // and in again: insertion order is order of use
    this.#buckets.set(key, bucket);
    this.#forgetOldest();
    return bucket;
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= maxKeys) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
