import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Skills } from '../../ports.ts';
import type { State } from './state.ts';

export class MemorySkills implements Skills {
  readonly #all: State['skills'];

  constructor({ skills }: State) {
    this.#all = skills;
  }

  async insert(skill: Skill): Promise<void> {
    this.#all.set(skill.id, structuredClone(skill));
  }

  async replace(skill: Skill): Promise<void> {
    const known = this.#all.get(skill.id);
    if (!known) throw new DomainError('skill.not_found', 'there is no such skill');
    if (known.version !== skill.version - 1)
      throw new DomainError('skill.stale', 'somebody else has changed the skill');
    this.#all.set(skill.id, structuredClone(skill));
  }

  async list(): Promise<readonly Skill[]> {
    return [...this.#all.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((skill) => structuredClone(skill));
  }

  async remove(skillId: string): Promise<void> {
    if (!this.#all.delete(skillId)) throw new DomainError('skill.not_found', 'there is no such skill');
  }
}
