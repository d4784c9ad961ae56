import type { Bus } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import { freshId } from '@karna/proto/ids';
import { facts } from '@karna/proto/subjects';
import type { Drafts, Recordings, Teaching } from '../../ports.ts';

/** Recordings in memory, for tests: they keep the store's promises that the gateway leans on. */
export class MemoryRecordings implements Recordings {
  /** Thrown instead of an answer, if set. */
  failure: DomainError | undefined;
  readonly #bus: Bus;
  readonly #all = new Map<string, { recording: Recording; acts: Act[] }>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async get(recordingId: string, after: number, limit: number) {
    const { recording, acts } = this.#kept(recordingId);
    return { recording, acts: acts.filter(({ number }) => number > after).slice(0, limit) };
  }

  async list(desktopId: string, active: boolean): Promise<readonly Recording[]> {
    this.#requireHere();
    return [...this.#all.values()]
      .map(({ recording }) => recording)
      .filter((one) => (desktopId === '' || one.desktopId === desktopId) && (!active || one.endedAt === undefined))
      .reverse();
  }

  async keep(recordingId: string, act: Act): Promise<Recording> {
    const kept = this.#kept(recordingId);
    if (act.number > kept.acts.length + 1) throw new DomainError('recording.gap', 'one comes before');
    if (act.number <= kept.acts.length) return kept.recording;
    kept.acts.push(act);
    return this.save({ ...kept.recording, acts: kept.acts.length }, act);
  }

  end(recordingId: string): Promise<Recording> {
    return this.save({ ...this.#kept(recordingId).recording, state: 'RECORDING_STATE_STOPPED', endedAt: new Date() });
  }

  /** Writes it and tells the bus. */
  async save(recording: Recording, act?: Act): Promise<Recording> {
    const acts = this.#all.get(recording.id)?.acts ?? [];
    this.#all.set(recording.id, { recording, acts });
    await this.#bus.publish(facts.recordingChanged, { recordingId: recording.id }, { recording, act });
    return recording;
  }

  #kept(recordingId: string) {
    this.#requireHere();
    const kept = this.#all.get(recordingId);
    if (!kept) throw new DomainError('recording.not_found', 'no such recording');
    return kept;
  }

  #requireHere(): void {
    if (this.failure) throw this.failure;
  }
}

export class MemoryDrafts implements Drafts {
  readonly all = new Map<string, Draft>();

  async get(draftId: string): Promise<Draft> {
    const draft = this.all.get(draftId);
    if (!draft) throw new DomainError('draft.not_found', 'no such draft');
    return draft;
  }

  async list(): Promise<readonly Draft[]> {
    return [...this.all.values()].map((draft) => ({ ...draft, steps: [] }));
  }

  async remove(draftId: string): Promise<void> {
    if (!this.all.delete(draftId)) throw new DomainError('draft.not_found', 'no such draft');
  }
}

const states = {
  RECORDING_VERB_PAUSE: 'RECORDING_STATE_PAUSED',
  RECORDING_VERB_RESUME: 'RECORDING_STATE_RUNNING',
  RECORDING_VERB_STOP: 'RECORDING_STATE_STOPPED',
  RECORDING_VERB_DISCARD: 'RECORDING_STATE_STOPPED',
  RECORDING_VERB_UNSPECIFIED: 'RECORDING_STATE_UNSPECIFIED',
} as const;

/** A command service that teaches in memory, for tests: it moves recordings when told, and orders no agent. */
export const memoryTeaching = (recordings: MemoryRecordings): Teaching => ({
  start: async ({ name, desktopId, skillId, principal }) =>
    recordings.save({
      id: freshId<string>('recording'),
      name,
      desktopId,
      skillId,
      state: 'RECORDING_STATE_RUNNING',
      acts: 0,
      startedBy: principal,
      startedAt: new Date(),
      endedAt: undefined,
      version: 1,
    }),
  steer: async ({ recordingId, verb }) => {
    const { recording } = await recordings.get(recordingId, 0, 0);
    const endedAt = states[verb] === 'RECORDING_STATE_STOPPED' ? new Date() : undefined;
    return recordings.save({ ...recording, state: states[verb], endedAt, version: recording.version + 1 });
  },
  learn: async () => {
    throw new DomainError('recording.empty', 'nothing was recorded');
  },
  edit: async () => {
    throw new DomainError('draft.not_found', 'no such draft');
  },
  test: async ({ draftId, slots }) => {
    if (draftId === '') throw new DomainError('draft.not_found', 'no such draft');
    return { steps: [], sentence: `Looked with ${Object.values(slots).join(', ')}` };
  },
  accept: async () => {
    throw new DomainError('draft.not_found', 'no such draft');
  },
});
