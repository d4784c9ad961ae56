import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Skills } from '../../ports.ts';

/** The skills of a test, or of a service that runs without a store. */
export class MemorySkills implements Skills {
  #all: readonly Skill[] = [];
  failure: Error | undefined;

  set(skills: readonly Skill[]): void {
    this.#all = skills;
  }

  async list(): Promise<readonly Skill[]> {
    if (this.failure) throw this.failure;
    return this.#all;
  }
}
