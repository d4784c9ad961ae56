import { DomainError } from '@karna/common/errors';
import type { TrainOutcome } from '@karna/proto/gen/language/v1/language';
import type { Learning } from '../../ports.ts';

/** Learns nothing, but says so step by step: for tests. */
export class MemoryLearning implements Learning {
  #version = 0;

  async train(tell: (progress: number, sentence: string) => void): Promise<TrainOutcome> {
    this.#version += 1;
    for (const progress of [0, 0.5]) tell(progress, 'Learning 2 skills');
    return this.#outcome();
  }

  async rollBack(): Promise<TrainOutcome> {
    if (this.#version < 2) throw new DomainError('model.not_found', 'there is no model before this one');
    this.#version -= 1;
    return this.#outcome();
  }

  #outcome(): TrainOutcome {
    return { model: { version: this.#version, skills: 2 }, switched: true, accuracy: 1, previousAccuracy: 0.5 };
  }
}
