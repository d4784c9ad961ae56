import type { TileSet } from '../screen/tiles.ts';

/** Between two readings, at least (ms), and as a share of what the last one took: reading is what costs here. */
const restMs = 40;
const restShare = 0.5;
/** After a reading that failed (ms). */
const retryMs = 1000;
/** A tile that changed twice within so long (ms) does not rest: what is read there now is past before it is known. */
const restlessMs = 80;
/** Each tile that does not rest is read along for nothing: so long (ms) is waited for it, to read more at once. */
const perRestlessMs = 4;
/** What hides nothing, and what never rests, is read after so long (ms), and so many times what the last reading took. */
const patientMs = 1000;
const patientTimes = 10;

/** When the live picture is to be read next: at once for a veil over what rests, otherwise now and then. Times are of the monotonic clock (ms). */
export class ReadingTimes {
  readonly #changedMs: Float64Array;
  readonly #restsMs: Float64Array;
  #endedMs = Number.NEGATIVE_INFINITY;
  #restMs = 0;
  #patientMs = patientMs;

  constructor(tiles: number) {
    this.#changedMs = new Float64Array(tiles).fill(Number.NEGATIVE_INFINITY);
    this.#restsMs = new Float64Array(tiles).fill(Number.NEGATIVE_INFINITY);
  }

  changed(tile: number, nowMs: number): void {
    const sinceMs = nowMs - (this.#changedMs[tile] ?? 0);
    if (sinceMs < restlessMs) this.#restsMs[tile] = nowMs + restlessMs;
    this.#changedMs[tile] = nowMs;
  }

  ended(tookMs: number, nowMs: number): void {
    this.#endedMs = nowMs;
    this.#restMs = Math.max(restMs, tookMs * restShare);
    this.#patientMs = Math.max(patientMs, tookMs * patientTimes);
  }

  failed(nowMs: number): void {
    this.#endedMs = nowMs;
    this.#restMs = retryMs;
  }

  /** `veiled`: what waits for the reading. */
  dueMs(veiled: TileSet, nowMs: number): number {
    let [restsMs, restless] = [Number.POSITIVE_INFINITY, 0];
    for (const tile of veiled) {
      const atMs = this.#restsMs[tile] ?? 0;
      restsMs = Math.min(restsMs, Math.max(atMs, this.#changedMs[tile] ?? 0));
      if (atMs > nowMs) restless += 1;
    }
    const worthMs = restsMs + Math.min(patientMs, restless * perRestlessMs);
    return Math.max(this.#endedMs + this.#restMs, Math.min(worthMs, this.#endedMs + this.#patientMs));
  }
}
