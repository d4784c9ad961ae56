// What the pipeline needs from the rest of the world. Errors are DomainErrors with the codes named here.
import type {
  Batch,
  BatchResult,
  DesktopHalted,
  DesktopRecorded,
  HaltDesktop,
  RecordDesktop,
} from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { InterpretReply } from '@karna/proto/gen/language/v1/language';
import type { Rules } from '@karna/proto/gen/policy/v1/policy';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording, RecordingState } from '@karna/proto/gen/recording/v1/recording';
import type { ExampleOrigin } from '@karna/proto/gen/skill/v1/example';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { JournalEntry, SteerTask, Task, TaskState } from '@karna/proto/gen/task/v1/task';
import type { AccessibleElement, Element } from '@karna/proto/gen/vision/v1/element';
import type { CompareReply, LocateReply, ReadReply, RememberReply } from '@karna/proto/gen/vision/v1/vision';

/** The tasks as they are kept. Errors: `task.not_found`, `task.stale`, `service.unavailable`, `request.deadline`. */
export interface Tasks {
  /** The same principal and request id again are the same task. */
  begin(task: Task, requestId: string): Promise<{ task: Task; created: boolean }>;
  /** Saves over the version that was read (else `task.stale`), with its journal, in one transaction. */
  advance(task: Task, journal: readonly JournalEntry[]): Promise<Task>;
  /** Puts a resting task back in line for its desktop. */
  requeue(task: Task, journal: readonly JournalEntry[]): Promise<Task>;
  get(taskId: string): Promise<Task>;
  getWithJournal(taskId: string): Promise<{ task: Task; journal: readonly JournalEntry[] }>;
  list(query: { readonly desktopId?: string; readonly states: readonly TaskState[] }): Promise<readonly Task[]>;
}

/** The desktops that are enrolled. */
export interface Desktops {
  ids(): Promise<readonly string[]>;
  /** Rejects with `desktop.not_found`. */
  check(desktopId: string): Promise<void>;
}

/** Within what tasks act. Errors: `service.unavailable`, `request.deadline`. */
export interface Policies {
  /** The rules of all desktops, and those of this one: all of them hold. */
  of(desktopId: string): Promise<readonly Rules[]>;
}

/** What was taught. Errors: `skill.not_found`, `skill.no_proposal`, `skill.stale`, `service.unavailable`, `request.deadline`. */
export interface SkillVersions {
  /** With its steps. A version never changes. */
  get(skillId: string, version: number): Promise<Skill>;
  /** By id or name (letter case aside), in the newest version; rejects with `command.ambiguous` when several are called so. */
  named(reference: string): Promise<Skill>;
  /** How a step's element may be known from now on. */
  propose(proposal: StepProposal): Promise<StepProposal>;
  /** Undefined when it was decided already. */
  proposal(skillId: string, proposalId: string): Promise<StepProposal | undefined>;
  /** Makes a proposal the skill's next version. */
  accept(proposalId: string, principal: string): Promise<Skill>;
}

/** Pictures, kept by their content. */
export interface Pictures {
  /** Rejects with `blob.not_found`. */
  get(name: string): Promise<Uint8Array>;
  /** The name (SHA-256, hex) of a PNG that is now kept. */
  keep(png: Uint8Array): Promise<string>;
}

/** The agents on the desktops. */
export interface Hands {
  /**
   * What the agent did and saw; a fault inside the result is the agent's own. Rejections: `desktop.offline` (nothing
   * was done), `agent.busy` (nothing was done), `agent.lost`, `request.deadline`, `service.unavailable` (nobody knows).
   * The same batch again is safe: the agent answers its first result.
   */
  perform(desktopId: string, batch: Batch, options: { timeoutMs: number; signal?: AbortSignal }): Promise<BatchResult>;
  /** Stops what the agent is doing and makes it let go of everything. Rejects with `desktop.offline`. */
  halt(desktopId: string, order: HaltDesktop): Promise<DesktopHalted>;
}

