import { DomainError } from '@karna/common/errors';
import type { Skill, SkillStep, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';

/** A step's element is known in so many other ways at most. */
const mostAlternatives = 4;

/** As lists have it. */
export const withoutSteps = (skill: Skill): Skill => ({ ...skill, steps: [], stepCount: skill.steps.length });

/** What is saved as a list had it keeps the steps that it had. */
export const withSteps = (skill: Skill, before: Skill | undefined): Skill =>
  skill.steps.length === 0 && skill.stepCount > 0 && before ? { ...skill, steps: before.steps } : skill;

/** The skill, its element known as proposed. Rejects with `skill.stale` when the step is gone. */
export function taught(skill: Skill, { stepId, isEnd, target, because }: StepProposal): Skill {
  if (!target || !skill.steps.some(({ id }) => id === stepId)) {
    throw new DomainError('skill.stale', 'the step that this is about is gone');
  }
  const teach = (step: SkillStep) => (isEnd ? { ...step, end: target } : withTarget(step, target));
  return {
    ...skill,
    change: because,
    steps: skill.steps.map((step) => (step.id === stepId ? teach(step) : step)),
  };
}

function withTarget(step: SkillStep, target: RememberedTarget): SkillStep {
  const before = step.target ? [step.target] : [];
  return { ...step, target, alternatives: [...before, ...step.alternatives].slice(0, mostAlternatives) };
}
