/** Bytes on the way to one viewer that it has not painted yet: at first, and the bounds of it. */
const windowBytes = { first: 256 * 1024, least: 32 * 1024, most: 8 * 1024 * 1024 };
/** Updates on the way, at least; more of them the longer the way is, one for so many ms of it. */
const leastOnTheWay = 3;
const mostOnTheWay = 64;
const perUpdateMs = 8;
/** A way that takes so much longer than at best (times, plus ms) is a queue that we fill. */
const queueing = { times: 2, plusMs: 30 };
/** The best time of a way counts for so long (ms): ways change. */
const bestForMs = 10_000;

interface OnTheWay {
  readonly number: number;
  readonly bytes: number;
  readonly sentMs: number;
}

/** How much one viewer may be sent: as much as it paints without a queue forming on the way. */
export class Pacing {
  #number = 0;
  #onTheWay: OnTheWay[] = [];
  #bytes = 0;
  #window = windowBytes.first;
  #best = { ms: Number.POSITIVE_INFINITY, sinceMs: 0 };

  get hasRoom(): boolean {
    const most = Math.min(mostOnTheWay, leastOnTheWay + Math.ceil(this.roundTripMs / perUpdateMs));
    return this.#onTheWay.length === 0 || (this.#bytes < this.#window && this.#onTheWay.length < most);
  }

  /** From sending an update until it is painted, at best (ms); 0 before it is known. */
  get roundTripMs(): number {
    return Number.isFinite(this.#best.ms) ? this.#best.ms : 0;
  }

  /** The way is narrow: what can be sent in fewer bytes should be. */
  get isNarrow(): boolean {
    return this.#window < windowBytes.first;
  }

  /** The number of an update that leaves now. */
  sent(bytes: number, nowMs: number): number {
    this.#number += 1;
    this.#onTheWay.push({ number: this.#number, bytes, sentMs: nowMs });
    this.#bytes += bytes;
    return this.#number;
  }

  /** Painted up to this number. One that was never sent says nothing. */
  taken(number: number, nowMs: number): void {
    if (number > this.#number) return;
    const taken = this.#onTheWay.filter((update) => update.number <= number);
    const last = taken.at(-1);
    if (!last) return;
    const bytes = taken.reduce((sum, update) => sum + update.bytes, 0);
    this.#onTheWay = this.#onTheWay.slice(taken.length);
    this.#bytes -= bytes;
    this.#measured(nowMs - last.sentMs, bytes, nowMs);
  }

  #measured(ms: number, bytes: number, nowMs: number): void {
    if (ms <= this.#best.ms || nowMs - this.#best.sinceMs > bestForMs) this.#best = { ms, sinceMs: nowMs };
    const isQueueing = ms > this.#best.ms * queueing.times + queueing.plusMs;
    const wanted = isQueueing ? this.#window * 0.7 : this.#window + bytes;
    this.#window = Math.min(windowBytes.most, Math.max(windowBytes.least, wanted));
  }
}
