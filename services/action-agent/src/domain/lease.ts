import { DomainError } from '@karna/common/errors';

export interface Holder {
  readonly viewer: string;
  readonly principal: string;
}

/** The person at the desktop comes first, and a task next: so long after either acted nobody gets the hands (ms). */
export const afterPersonMs = 3000;
export const afterTaskMs = 3000;
/** Whoever has the hands and is not heard of for so long has lost them (ms). */
export const unheardMs = 10_000;

/** Whose the remote hands of a desktop are: one viewer's at a time, or nobody's. Times are of the monotonic clock (ms). */
export class Lease {
  #holder: Holder | undefined;
  #heardMs = 0;
  #personMs = Number.NEGATIVE_INFINITY;
  #taskMs = Number.NEGATIVE_INFINITY;

  get holder(): Holder | undefined {
    return this.#holder;
  }

  isHeldBy(viewer: string): boolean {
    return this.#holder?.viewer === viewer;
  }

  /** Answers who had them before. Fails with `desktop.busy`. */
  take(holder: Holder, over: boolean, nowMs: number): Holder | undefined {
    if (nowMs - this.#personMs < afterPersonMs) throw busy('the person at the desktop is using it');
    if (nowMs - this.#taskMs < afterTaskMs) throw busy('a task is acting at the desktop; pause or halt it first');
    const before = this.#holder;
    if (before && before.viewer !== holder.viewer && !over)
      throw busy('somebody else is using it from afar; take over');
    this.#holder = holder;
    this.#heardMs = nowMs;
    return before?.viewer === holder.viewer ? undefined : before;
  }

  heard(viewer: string, nowMs: number): void {
    if (this.isHeldBy(viewer)) this.#heardMs = nowMs;
  }

  isUnheard(nowMs: number): boolean {
    return this.#holder !== undefined && nowMs - this.#heardMs > unheardMs;
  }

  personActed(nowMs: number): void {
    this.#personMs = nowMs;
  }

  taskActed(nowMs: number): void {
    this.#taskMs = nowMs;
  }

  end(): void {
    this.#holder = undefined;
  }
}

const busy = (why: string): DomainError => new DomainError('desktop.busy', why);
