// What the use cases need from the outside. Each has a memory adapter and one contract suite for all of its adapters.
import type { Turn } from '@karna/proto/gen/language/v1/conversation';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { JournalEntry, Task } from '@karna/proto/gen/task/v1/task';
import type { Confirmed } from './domain/skills/lessons.ts';
import type { SkillModel } from './domain/skills/skill-model.ts';
import type { Understanding } from './domain/skills/understand.ts';

/** The skills there are; the store has them. */
export interface Skills {
  /** Rejects with `service.unavailable` when nobody answers. */
  list(): Promise<readonly Skill[]>;
}

/** Interpretations that were made before. May forget at any time, and never fails. */
export interface Answers {
  get(asked: string): Promise<Understanding | undefined>;
  set(asked: string, understood: Understanding): Promise<void>;
}

/** What people confirmed about the meaning of words; the store has it. */
export interface Examples {
  /** Of all. Rejects with `service.unavailable`. */
  list(): Promise<readonly Example[]>;
  /** The same words again replace what was kept. Rejects with `skill.not_found`. */
  keep(example: Example): Promise<Example>;
}

/** Whose thread: one principal's with one desktop. */
export interface ThreadKey {
  readonly principal: string;
  readonly desktopId: string;
}

/** Conversations; the store has them. Rejections: `service.unavailable`, `input.invalid`. */
export interface Threads {
  /** The last turns, oldest first, each with how its task stands. */
  read(thread: ThreadKey): Promise<readonly Turn[]>;
  /** The same id again is the same turn. */
  keep(thread: ThreadKey, turn: Turn): Promise<void>;
}

/** What is kept of tasks; the store has it. */
export interface Tasks {
  /** Undefined when it is not kept any more. */
  get(taskId: string): Promise<{ readonly task: Task; readonly journal: readonly JournalEntry[] } | undefined>;
  /** The newest of a desktop that have not ended, newest first. */
  open(desktopId: string): Promise<readonly Task[]>;
}

/** A kept model: `print` names the skills and examples that it was learned from. */
export interface KeptVersion {
  readonly version: number;
  readonly print: string;
}

/** Models that were learned, by version. The newest few are kept. Replicas of language may share them. */
export interface Models {
  /** Newest first. */
  versions(): Promise<KeptVersion[]>;
  /** Rejects with `model.invalid` what is cut, damaged, or of a newer Karna. */
  read(version: number): Promise<SkillModel>;
  /** All of it or nothing of it: a reader never sees half a model. Answers its version, which no other has. */
  add(bytes: Uint8Array, print: string): Promise<number>;
  remove(version: number): Promise<void>;
  /** Whether this replica is the one to learn that now. A claim that was never released counts for `forMs`. */
  claim(print: string, forMs: number): Promise<boolean>;
  release(print: string): Promise<void>;
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
