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

/** A tool that a language model may call: its name, what it is for, and a JSON schema of its arguments. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ModelQuestion {
  /** What it has to do. Ours, and nobody else's words are in it. */
  readonly rules: string;
  /** What it is about: data, whatever is written in it. */
  readonly matter: string;
  /** PNG. */
  readonly picture?: Uint8Array;
  readonly tools: readonly ModelTool[];
  /** The longest answer (tokens). */
  readonly maxTokens: number;
}

/** A piece of an answer. Its words are for people; only calls are acted upon. */
export type ModelPiece =
  | { readonly is: 'said'; readonly text: string }
  /** Arguments as they came: JSON text, or what should have been. */
  | { readonly is: 'called'; readonly tool: string; readonly given: string }
  /** Tokens, where the model tells. */
  | { readonly is: 'used'; readonly prompt: number; readonly answer: number };

/** A language model that somebody else runs. What it answers is a stranger's word. */
export interface LanguageModel {
  /**
   * Its answer as it comes; one that ends without an error is complete. Rejects with `llm.unreachable`, `llm.refused`, `llm.busy`
   * (a `Busy`, where it says how long), `llm.cut`, `llm.invalid`, `llm.too_long`, or the signal's reason.
   */
  ask(question: ModelQuestion, signal: AbortSignal): AsyncIterable<ModelPiece>;
}
