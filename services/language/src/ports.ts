// What the use cases need from the outside. Each has a memory adapter and one contract suite for all of its adapters.
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Confirmed } from './domain/skills/lessons.ts';
import type { SkillModel } from './domain/skills/skill-model.ts';

/** The skills there are; the store has them. */
export interface Skills {
  /** Rejects with `service.unavailable` when nobody answers. */
  list(): Promise<readonly Skill[]>;
}

/** Models that were learned, by version. The newest few are kept. */
export interface Models {
  /** Newest first. */
  versions(): Promise<number[]>;
  /** Rejects with `model.invalid` what is cut, damaged, or of a newer Karna. */
  read(version: number): Promise<SkillModel>;
  /** All of it or nothing of it: a reader never sees half a model. */
  write(version: number, bytes: Uint8Array): Promise<void>;
  remove(version: number): Promise<void>;
}

export interface Training {
  readonly version: number;
  readonly skills: readonly Skill[];
  readonly confirmed: readonly Confirmed[];
  /** Told the share done, 0..1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

export interface Trainer {
  /** The model as it is kept. Rejects with `training.failed` when it breaks off. */
  train(training: Training): Promise<Uint8Array>;
}
