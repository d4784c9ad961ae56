import { DomainError } from '@karna/common/errors';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import { theOne } from '../../domain/skill-names.ts';
import type { SkillVersions } from '../../ports.ts';

/** Skills in memory, in all their versions, with what is proposed for them. */
export class MemorySkills implements SkillVersions {
  readonly proposed: StepProposal[] = [];
  readonly #versions = new Map<string, Skill[]>();
  #count = 0;

  /** Keeps the skill as its next version. */
  save(skill: Skill): Skill {
    const before = this.#versions.get(skill.id) ?? [];
    const kept = structuredClone({ ...skill, version: before.length + 1 });
    this.#versions.set(skill.id, [...before, kept]);
    return kept;
  }

  newest(skillId: string): Skill {
    const newest = this.#versions.get(skillId)?.at(-1);
    if (!newest) throw notFound();
    return newest;
  }

  async get(skillId: string, version: number): Promise<Skill> {
    const found = this.#versions.get(skillId)?.find((one) => one.version === version);
    if (!found) throw notFound();
    return structuredClone(found);
  }

  async named(reference: string): Promise<Skill> {
    return theOne(
      [...this.#versions.values()].flatMap((versions) => versions.slice(-1)),
      reference,
    );
  }

  async propose(proposal: StepProposal): Promise<StepProposal> {
    this.#count += 1;
    const kept = { ...proposal, id: `proposal_${this.#count}` };
    this.proposed.push(kept);
    return kept;
  }

  async proposal(skillId: string, proposalId: string): Promise<StepProposal | undefined> {
    return this.proposed.find((one) => one.skillId === skillId && one.id === proposalId);
  }

  async accept(proposalId: string): Promise<Skill> {
    const index = this.proposed.findIndex(({ id }) => id === proposalId);
    const [proposal] = index < 0 ? [] : this.proposed.splice(index, 1);
    if (!proposal) throw new DomainError('skill.no_proposal', 'there is no such proposal');
    const { stepId, isEnd, target } = proposal;
    const skill = this.newest(proposal.skillId);
    const taught = { ...(isEnd ? { end: target } : { target }) };
    return this.save({
      ...skill,
      steps: skill.steps.map((step) => (step.id === stepId ? { ...step, ...taught } : step)),
    });
  }
}

const notFound = () => new DomainError('skill.not_found', 'there is no such skill');
