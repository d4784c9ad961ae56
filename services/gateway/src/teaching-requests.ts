import { DomainError } from '@karna/common/errors';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Caller } from './domain/caller.ts';
import { requireText } from './domain/required.ts';
import type { Store, Teaching } from './ports.ts';
import type { Question, Reply } from './service.ts';

type TeachingQuestion = Extract<
  Question,
  {
    $case:
      | 'startRecording'
      | 'steerRecording'
      | 'getRecording'
      | 'listRecordings'
      | 'learnRecording'
      | 'getDraft'
      | 'listDrafts'
      | 'editDraft'
      | 'testDraft'
      | 'acceptDraft'
      | 'removeDraft';
  }
>;

export interface TeachingRequestParts {
  readonly store: Pick<Store, 'recordings' | 'drafts'>;
  readonly teaching: Teaching;
  /** The desktop that is meant. */
  readonly choose: (desktop: string) => Promise<Desktop>;
  /** The same; fails when it is not online. */
  readonly chooseOnline: (desktop: string) => Promise<Desktop>;
}

/** Acts in one answer. */
const mostActs = 200;
const maxTextLength = 200;

/** What clients ask about recordings and drafts. */
export class TeachingRequests {
  readonly #parts: TeachingRequestParts;

  constructor(parts: TeachingRequestParts) {
    this.#parts = parts;
  }

  async answer(question: TeachingQuestion, { principal }: Caller): Promise<Reply> {
    const { store, teaching, choose, chooseOnline } = this.#parts;
    switch (question.$case) {
      case 'startRecording': {
        const { name, desktop, skillId } = question.value;
        if (name.trim() === '') throw new DomainError('input.invalid', 'say what is going to be shown: a name');
        if (name.length > maxTextLength) throw new DomainError('input.too_large', 'that name is too long');
        const desktopId = (await chooseOnline(desktop)).id;
        return recordingReply(await teaching.start({ name: name.trim(), desktopId, skillId, principal }));
      }
      case 'steerRecording': {
        const { recordingId, verb } = question.value;
        requireId(recordingId, 'recordingId');
        return recordingReply(await teaching.steer({ recordingId, verb, principal }));
      }
      case 'getRecording': {
        const { recordingId, after } = question.value;
        requireId(recordingId, 'recordingId');
        const { recording, acts } = await store.recordings.get(recordingId, after, mostActs);
        return { $case: 'recording', value: { recording, acts } };
      }
      case 'listRecordings': {
        const { desktop, active } = question.value;
        const desktopId = desktop === '' ? '' : (await choose(desktop)).id;
        return { $case: 'recordings', value: { recordings: [...(await store.recordings.list(desktopId, active))] } };
      }
      case 'learnRecording':
        requireId(question.value.recordingId || question.value.skillId, 'recordingId');
        return draftReply(await teaching.learn(question.value));
      case 'getDraft':
        requireId(question.value.draftId, 'draftId');
        return draftReply(await store.drafts.get(question.value.draftId));
      case 'listDrafts':
        return { $case: 'drafts', value: { drafts: [...(await store.drafts.list())] } };
      case 'editDraft':
        requireId(question.value.draftId, 'draftId');
        return draftReply(await teaching.edit(question.value));
      case 'testDraft': {
        const { draftId, version, desktop, slots } = question.value;
        requireId(draftId, 'draftId');
        const desktopId = (await chooseOnline(desktop)).id;
        return { $case: 'draftTest', value: await teaching.test({ draftId, version, desktopId, slots }) };
      }
      case 'acceptDraft': {
        const { draftId, version } = question.value;
        requireId(draftId, 'draftId');
        return { $case: 'skills', value: { skills: [await teaching.accept({ draftId, version, principal })] } };
      }
      case 'removeDraft':
        requireId(question.value.draftId, 'draftId');
        await store.drafts.remove(question.value.draftId);
        return { $case: 'removed', value: {} };
      default: {
        const nothing: never = question;
        return nothing;
      }
    }
  }
}

const recordingReply = (recording: Recording): Reply => ({ $case: 'recording', value: { recording, acts: [] } });
const draftReply = (draft: Draft): Reply => ({ $case: 'draft', value: draft });

const requireId = (value: string, field: string): void => requireText(value, field, maxTextLength);
