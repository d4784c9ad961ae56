import { DomainError } from '@karna/common/errors';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Drafts, HeldDraft, RecordingQuery, Recordings } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryRecordings implements Recordings {
  readonly #all: State['recordings'];

  constructor({ recordings }: State) {
    this.#all = recordings;
  }

  async insert(recording: Recording): Promise<void> {
    this.#all.set(recording.id, { recording: structuredClone(recording), acts: [], pictures: new Set() });
  }

  async get(recordingId: string): Promise<Recording> {
    return structuredClone(this.#kept(recordingId).recording);
  }

  lock(recordingId: string): Promise<Recording> {
    return this.get(recordingId);
  }

  async activeOn(desktopId: string): Promise<Recording | undefined> {
    const active = this.#inOrder().find((one) => one.desktopId === desktopId && one.endedAt === undefined);
    return structuredClone(active);
  }

  async save(recording: Recording): Promise<void> {
    this.#kept(recording.id).recording = structuredClone(recording);
  }

  async addAct(recording: Recording, act: Act, pictures: readonly string[]): Promise<void> {
    const kept = this.#kept(recording.id);
    kept.recording = structuredClone(recording);
    kept.acts.push(structuredClone(act));
    for (const picture of pictures) kept.pictures.add(picture);
  }

  async acts(recordingId: string, after: number, limit: number): Promise<readonly Act[]> {
    const { acts } = this.#kept(recordingId);
    return structuredClone(acts.filter(({ number }) => number > after).slice(0, limit));
  }

  async list({ desktopId, active, limit }: RecordingQuery): Promise<readonly Recording[]> {
    return this.#inOrder()
      .filter((one) => desktopId === undefined || one.desktopId === desktopId)
      .filter((one) => !active || one.endedAt === undefined)
      .toReversed()
      .slice(0, limit)
      .map((one) => structuredClone(one));
  }

  async remove(recordingId: string): Promise<void> {
    this.#kept(recordingId);
    this.#all.delete(recordingId);
  }

  async countEnded(before: Date): Promise<number> {
    return this.#ended(before).length;
  }

  async removeEnded(before: Date, limit: number): Promise<number> {
    const old = this.#ended(before);
    for (const { id } of old.slice(0, limit)) this.#all.delete(id);
    return Math.min(old.length, limit);
  }

  #ended(before: Date) {
    return this.#inOrder().filter(({ endedAt }) => endedAt !== undefined && endedAt < before);
  }

  #kept(recordingId: string) {
    const kept = this.#all.get(recordingId);
    if (!kept) throw new DomainError('recording.not_found', 'there is no such recording');
    return kept;
  }

  #inOrder(): Recording[] {
    return [...this.#all.values()].map(({ recording }) => recording).sort(byAge);
  }
}

const byAge = (a: Recording, b: Recording): number =>
  Number(a.startedAt) - Number(b.startedAt) || (a.id < b.id ? -1 : 1);

export class MemoryDrafts implements Drafts {
  readonly #all: State['drafts'];

  constructor({ drafts }: State) {
    this.#all = drafts;
  }

  async insert(draft: Draft): Promise<void> {
    this.#all.set(draft.id, { version: draft.version, position: 1, states: [structuredClone(draft)] });
  }

  async lock(draftId: string): Promise<HeldDraft> {
    const { version, position, states } = this.#kept(draftId);
    return { version, position, newest: states.length };
  }

  async put(draft: Draft, position: number, newest: number): Promise<void> {
    const kept = this.#kept(draft.id);
    kept.version = draft.version;
    kept.position = position;
    kept.states[position - 1] = structuredClone(draft);
    kept.states.length = newest;
  }

  async state(draftId: string, position: number): Promise<Draft> {
    const state = this.#kept(draftId).states[position - 1];
    if (!state) throw new Error('a state of a draft is missing');
    return structuredClone(state);
  }

  async get(draftId: string): Promise<Draft> {
    return this.state(draftId, this.#kept(draftId).position);
  }

  async list(limit: number): Promise<readonly Draft[]> {
    const shown = [...this.#all.values()].flatMap(({ states, position }) => states[position - 1] ?? []);
    return shown
      .sort((a, b) => Number(b.updatedAt) - Number(a.updatedAt) || (a.id < b.id ? 1 : -1))
      .slice(0, limit)
      .map((draft) => ({ ...structuredClone(draft), steps: [] }));
  }

  async remove(draftId: string): Promise<void> {
    this.#kept(draftId);
    this.#all.delete(draftId);
  }

  async countOld(before: Date): Promise<number> {
    return this.#old(before).length;
  }

  async removeOld(before: Date, limit: number): Promise<number> {
    const old = this.#old(before);
    for (const [id] of old.slice(0, limit)) this.#all.delete(id);
    return Math.min(old.length, limit);
  }

  #old(before: Date) {
    return [...this.#all].filter(([, { states, position }]) => {
      const at = states[position - 1]?.updatedAt;
      return at !== undefined && at < before;
    });
  }

  #kept(draftId: string) {
    const kept = this.#all.get(draftId);
    if (!kept) throw new DomainError('draft.not_found', 'there is no such draft');
    return kept;
  }
}
