import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import { type Act, Recording, type RecordingState } from '@karna/proto/gen/recording/v1/recording';
import { freshId } from '@karna/proto/ids';
import { named, refuseNul } from '../domain/limits.ts';
import { checkAct, inState, picturesOfAct, withAct } from '../domain/recording.ts';
import type { Events } from '../events.ts';
import type { Announcer, RecordingQuery, UnitOfWork, Work } from '../ports.ts';

/** Most recordings, and acts, in one answer. */
const maxListed = 500;
const defaultListed = 50;
const maxActsListed = 200;

/** Recordings with their acts. A desktop is taught by one at a time, and only while no task holds it. */
export class RecordingRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #announcer: Announcer;

  constructor(work: UnitOfWork, clock: Clock, events: Events, announcer: Announcer) {
    this.#work = work;
    this.#clock = clock;
    this.#events = events;
    this.#announcer = announcer;
  }

  async begin({ name, desktopId, skillId, startedBy }: Recording): Promise<Recording> {
    named('the name of what is shown', name);
    named('who teaches', startedBy);
    const recording: Recording = {
      ...Recording.create({}),
      id: freshId<string>('recording'),
      name,
      desktopId,
      skillId,
      startedBy,
      state: 'RECORDING_STATE_RUNNING',
      startedAt: this.#clock.now(),
      version: 1,
    };
    await this.#work.run(async (tx) => {
      await tx.desktops.get(desktopId);
      const task = await tx.lines.lock(desktopId);
      if (task !== undefined) {
        throw new DomainError('desktop.busy', 'a task acts on this desktop; wait for its end, or halt it');
      }
      if (await tx.recordings.activeOn(desktopId)) throw running();
      await tx.recordings.insert(recording);
    });
    await this.#changed(recording);
    return recording;
  }

  /** Keeps the next act; also of a recording that has ended: what was seen is not thrown away. */
  async keep(recordingId: string, act: Act): Promise<Recording> {
    checkAct(act);
    refuseNul(act);
    const { recording, isNew } = await this.#work.run(async (tx) => {
      const before = await tx.recordings.lock(recordingId);
      const after = withAct(before, act);
      if (after === before) return { recording: before, isNew: false };
      await tx.recordings.addAct(after, act, picturesOfAct(act));
      return { recording: after, isNew: true };
    });
    if (isNew) await this.#announce(recording, act);
    return recording;
  }

  async advance(recordingId: string, state: RecordingState): Promise<Recording> {
    const { recording, isNew } = await this.#work.run(async (tx) => {
      const before = await tx.recordings.lock(recordingId);
      const after = inState(before, state, this.#clock.now());
      if (after !== before) await tx.recordings.save(after);
      return { recording: after, isNew: after !== before };
    });
    if (isNew) await this.#changed(recording);
    return recording;
  }

  get(recordingId: string, after: number, limit: number): Promise<{ recording: Recording; acts: readonly Act[] }> {
    const bounded = Math.min(limit, maxActsListed);
    return this.#work.read(async (tx) => ({
      recording: await tx.recordings.get(recordingId),
      acts: bounded === 0 ? [] : await tx.recordings.acts(recordingId, after, bounded),
    }));
  }

  list({ limit, ...query }: RecordingQuery): Promise<readonly Recording[]> {
    const bounded = Math.min(limit === 0 ? defaultListed : limit, maxListed);
    return this.#work.read((tx) => tx.recordings.list({ ...query, limit: bounded }));
  }

  async remove(recordingId: string): Promise<void> {
    await this.#work.run((tx) => tx.recordings.remove(recordingId));
    this.#events.recordingRemoved(recordingId);
  }

  async #changed(recording: Recording): Promise<void> {
    this.#events.recordingChanged(recording);
    await this.#announce(recording, undefined);
  }

  /** Hearing of it is a matter of speed: acts are numbered without a gap, and who missed one asks again. */
  async #announce(recording: Recording, act: Act | undefined): Promise<void> {
    await this.#announcer
      .recordingChanged(recording, act)
      .catch((error: unknown) => this.#events.notAnnounced(recording.id, error));
  }
}

export const running = () => new DomainError('recording.running', 'this desktop is being taught already');

/** Nothing acts on a desktop while a person shows something there. */
export async function refuseWhileTaught(tx: Work, desktopId: string): Promise<void> {
  if (await tx.recordings.activeOn(desktopId)) {
    throw new DomainError('desktop.busy', 'somebody is teaching this desktop; stop the recording first');
  }
}

/** Drafts, each with all its states: a change goes over the one that was read, and can be undone. */
export class DraftRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;

  constructor(work: UnitOfWork, clock: Clock) {
    this.#work = work;
    this.#clock = clock;
  }

  /** Version 0 is a new draft. What was undone before is forgotten. */
  save(draft: Draft): Promise<Draft> {
    named('the name of the draft', draft.name);
    refuseNul({ ...draft, steps: [] });
    return this.#work.run(async (tx) => {
      const updatedAt = this.#clock.now();
      if (draft.version === 0) {
        const first = { ...draft, id: freshId<string>('draft'), version: 1, canUndo: false, canRedo: false, updatedAt };
        await tx.drafts.insert(first);
        return first;
      }
      const held = await tx.drafts.lock(draft.id);
      refuseStale(held.version, draft.version);
      const position = held.position + 1;
      const saved = { ...draft, version: held.version + 1, canUndo: true, canRedo: false, updatedAt };
      await tx.drafts.put(saved, position, position);
      return saved;
    });
  }

  /** One change back, or forth. */
  move(draftId: string, version: number, redo: boolean): Promise<Draft> {
    return this.#work.run(async (tx) => {
      const held = await tx.drafts.lock(draftId);
      refuseStale(held.version, version);
      const position = held.position + (redo ? 1 : -1);
      if (position < 1 || position > held.newest) {
        throw new DomainError('draft.invalid', redo ? 'nothing was undone' : 'nothing was changed yet');
      }
      const state = await tx.drafts.state(draftId, position);
      const moved = {
        ...state,
        version: held.version + 1,
        canUndo: position > 1,
        canRedo: position < held.newest,
        updatedAt: this.#clock.now(),
      };
      await tx.drafts.put(moved, position, held.newest);
      return moved;
    });
  }

  get(draftId: string): Promise<Draft> {
    return this.#work.read((tx) => tx.drafts.get(draftId));
  }

  /** Without their steps, newest first. */
  list(): Promise<readonly Draft[]> {
    return this.#work.read((tx) => tx.drafts.list(maxListed));
  }

  async remove(draftId: string): Promise<void> {
    await this.#work.run((tx) => tx.drafts.remove(draftId));
  }
}

function refuseStale(kept: number, read: number): void {
  if (kept !== read) throw new DomainError('draft.stale', 'the draft was changed since you read it');
}
