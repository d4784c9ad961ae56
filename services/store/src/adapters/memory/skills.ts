import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { withoutSteps } from '../../domain/skill.ts';
import type { Skills } from '../../ports.ts';
import type { State } from './state.ts';

export class MemorySkills implements Skills {
  readonly #all: State['skills'];
  readonly #proposals: State['proposals'];

  constructor({ skills, proposals }: State) {
    this.#all = skills;
    this.#proposals = proposals;
  }

  async insert(skill: Skill): Promise<void> {
    this.#all.set(skill.id, [structuredClone(skill)]);
  }

  async replace(skill: Skill): Promise<void> {
    const known = this.#known(skill.id);
    if (known.at(-1)?.version !== skill.version - 1)
      throw new DomainError('skill.stale', 'somebody else has changed the skill');
    known.push(structuredClone(skill));
  }

  async list(): Promise<readonly Skill[]> {
    const newest = [...this.#all.values()].flatMap((versions) => versions.slice(-1));
    return newest.sort((a, b) => (a.id < b.id ? -1 : 1)).map((skill) => structuredClone(withoutSteps(skill)));
  }

  async get(skillId: string, version: number | undefined): Promise<Skill> {
    const versions = this.#known(skillId);
    const found = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
    if (!found) throw notFound();
    return structuredClone(found);
  }

  async versions(skillId: string): Promise<readonly Skill[]> {
    return this.#known(skillId)
      .map((skill) => structuredClone(withoutSteps(skill)))
      .reverse();
  }

  async keepNewest(skillId: string, count: number): Promise<void> {
    const versions = this.#known(skillId);
    versions.splice(0, Math.max(0, versions.length - count));
  }

  async remove(skillId: string): Promise<void> {
    if (!this.#all.delete(skillId)) throw notFound();
    for (const [id, proposal] of this.#proposals) if (proposal.skillId === skillId) this.#proposals.delete(id);
  }

  #known(skillId: string): Skill[] {
    const versions = this.#all.get(skillId);
    if (!versions) throw notFound();
    return versions;
  }
}

const notFound = () => new DomainError('skill.not_found', 'there is no such skill, or not in this version');
