// What runs and people teach skills.
import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { Step, Task } from '@karna/proto/gen/task/v1/task';
import type { Decisions } from '../domain/journal.ts';
import { mayBeInRecord, withRecord } from '../domain/learning/records.ts';
import { generalised, knowsSlots, Lesson } from '../domain/lesson.ts';
import type { Parts } from './parts.ts';
import type { StepRun } from './step-run.ts';
import type { TaskRecord } from './task-record.ts';

/** What the task's skill knows, in the version that it does, and with what people showed on the way. */
export async function lessonFor(
  { skills }: Parts,
  { skill: doing, steps }: Task,
  decisions: Decisions,
): Promise<Lesson | undefined> {
  if (!doing?.skillId) return undefined;
  const skill = await skills.get(doing.skillId, doing.version);
  const shown = new Map<string, StepProposal>();
  for (const { id } of steps) {
    for (const proposalId of decisions.proposals(id)) {
      const proposal = await skills.proposal(doing.skillId, proposalId);
      if (proposal) shown.set(`${proposal.stepId} ${proposal.isEnd}`, proposal);
    }
  }
  const taught = skill.steps.map((step) => ({
    ...step,
    target: shown.get(`${step.id} false`)?.target ?? step.target,
    end: shown.get(`${step.id} true`)?.target ?? step.end,
  }));
  return new Lesson({ ...skill, steps: taught }, doing.slots);
}

/**
 * A step that found its element by words or by other signs than those remembered, and was verified, proposes what it saw: a skill
 * that was only written down learns what its elements look like by being done.
 */
export async function proposeHealed(parts: Parts, { task }: TaskRecord, run: StepRun): Promise<void> {
  const { healed, step } = run;
  if (!healed || !task.skill || step.sensitive || step.undoes !== '') return;
  if (step.verification !== 'VERIFICATION_CONFIRMED') return;
  const because = run.sight.remembers() ? 'Found by other signs than before' : 'Found by its words';
  try {
    const proposal = await propose(parts, task, step, {
      picture: healed.frame.picture,
      box: healed.box,
      part: 'target',
      because,
      by: 'command',
      isSure: true,
    });
    if (proposal) parts.events.healed(task.id);
  } catch (error) {
    parts.events.notProposed(task.id, DomainError.from(error).code); // the task does not fail for it
  }
}

export interface Shown {
  readonly picture: Uint8Array;
  readonly box: Box;
  readonly part: string;
  readonly because: string;
  readonly by: string;
  /** Only what would be found again without doubt. */
  readonly isSure?: boolean;
}

/** Remembers what stands at a place, for all values, and proposes it. Rejects with `element.none`. */
export async function propose(parts: Parts, task: Task, step: Step, shown: Shown): Promise<StepProposal | undefined> {
  const { skill } = task;
  const { target, element, unique } = await parts.eyes.remember(shown.picture, shown.box, task.desktopId);
  if (shown.isSure && !unique) return undefined;
  if (!skill || !target || !element) throw new DomainError('element.none', 'Nothing was seen at that place.');
  const around = mayBeInRecord(target) ? await parts.eyes.see(shown.picture, { desktopId: task.desktopId }) : [];
  const general = generalised(withRecord(target, around), skill.slots);
  const taught = (await parts.skills.get(skill.skillId, skill.version)).steps.find(({ id }) => id === step.skillStepId);
  // It would stand for this one record in every run.
  if (taught && !knowsSlots(general, taught, shown.part)) return undefined;
  return parts.skills.propose(
    StepProposal.fromPartial({
      skillId: skill.skillId,
      version: skill.version,
      stepId: step.skillStepId,
      isEnd: shown.part === 'to',
      target: general,
      because: shown.because,
      taskId: task.id,
      proposedBy: shown.by,
    }),
  );
}
