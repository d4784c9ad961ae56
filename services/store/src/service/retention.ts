import type { Clock } from '@karna/common/clock';
import type { Events, RemovedKind } from '../events.ts';
import type { UnitOfWork } from '../ports.ts';
import type { BlobRecords } from './blobs.ts';

export interface RetentionSettings {
  /** Ended tasks with their journals; ended recordings; drafts that nobody changes (ms). */
  readonly tasksMs: number;
  /** Facts, for clients that resume (ms). */
  readonly factsMs: number;
  /** Turns of conversations (ms). */
  readonly turnsMs: number;
  /** Pictures, from when the last task or recording that shows them ended (ms). */
  readonly picturesMs: number;
  /** Between two clean-ups (ms). */
  readonly everyMs: number;
}

/** Small batches: no lock is held for long, and others get their turn in between. */
const batch = 200;
/** Expired codes and tokens may still be asked about for a while (ms). */
const expiredMs = 24 * 3_600_000;
/** A unit of work is tried again for seconds, not for an hour (ms). */
const marksMs = 3_600_000;

/** Removes what is older than the operator wants to keep. Any number of replicas may do so at once. */
export class Retention {
  readonly #work: UnitOfWork;
  readonly #blobs: BlobRecords;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #settings: RetentionSettings;

  constructor(work: UnitOfWork, blobs: BlobRecords, clock: Clock, events: Events, settings: RetentionSettings) {
    this.#work = work;
    this.#blobs = blobs;
    this.#clock = clock;
    this.#events = events;
    this.#settings = settings;
  }

  async loop(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.cleanUp(stopping).catch((error: unknown) => {
        if (!stopping.aborted) this.#events.retentionFailed(error);
      });
      await this.#clock.sleep(this.#settings.everyMs, stopping).catch(() => {}); // woken only by the stop
    }
  }

  async cleanUp(stopping: AbortSignal): Promise<void> {
    const { tasksMs, factsMs, turnsMs, picturesMs } = this.#settings;
    const all = (kind: RemovedKind, ageMs: number, remove: (before: Date) => Promise<number>) =>
      this.#removeAll(kind, ageMs, remove, stopping);
    await all('tasks', tasksMs, (before) => this.#work.run((tx) => tx.tasks.removeEnded(before, batch)));
    await all('facts', factsMs, (before) => this.#work.run((tx) => tx.facts.removeOldest(before, batch)));
    await all('turns', turnsMs, (before) => this.#work.run((tx) => tx.turns.removeOld(before, batch)));
    await all('recordings', tasksMs, (before) => this.#work.run((tx) => tx.recordings.removeEnded(before, batch)));
    await all('drafts', tasksMs, (before) => this.#work.run((tx) => tx.drafts.removeOld(before, batch)));
    await all('pictures', picturesMs, (before) => this.#blobs.removeUnused(before, batch));
    await all('codes', expiredMs, (before) => this.#work.run((tx) => tx.codes.removeExpired(before, batch)));
    await all('tokens', expiredMs, (before) => this.#work.run((tx) => tx.tokens.removeExpired(before, batch)));
    await all('marks', marksMs, (before) => this.#work.forget(before, batch * 10));
  }

  async #removeAll(
    kind: RemovedKind,
    ageMs: number,
    remove: (before: Date) => Promise<number>,
    stopping: AbortSignal,
  ): Promise<void> {
    const before = new Date(this.#clock.now().getTime() - ageMs);
    let total = 0;
    for (let count = 1; count > 0 && !stopping.aborted; total += count) count = await remove(before);
    this.#events.removed(kind, total);
  }
}
