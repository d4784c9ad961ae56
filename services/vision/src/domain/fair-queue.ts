/** Something that waits for a worker. */
export interface Waiting {
  /** Who gets a share: a desktop. Those that say nothing are one owner. */
  readonly owner: string;
  /** One of many that nobody waits for in person. */
  readonly isBatch: boolean;
}

export interface FairQueueOptions {
  /** How many may wait in all. */
  readonly limit: number;
  /** How many of one owner may wait. */
  readonly perOwner: number;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
}

/** What a worker is to an owner. */
export type Acquaintance =
  /** Nobody knows this owner's screen, or this worker does. */
  | 'suits'
  /** Another worker knows it, and is busy. */
  | 'elsewhere'
  /** Another worker knows it, and is free: it is left to that one. */
  | 'left';

/** So long (ms) something waits for the worker that knows its desktop: what looking at everything anew costs more. */
export const homePatienceMs = 100;
/** A batch that has waited so long (ms) is treated as if a person waited: it yields, and does not starve. */
export const batchPatienceMs = 2_000;

/**
 * Start-time fair queuing (Goyal, Vin, Cheng 1997): each owner's clock runs on by the time that workers spent on it, and the one whose
 * clock shows least is next. Who comes new starts at the clock of who is being served, so that nobody saves up time by being
 * silent, and nobody is held up by how much others have waiting.
 */
export class FairQueue<T extends Waiting> {
  readonly #options: FairQueueOptions;
  readonly #owners = new Map<string, Owner<T>>();
  /** The clock of whoever was served last. */
  #clock = 0;
  #size = 0;
  /** What one takes, as seen lately (ms): charged at the start, corrected at the end. */
  #usual = 100;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Lets something wait; `room` more than the limit are taken when workers are free. `refused` is what has no room: the newcomer, or
   * when another owner has clearly more waiting, the newest of that one.
   */
  push(item: T, room = 0): { readonly refused: T | undefined } {
    const own = this.#owners.get(item.owner)?.waiting.length ?? 0;
    if (own >= this.#options.perOwner + room) return { refused: item };
    if (this.#size < this.#options.limit + room) {
      this.#add(item);
      return { refused: undefined };
    }
    const longest = [...this.#owners.values()].reduce<Owner<T> | undefined>(
      (most, one) => (one.waiting.length > (most?.waiting.length ?? 0) ? one : most),
      undefined,
    );
    if (!longest || longest.waiting.length <= own + 1) return { refused: item };
    const refused = longest.waiting.findLast(({ item: one }) => one.isBatch)?.item ?? longest.waiting.at(-1)?.item;
    if (refused) this.remove(refused);
    this.#add(item);
    return { refused };
  }

  /** Takes out what need not wait any more; false when it does not wait. */
  remove(item: T): boolean {
    const owner = this.#owners.get(item.owner);
    const place = owner?.waiting.findIndex((one) => one.item === item) ?? -1;
    if (!owner || place < 0) return false;
    owner.waiting.splice(place, 1);
    this.#size -= 1;
    this.#forget(item.owner);
    return true;
  }

  /** What a free worker does next. Tell `done` what it took. */
  take(acquaintance: (owner: string) => Acquaintance): T | undefined {
    const now = this.#options.now();
    const next = [...this.#owners]
      .flatMap(([name, owner]) => this.#head(name, owner, now))
      .sort((a, b) => a.rank - b.rank || a.clock - b.clock || a.since - b.since)
      .find(({ name, since }) => isFor(acquaintance(name), now - since));
    if (!next) return undefined;
    this.#clock = Math.max(this.#clock, next.clock);
    next.owner.clock = next.clock + this.#usual;
    next.owner.running += 1;
    this.remove(next.item);
    return next.item;
  }

  /** A worker spent so long (ms) on something that was taken. */
  done(owner: string, tookMs: number): void {
    const known = this.#owners.get(owner);
    if (known) {
      known.clock += tookMs - this.#usual;
      known.running -= 1;
    }
    this.#usual += (tookMs - this.#usual) / 8;
    const isIdle = [...this.#owners.values()].every((one) => one.waiting.length === 0 && one.running === 0);
    // When nobody wants anything, all start anew.
    if (isIdle) this.#owners.clear();
    else for (const name of this.#owners.keys()) this.#forget(name);
  }

  /** Empties it. */
  clear(): T[] {
    const all = [...this.#owners.values()].flatMap(({ waiting }) => waiting.map(({ item }) => item));
    for (const item of all) this.remove(item);
    return all;
  }

  #add(item: T): void {
    const owner = this.#owners.get(item.owner) ?? { clock: this.#clock, running: 0, waiting: [] };
    this.#owners.set(item.owner, owner);
    owner.waiting.push({ item, since: this.#options.now() });
    this.#size += 1;
  }

  /** An owner's next: what a person waits for before batches, the oldest first. */
  #head(name: string, owner: Owner<T>, now: number): Head<T>[] {
    const isUrgent = ({ item, since }: Entry<T>) => !item.isBatch || now - since > batchPatienceMs;
    const first = owner.waiting.find(isUrgent) ?? owner.waiting[0];
    if (!first) return [];
    return [{ ...first, name, owner, rank: isUrgent(first) ? 0 : 1, clock: Math.max(owner.clock, this.#clock) }];
  }

  /** An owner who has nothing here, and whose clock is behind, is like a new one. */
  #forget(name: string): void {
    const owner = this.#owners.get(name);
    if (owner && owner.waiting.length === 0 && owner.running === 0 && owner.clock <= this.#clock)
      this.#owners.delete(name);
  }
}

interface Entry<T> {
  readonly item: T;
  readonly since: number;
}

interface Owner<T> {
  /** Where its clock will stand when what was begun is done (ms of work). */
  clock: number;
  running: number;
  readonly waiting: Entry<T>[];
}

interface Head<T> extends Entry<T> {
  readonly name: string;
  readonly owner: Owner<T>;
  /** 0 before 1. */
  readonly rank: number;
  readonly clock: number;
}

function isFor(acquaintance: Acquaintance, waitedMs: number): boolean {
  if (acquaintance === 'elsewhere') return waitedMs >= homePatienceMs;
  return acquaintance === 'suits';
}
