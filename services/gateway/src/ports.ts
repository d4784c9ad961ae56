import type {
  AuditRecord,
  Retention as RetentionState,
  RetentionTerms,
  TokenSummary,
} from '@karna/proto/gen/access/v1/access';
import type {
  AcceptDraftRequest,
  AnswerTaskRequest,
  CaptureScreenReply,
  ControlTaskRequest,
  DescribeScreenReply,
  EditDraftRequest,
  FindTargetReply,
  HaltDesktopsReply,
  HaltDesktopsRequest,
  LearnRecordingRequest,
  StartRecordingRequest,
  SteerRecordingRequest,
  SubmitCommandRequest,
  TestDraftRequest,
} from '@karna/proto/gen/command/v1/command';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Came, Order, Saying, Turn } from '@karna/proto/gen/language/v1/conversation';
import type {
  InterpretReply,
  InterpretRequest,
  LanguageModelState,
  ParaphraseReply,
  PlanPart,
  PlanRequest,
  TrainOutcome,
  TrainProgress,
} from '@karna/proto/gen/language/v1/language';
import type { Policy, Rules } from '@karna/proto/gen/policy/v1/policy';
import type { Draft, DraftTest } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type {
  EnrolDesktopRequest,
  GetBlobReply,
  GetRecordingReply,
  GetTaskReply,
  IssueEnrolmentCodeReply,
  IssueTokenReply,
  IssueTokenRequest,
  ListFactsReply,
  ListRecordsRequest,
  ListTasksRequest,
  NoteHandsRequest,
  Principal,
  RevokeTokenRequest,
} from '@karna/proto/gen/store/v1/store';
import type { Task } from '@karna/proto/gen/task/v1/task';
import type { ModelPack } from '@karna/proto/gen/vision/v1/model';

/** Every method rejects with a DomainError: the other side's code, or `service.unavailable` when it does not answer. */

export interface Tasks {
  get(taskId: string): Promise<GetTaskReply>;
  list(request: ListTasksRequest): Promise<Task[]>;
  /** Facts after a number, oldest first; `task.facts_gone` when some were removed. */
  facts(after: number, limit: number): Promise<ListFactsReply>;
}

export interface Commands {
  submit(request: SubmitCommandRequest): Promise<Task>;
  control(request: ControlTaskRequest): Promise<Task>;
  answer(request: AnswerTaskRequest): Promise<Task>;
  halt(request: HaltDesktopsRequest): Promise<HaltDesktopsReply>;
  capture(desktopId: string): Promise<CaptureScreenReply>;
  /** By words, by a picture of the icon, or by both. */
  find(desktopId: string, text: string, looksLike: Uint8Array): Promise<FindTargetReply>;
  /** What is on the screen, in words. */
  describe(desktopId: string, withPicture: boolean): Promise<DescribeScreenReply>;
}

/** Recordings, and what is learned from them. */
export interface Teaching {
  start(request: StartRecordingRequest): Promise<Recording>;
  steer(request: SteerRecordingRequest): Promise<Recording>;
  /** Takes seconds. */
  learn(request: LearnRecordingRequest): Promise<Draft>;
  edit(request: EditDraftRequest): Promise<Draft>;
  /** Where a draft's steps would act now. */
  test(request: TestDraftRequest): Promise<DraftTest>;
  /** The draft becomes a skill. */
  accept(request: AcceptDraftRequest): Promise<Skill>;
}

/** Vision's packs of models. */
export interface Models {
  /** The one in use first. */
  list(): Promise<ModelPack[]>;
  /** Takes minutes. Asked again for the same, it joins what is under way. */
  pull(source: string, sha256: string): Promise<ModelPack>;
  /** Empty: the one before. */
  use(id: string, principal: string): Promise<ModelPack>;
}

/** What language makes of words, and learns. Streams end when their signal aborts, and are made only as fast as they are taken. */
export interface Language {
  /** Takes seconds; the last one has the outcome. */
  train(signal: AbortSignal): AsyncIterable<TrainProgress>;
  /** Back to what was learned before. */
  rollBack(): Promise<TrainOutcome>;
  /** What the language model would do. */
  plan(request: PlanRequest, signal: AbortSignal): AsyncIterable<PlanPart>;
  paraphrase(skillId: string, signal: AbortSignal): Promise<ParaphraseReply>;
  languageModel(): Promise<LanguageModelState>;
  /** At most 100, answered in their order. */
  interpretBatch(requests: InterpretRequest[], signal: AbortSignal): Promise<InterpretReply[]>;
}

