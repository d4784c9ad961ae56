import type { Draft, DraftEdit } from '@karna/proto/gen/recording/v1/draft';
import type { Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { acceptDraft, editDraft, reviseSkill, skillInDraft } from './use-cases/teaching/curate.ts';
import { learnRecording } from './use-cases/teaching/learn.ts';
import type { TeachingParts } from './use-cases/teaching/parts.ts';
import { type RecordingOrder, type Shown, startRecording, steerRecording } from './use-cases/teaching/record.ts';

/** What people can do to teach. */
export class Teaching {
  readonly #parts: TeachingParts;

  constructor(parts: TeachingParts) {
    this.#parts = parts;
  }

  start(shown: Shown): Promise<Recording> {
    return startRecording(this.#parts, shown);
  }

  steer(order: RecordingOrder): Promise<Recording> {
    return steerRecording(this.#parts, order);
  }

  learn(recordingId: string, signal: AbortSignal): Promise<Draft> {
    return learnRecording(this.#parts, recordingId, signal);
  }

  revise(skillId: string): Promise<Draft> {
    return reviseSkill(this.#parts, skillId);
  }

  edit(draftId: string, version: number, edit: DraftEdit | undefined): Promise<Draft> {
    return editDraft(this.#parts, draftId, version, edit);
  }

  /** The skill that the draft would be. */
  drafted(draftId: string, version: number): Promise<Skill> {
    return skillInDraft(this.#parts, draftId, version);
  }

  accept(draftId: string, version: number, principal: string): Promise<Skill> {
    return acceptDraft(this.#parts, draftId, version, principal);
  }
}