/** Pixels to elements. Errors: `service.unavailable`, `service.overloaded`, `request.deadline`, `image.invalid`. */
export interface Eyes {
  /** By words, by looks, or by both. */
  locate(picture: Uint8Array, query: TargetQuery | undefined, options?: LocateOptions): Promise<LocateReply>;
  /** By what was remembered of it. */
  recall(picture: Uint8Array, target: RememberedTarget, options?: LookOptions): Promise<LocateReply>;
  /** What to keep of the element at a place. Rejects with `element.none`. */
  remember(picture: Uint8Array, place: Box, desktopId: string): Promise<RememberReply>;
  read(picture: Uint8Array, options?: LookOptions): Promise<ReadReply>;
  /** Everything that is there, in reading order. */
  see(picture: Uint8Array, options?: Omit<LookOptions, 'within'>): Promise<readonly Element[]>;
}

export interface LookOptions {
  /** Only inside this part. */
  readonly within?: Box;
  /** Whose screen it is: what did not change since its last picture need not be looked at again. */
  readonly desktopId?: string;
  /** What the applications said of themselves when the picture was taken: one more witness. */
  readonly accessible?: readonly AccessibleElement[];
  readonly signal?: AbortSignal;
}

export interface LocateOptions extends LookOptions {
  /** PNG or JPEG of the icon that is meant. */
  readonly looksLike?: Uint8Array;
}

/** Words to meaning. */
export interface Interpreter {
  /** `principal`: who asks; what they confirmed about their own words counts. */
  interpret(text: string, domain: string, principal: string): Promise<InterpretReply>;
  /** The words of one target. */
  interpretTarget(text: string): Promise<InterpretReply>;
  /** Somebody confirmed what words mean: worth learning, but nothing waits for it. Never rejects. */
  confirm(confirmed: Confirmed): Promise<void>;
}

/** Words, and what they meant. */
export interface Confirmed {
  readonly text: string;
  readonly domain: string;
  /** Words that mean it beyond doubt; empty: what `text` is understood as. */
  readonly meant: string;
  readonly principal: string;
  readonly origin: ExampleOrigin;
}

/** The workers of all replicas. */
export interface Workers {
  /** Hands an order to whoever runs the task; false when nobody does. Rejects with the worker's refusal. */
  steer(order: SteerTask): Promise<boolean>;
  /** Makes sure that some worker takes the task up. */
  wake(task: Task): Promise<void>;
}

/** Recordings as they are kept. Errors: `recording.not_found`, `recording.running`, `desktop.busy`, `recording.state`. */
export interface Recordings {
  begin(recording: Recording): Promise<Recording>;
  get(recordingId: string): Promise<Recording>;
  /** All acts, in order. */
  acts(recordingId: string): Promise<readonly Act[]>;
  advance(recordingId: string, state: RecordingState): Promise<Recording>;
  /** Those that have not ended. */
  active(): Promise<readonly Recording[]>;
  remove(recordingId: string): Promise<void>;
}

/** The agents' recorders. */
export interface Recorders {
  /** Rejects with `desktop.offline`, `action.unsupported`, `agent.lost`, `request.deadline`. */
  order(desktopId: string, order: RecordDesktop): Promise<DesktopRecorded>;
}

/** Drafts as they are kept, each with its history. Errors: `draft.not_found`, `draft.stale`, `draft.invalid`. */
export interface Drafts {
  /** Version 0: a new one; else over the version that was read. */
  save(draft: Draft): Promise<Draft>;
  get(draftId: string): Promise<Draft>;
  /** One change back, or forth again. */
  move(draftId: string, version: number, redo: boolean): Promise<Draft>;
  remove(draftId: string): Promise<void>;
}

export interface Skills {
  /** With its steps. Rejects with `skill.not_found`. */
  get(skillId: string): Promise<Skill>;
  /** Version 0: a new one; else over the version that was read (else `skill.stale`). */
  save(skill: Skill, principal: string): Promise<Skill>;
}

/** Pictures that are kept. */
export interface PictureBook {
  /** Rejects with `blob.not_found`. */
  open(sha256: string): Promise<Uint8Array>;
}

/** Looks closely at pictures of a recording (`of`): they follow one another, and what did not change is not looked at again. Errors as those of `Eyes`, and `element.none`. */
export interface ScreenReader {
  remember(
    picture: Uint8Array,
    at: { readonly point: Point } | { readonly box: Box },
    of: string,
  ): Promise<RememberReply>;
  /** Everything on the picture. */
  elements(picture: Uint8Array, of: string): Promise<readonly Element[]>;
  compare(before: Uint8Array, after: Uint8Array, of: string): Promise<CompareReply>;
}