/** Words about what was said before; language understands them. */
export interface Conversation {
  /** `perform`: has what language wants done done; it never rejects, what failed is a fault. */
  say(saying: Saying, perform: (order: NonNullable<Order['what']>) => Promise<Came['what']>): Promise<Turn>;
}

export interface Threads {
  /** Oldest first. */
  read(principal: string, desktopId: string, limit: number): Promise<Turn[]>;
  forget(principal: string, desktopId: string): Promise<void>;
}

/** What people confirmed about the meaning of words. */
export interface Examples {
  list(skillId: string): Promise<Example[]>;
  /** Of `principal` only, unless that is empty. Rejects with `example.not_found`. */
  remove(exampleId: string, principal: string): Promise<void>;
}

export interface Skills {
  /** Without steps. */
  list(): Promise<readonly Skill[]>;
  save(skill: Skill, principal: string): Promise<Skill>;
  remove(skillId: string, principal: string): Promise<void>;
  /** With its steps; version 0: the newest. */
  get(skillId: string, version: number): Promise<Skill>;
  /** Newest first, without steps. */
  versions(skillId: string): Promise<readonly Skill[]>;
  restore(skillId: string, version: number, principal: string): Promise<Skill>;
  /** Empty: of all skills. */
  proposals(skillId: string): Promise<readonly StepProposal[]>;
  /** Undefined when it was not accepted. */
  decide(proposalId: string, accept: boolean, principal: string): Promise<Skill | undefined>;
}

export interface Tokens {
  authenticate(token: string): Promise<Principal>;
  exchange(oneTimeToken: string): Promise<IssueTokenReply>;
  issue(request: IssueTokenRequest): Promise<IssueTokenReply>;
  /** What still opens something, by principal. */
  list(): Promise<TokenSummary[]>;
  /** One token, or everything that a principal has; answers the ids of what opens nothing any more. */
  revoke(request: RevokeTokenRequest): Promise<string[]>;
}

/** Who did what. */
export interface Audit {
  /** Newest first. */
  list(request: ListRecordsRequest): Promise<AuditRecord[]>;
  noteHands(request: NoteHandsRequest): Promise<void>;
}

/** How long things are kept. */
export interface Retention {
  /** With terms: what these would remove. */
  get(instead: RetentionTerms | undefined): Promise<RetentionState>;
  set(terms: RetentionTerms, principal: string): Promise<RetentionState>;
}

/** Within what tasks act; an empty desktop stands for all of them. */
export interface Policies {
  get(desktopId: string): Promise<Policy>;
  set(desktopId: string, rules: Rules, principal: string): Promise<Policy>;
}

export interface Desktops {
  list(): Promise<Desktop[]>;
  get(desktopId: string): Promise<Desktop>;
  enrol(request: EnrolDesktopRequest): Promise<Desktop>;
  issueCode(principal: string, validMs: number): Promise<IssueEnrolmentCodeReply>;
  remove(desktopId: string, principal: string): Promise<void>;
  /** An empty group takes it out. */
  group(desktopId: string, group: string, principal: string): Promise<Desktop>;
}

export interface Recordings {
  get(recordingId: string, after: number, limit: number): Promise<GetRecordingReply>;
  /** Newest first. Empty desktop: of all. */
  list(desktopId: string, active: boolean): Promise<readonly Recording[]>;
  /** Keeps the next act; one that is kept already changes nothing. */
  keep(recordingId: string, act: Act): Promise<Recording>;
  /** Somebody ended it at the desktop itself. */
  end(recordingId: string): Promise<Recording>;
}

export interface Drafts {
  get(draftId: string): Promise<Draft>;
  /** Without their steps. */
  list(): Promise<readonly Draft[]>;
  remove(draftId: string): Promise<void>;
}

export interface Blobs {
  put(data: Uint8Array, mediaType: string): Promise<void>;
  get(sha256: string): Promise<GetBlobReply>;
}

/** Everything that the store answers. */
export interface Store {
  readonly tasks: Tasks;
  readonly tokens: Tokens;
  readonly desktops: Desktops;
  readonly blobs: Blobs;
  readonly skills: Skills;
  readonly threads: Threads;
  readonly examples: Examples;
  readonly recordings: Recordings;
  readonly drafts: Drafts;
  readonly audit: Audit;
  readonly retention: Retention;
  readonly policies: Policies;
}

/** A file of the web console, as it is sent. */
export interface ConsoleFile {
  readonly body: Uint8Array;
  readonly br: Uint8Array | undefined;
  readonly gzip: Uint8Array | undefined;
  readonly type: string;
  readonly etag: string;
  /** Its content never changes under this name. */
  readonly isImmutable: boolean;
}

/** By path; the page itself is `/`. Empty: no console is here. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;
