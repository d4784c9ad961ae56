import { DomainError } from '@karna/common/errors';
import type { StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { Proposals } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryProposals implements Proposals {
  readonly #all: State['proposals'];
  readonly #skills: State['skills'];

  constructor({ proposals, skills }: State) {
    this.#all = proposals;
    this.#skills = skills;
  }

  async keep(proposal: StepProposal): Promise<void> {
    if (!this.#skills.has(proposal.skillId)) throw new DomainError('skill.not_found', 'there is no such skill');
    for (const [id, known] of this.#all) if (isForSame(known, proposal)) this.#all.delete(id);
    this.#all.set(proposal.id, structuredClone(proposal));
  }

  async list(skillId: string | undefined): Promise<readonly StepProposal[]> {
    const found = [...this.#all.values()].filter((one) => skillId === undefined || one.skillId === skillId);
    return structuredClone(found.reverse());
  }

  async take(proposalId: string): Promise<StepProposal> {
    const found = this.#all.get(proposalId);
    if (!found) throw new DomainError('skill.no_proposal', 'there is no such proposal, or it was decided already');
    this.#all.delete(proposalId);
    return found;
  }
}

const isForSame = (a: StepProposal, b: StepProposal): boolean =>
  a.skillId === b.skillId && a.stepId === b.stepId && a.isEnd === b.isEnd;
