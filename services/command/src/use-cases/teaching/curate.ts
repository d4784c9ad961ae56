import { DomainError, hasCode } from '@karna/common/errors';
import { Draft, type DraftEdit, DraftStep } from '@karna/proto/gen/recording/v1/draft';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { corrected, edited, skillOf, stepIn } from '../../domain/learning/editing.ts';
import type { TeachingParts } from './parts.ts';

/** A draft of a skill as it is. There are no pictures of its steps: elements stay as they are known. */
export async function reviseSkill(parts: TeachingParts, skillId: string): Promise<Draft> {
  const skill = await parts.skills.get(skillId);
  const steps = skill.steps.map((step) => DraftStep.create({ step }));
  const { id, version: skillVersion, name, phrases, slots } = skill;
  return parts.drafts.save({
    ...Draft.create({ skillId: id, skillVersion, name }),
    phrases,
    slots,
    steps,
    change: 'as it is',
  });
}

/** One change over the version that was read. Rejects with `draft.stale`, `draft.invalid`, `element.none`. */
export async function editDraft(
  parts: TeachingParts,
  draftId: string,
  version: number,
  edit: DraftEdit | undefined,
): Promise<Draft> {
  const what = edit?.what;
  if (!what) throw new DomainError('input.invalid', 'say what to change');
  if (what.$case === 'undo' || what.$case === 'redo') return parts.drafts.move(draftId, version, what.$case === 'redo');
  const draft = await current(parts, draftId, version);
  if (what.$case !== 'correctBox') return parts.drafts.save(edited(draft, what));
  const { stepId, box } = what.value;
  const { before } = stepIn(draft, stepId);
  if (before === '' || !box) throw new DomainError('draft.invalid', 'there is no picture of that step, or no box');
  const { target, element, unique } = await parts.reader.remember(await parts.book.open(before), { box }, draftId);
  if (!target || !element) throw new DomainError('element.none', 'nothing was recognised in that box');
  return parts.drafts.save(corrected(draft, stepId, { target, element, unique }));
}

/** The skill that the draft would be, which is not kept. Rejects with `draft.stale`. */
export async function skillInDraft(parts: TeachingParts, draftId: string, version: number): Promise<Skill> {
  return skillOf(await current(parts, draftId, version), undefined);
}

/** The draft becomes a skill, and is gone. Rejects with `skill.stale` when the skill changed since it was learned upon. */
export async function acceptDraft(
  parts: TeachingParts,
  draftId: string,
  version: number,
  principal: string,
): Promise<Skill> {
  const draft = await current(parts, draftId, version);
  const base = draft.skillId === '' ? undefined : await parts.skills.get(draft.skillId);
  if (base && base.version !== draft.skillVersion) {
    throw new DomainError('skill.stale', 'the skill was changed since; learn the recording once more');
  }
  const skill = await parts.skills.save(skillOf(draft, base), principal);
  parts.events.taught('accepted', skill.id);
  await parts.drafts.remove(draftId).catch((error: unknown) => {
    if (!hasCode(error, 'draft.not_found', 'service.unavailable', 'request.deadline')) throw error; // it ages away
  });
  return skill;
}

async function current(parts: TeachingParts, draftId: string, version: number): Promise<Draft> {
  const draft = await parts.drafts.get(draftId);
  if (draft.version !== version) throw new DomainError('draft.stale', 'the draft was changed since you read it');
  return draft;
}
