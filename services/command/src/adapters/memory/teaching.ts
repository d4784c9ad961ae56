// Recordings, drafts, skills and looks at pictures in memory, with the promises of the real ones that teaching leans on.
import { type Clock, systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { DesktopRecorded, RecordDesktop } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording, RecordingState } from '@karna/proto/gen/recording/v1/recording';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Change, Element } from '@karna/proto/gen/vision/v1/element';
import type { CompareReply, RememberReply } from '@karna/proto/gen/vision/v1/vision';
import { freshId } from '@karna/proto/ids';
import { contains } from '../../domain/geometry.ts';
import type { Drafts, PictureBook, Recorders, Recordings, ScreenReader, Skills } from '../../ports.ts';

export class MemoryRecordings implements Recordings {
  readonly #clock: Clock;
  readonly #all = new Map<string, { recording: Recording; acts: readonly Act[] }>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  async begin(recording: Recording): Promise<Recording> {
    const active = await this.active();
    if (active.some(({ desktopId }) => desktopId === recording.desktopId)) {
      throw new DomainError('recording.running', 'taught already');
    }
    const id = freshId<string>('recording');
    const kept: Recording = { ...recording, id, state: 'RECORDING_STATE_RUNNING', startedAt: this.#clock.now() };
    this.#all.set(id, { recording: kept, acts: [] });
    return kept;
  }

  async get(recordingId: string): Promise<Recording> {
    return this.#kept(recordingId).recording;
  }

  async acts(recordingId: string): Promise<readonly Act[]> {
    return this.#kept(recordingId).acts;
  }

  async advance(recordingId: string, state: RecordingState): Promise<Recording> {
    const kept = this.#kept(recordingId);
    if (kept.recording.endedAt) throw new DomainError('recording.state', 'it has ended');
    const hasEnded = state === 'RECORDING_STATE_STOPPED' || state === 'RECORDING_STATE_INTERRUPTED';
    kept.recording = { ...kept.recording, state, endedAt: hasEnded ? this.#clock.now() : undefined };
    return kept.recording;
  }

  async active(): Promise<readonly Recording[]> {
    return [...this.#all.values()].map(({ recording }) => recording).filter(({ endedAt }) => endedAt === undefined);
  }

  async remove(recordingId: string): Promise<void> {
    this.#kept(recordingId);
    this.#all.delete(recordingId);
  }

  /** What an agent handed over. */
  record(recordingId: string, acts: readonly Act[]): void {
    const kept = this.#kept(recordingId);
    kept.acts = acts;
    kept.recording = { ...kept.recording, acts: acts.length };
  }

  #kept(recordingId: string) {
    const kept = this.#all.get(recordingId);
    if (!kept) throw new DomainError('recording.not_found', 'there is no such recording');
    return kept;
  }
}

/** An agent that does as it is told. */
export class MemoryRecorders implements Recorders {
  /** Thrown instead of an answer, if set. */
  failure: DomainError | undefined;
  readonly orders: RecordDesktop[] = [];

  async order(_desktopId: string, order: RecordDesktop): Promise<DesktopRecorded> {
    if (this.failure) throw this.failure;
    this.orders.push(order);
    return { acts: order.kept, waiting: 0 };
  }
}

export class MemoryDrafts implements Drafts {
  readonly #all = new Map<string, { states: Draft[]; position: number; version: number }>();

  async save(draft: Draft): Promise<Draft> {
    if (draft.version === 0) {
      const first = { ...draft, id: freshId<string>('draft'), version: 1 };
      this.#all.set(first.id, { states: [first], position: 0, version: 1 });
      return first;
    }
    const kept = this.#kept(draft.id, draft.version);
    const next = { ...draft, version: kept.version + 1 };
    kept.states.splice(kept.position + 1, Number.POSITIVE_INFINITY, next);
    kept.position += 1;
    kept.version = next.version;
    return next;
  }

  async get(draftId: string): Promise<Draft> {
    const { states, position, version } = this.#kept(draftId);
    const state = states[position];
    if (!state) throw new Error('a draft without a state');
    return { ...state, version };
  }

  async move(draftId: string, version: number, redo: boolean): Promise<Draft> {
    const kept = this.#kept(draftId, version);
    const position = kept.position + (redo ? 1 : -1);
    if (!kept.states[position]) throw new DomainError('draft.invalid', 'there is nothing');
    kept.position = position;
    kept.version += 1;
    return this.get(draftId);
  }

  async remove(draftId: string): Promise<void> {
    this.#kept(draftId);
    this.#all.delete(draftId);
  }

  #kept(draftId: string, version?: number) {
    const kept = this.#all.get(draftId);
    if (!kept) throw new DomainError('draft.not_found', 'there is no such draft');
    if (version !== undefined && kept.version !== version) throw new DomainError('draft.stale', 'it was changed');
    return kept;
  }
}

export class MemoryTaughtSkills implements Skills {
  readonly all = new Map<string, Skill>();

  async get(skillId: string): Promise<Skill> {
    const skill = this.all.get(skillId);
    if (!skill) throw new DomainError('skill.not_found', 'there is no such skill');
    return skill;
  }

  async save(skill: Skill): Promise<Skill> {
    const kept = { ...skill, id: skill.id || freshId<string>('skill'), version: skill.version + 1 };
    this.all.set(kept.id, kept);
    return kept;
  }
}

export const memoryBook: PictureBook = { open: async (sha256) => Buffer.from(sha256) };

/** Sees what it was told is there, by the picture's name. */
export class MemoryScreenReader implements ScreenReader {
  readonly seen = new Map<string, readonly RememberReply[]>();
  readonly changed = new Map<string, readonly Change[]>();

  async remember(picture: Uint8Array, at: { readonly point: Point } | { readonly box: Box }): Promise<RememberReply> {
    const things = this.seen.get(Buffer.from(picture).toString()) ?? [];
    const found = things.find(({ element }) => {
      const box = element?.box;
      return box && ('point' in at ? contains(box, at.point) : box.x === at.box.x && box.y === at.box.y);
    });
    if (!found) throw new DomainError('element.none', 'nothing was seen there');
    return found;
  }

  async elements(picture: Uint8Array): Promise<readonly Element[]> {
    return (this.seen.get(Buffer.from(picture).toString()) ?? []).flatMap(({ element }) => element ?? []);
  }

  async compare(before: Uint8Array, after: Uint8Array): Promise<CompareReply> {
    const changes = this.changed.get(`${Buffer.from(before)} ${Buffer.from(after)}`) ?? [];
    return { changes: [...changes], regions: [], changed: 0 };
  }
}
