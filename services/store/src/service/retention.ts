import type { Clock } from '@karna/common/clock';
import { type Retention as RetentionState, RetentionTerms } from '@karna/proto/gen/access/v1/access';
import { recordOf } from '../domain/audit.ts';
import { Doorbell } from '../domain/doorbell.ts';
import { named } from '../domain/limits.ts';
import { asConfigured, checkedTerms, daysBefore, inForce, termNames } from '../domain/retention.ts';
import type { Events, RemovedKind } from '../events.ts';
import type { KeptSetting, UnitOfWork, Work } from '../ports.ts';
import type { BlobRecords } from './blobs.ts';

export interface RetentionSettings {
  /** What people may change. */
  readonly terms: RetentionTerms;
  /** Facts, for clients that resume (days). */
  readonly factsDays: number;
  /** Between two clean-ups (ms). */
  readonly everyMs: number;
}

/** Small batches: no lock is held for long, and others get their turn in between. */
const batch = 200;
/** Expired codes and tokens may still be asked about for a while (days). */
const expiredDays = 1;
/** A unit of work is tried again for seconds, not for an hour (days). */
const marksDays = 1 / 24;
/** The setting that holds what people changed. */
const setting = 'retention';

/** Removes what is older than people want to keep. Any number of replicas may do so at once. */
export class Retention {
  readonly #work: UnitOfWork;
  readonly #blobs: BlobRecords;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #settings: RetentionSettings;
  readonly #bell = new Doorbell();

  constructor(work: UnitOfWork, blobs: BlobRecords, clock: Clock, events: Events, settings: RetentionSettings) {
    this.#work = work;
    this.#blobs = blobs;
    this.#clock = clock;
    this.#events = events;
    this.#settings = settings;
  }

  /** As it is; or, with terms, what these would remove: then nothing changes. */
  async get(instead?: RetentionTerms): Promise<RetentionState> {
    const asked = instead && checkedTerms(instead);
    return this.#work.read((tx) => this.#state(tx, asked));
  }

  /** The clean-up that follows is now; other replicas' come within the hour. */
  async set(asked: RetentionTerms, principal: string): Promise<RetentionState> {
    named('who changes it', principal);
    const terms = asConfigured(checkedTerms(asked), this.#settings.terms);
    const state = await this.#work.run(async (tx) => {
      const before = inForce(termsIn(await tx.settings.get(setting)), this.#settings.terms);
      const changedAt = this.#clock.now();
      await tx.settings.put(setting, { body: RetentionTerms.toJSON(terms), changedAt, changedBy: principal });
      const details = changesOf(before, inForce(terms, this.#settings.terms));
      const done = { actor: principal, deed: 'DEED_RETENTION_CHANGED', subject: setting, details } as const;
      await tx.audit.append(recordOf(done, changedAt));
      return this.#state(tx);
    });
    this.#bell.ring();
    return state;
  }

  async loop(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.cleanUp(stopping).catch((error: unknown) => {
        if (!stopping.aborted) this.#events.retentionFailed(error);
      });
      await this.#bell.wait(this.#settings.everyMs, stopping);
    }
  }

  async cleanUp(stopping: AbortSignal): Promise<void> {
    const { factsDays, terms: configured } = this.#settings;
    const set = await this.#work.read((tx) => tx.settings.get(setting));
    const { tasksDays, turnsDays, picturesDays, recordsDays } = inForce(termsIn(set), configured);
    const all = (kind: RemovedKind, days: number, remove: (before: Date) => Promise<number>) =>
      this.#removeAll(kind, days, remove, stopping);
    await all('tasks', tasksDays, (before) => this.#work.run((tx) => tx.tasks.removeEnded(before, batch)));
    await all('facts', factsDays, (before) => this.#work.run((tx) => tx.facts.removeOldest(before, batch)));
    await all('turns', turnsDays, (before) => this.#work.run((tx) => tx.turns.removeOld(before, batch)));
    await all('recordings', tasksDays, (before) => this.#work.run((tx) => tx.recordings.removeEnded(before, batch)));
    await all('drafts', tasksDays, (before) => this.#work.run((tx) => tx.drafts.removeOld(before, batch)));
    await all('pictures', picturesDays, (before) => this.#blobs.removeUnused(before, batch));
    await all('records', recordsDays, (before) => this.#work.run((tx) => tx.audit.removeOld(before, batch)));
    await all('codes', expiredDays, (before) => this.#work.run((tx) => tx.codes.removeExpired(before, batch)));
    await all('tokens', expiredDays, (before) => this.#work.run((tx) => tx.tokens.removeExpired(before, batch)));
    await all('marks', marksDays, (before) => this.#work.forget(before, batch * 10));
  }

  async #state(tx: Work, asked?: RetentionTerms): Promise<RetentionState> {
    const { terms: configured } = this.#settings;
    const set = await tx.settings.get(setting);
    const terms = inForce(asked ?? termsIn(set), configured);
    const { changedAt, changedBy = '' } = set ?? {};
    return { terms, configured, changedAt, changedBy, effect: await this.#effect(tx, terms) };
  }

  async #effect(tx: Work, { tasksDays, turnsDays, picturesDays, recordsDays }: RetentionTerms) {
    const before = (days: number) => daysBefore(this.#clock.now(), days);
    return {
      tasks: await tx.tasks.countEnded(before(tasksDays)),
      recordings: await tx.recordings.countEnded(before(tasksDays)),
      drafts: await tx.drafts.countOld(before(tasksDays)),
      turns: await tx.turns.countOld(before(turnsDays)),
      pictures: await tx.blobs.countUnused(before(picturesDays)),
      records: await tx.audit.countOld(before(recordsDays)),
    };
  }

  async #removeAll(
    kind: RemovedKind,
    days: number,
    remove: (before: Date) => Promise<number>,
    stopping: AbortSignal,
  ): Promise<void> {
    const before = daysBefore(this.#clock.now(), days);
    let total = 0;
    for (let count = 1; count > 0 && !stopping.aborted; total += count) count = await remove(before);
    this.#events.removed(kind, total);
  }
}

const termsIn = (kept: KeptSetting | undefined): RetentionTerms | undefined =>
  kept && RetentionTerms.fromJSON(kept.body);

/** `tasks` -> `90 to 30 days`, of what changed. */
const changesOf = (before: RetentionTerms, after: RetentionTerms): Record<string, string> =>
  Object.fromEntries(
    termNames
      .filter((name) => before[name] !== after[name])
      .map((name) => [name.replace('Days', ''), `${before[name]} to ${after[name]} days`]),
  );
