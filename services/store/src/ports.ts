// What the use cases need from the outside. Adapters: postgres (real), memory (kept honest by the same contract suite).
import type { AuditRecord, Deed } from '@karna/proto/gen/access/v1/access';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Turn } from '@karna/proto/gen/language/v1/conversation';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { JournalEntry, Task, TaskChanged, TaskReady, TaskState } from '@karna/proto/gen/task/v1/task';
import type { FactSpan } from './domain/facts.ts';
import type { JournalHead } from './domain/journal.ts';
import type { Scope } from './domain/token.ts';

/** All of it or nothing of it. */
export interface UnitOfWork {
  /**
   * Runs `work` in one transaction. When the database drops the connection or asks for another try, the whole of it is run again,
   * but never after it has committed; so `work` changes nothing but through its argument.
   * Errors: `service.unavailable` when the database stays away, `service.overloaded` when it is too slow.
   */
  run<T>(work: (tx: Work) => Promise<T>): Promise<T>;
  /** Looks at one moment's state and changes nothing. */
  read<T>(work: (tx: Work) => Promise<T>): Promise<T>;
  /** Forgets up to `limit` marks of units of work that committed before then; answers how many. */
  forget(before: Date, limit: number): Promise<number>;
}

export interface Work {
  readonly tasks: Tasks;
  readonly lines: Lines;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly facts: Facts;
  readonly desktops: Desktops;
  readonly codes: EnrolmentCodes;
  readonly tokens: Tokens;
  readonly blobs: BlobRecords;
  readonly skills: Skills;
  readonly proposals: Proposals;
  readonly turns: Turns;
  readonly examples: Examples;
  readonly recordings: Recordings;
  readonly drafts: Drafts;
  readonly audit: Audit;
  readonly settings: Settings;
}

export interface TaskQuery {
  /** Undefined: of all desktops. */
  readonly desktopId?: string;
  /** Empty: in any state. */
  readonly states: readonly TaskState[];
  readonly limit: number;
  /** Only tasks made before this one. */
  readonly beforeTaskId?: string;
}

export interface Tasks {
  /** False when this principal used this request id before. */
  insert(task: Task, requestId: string): Promise<boolean>;
  byRequest(requestedBy: string, requestId: string): Promise<Task | undefined>;
  /** Rejects with `task.not_found`. */
  get(taskId: string): Promise<Task>;
  /** Saves only over the version before its own; rejects with `task.stale`. */
  save(task: Task): Promise<void>;
  /** Newest first. */
  list(query: TaskQuery): Promise<readonly Task[]>;
  /** The pending task of a desktop that was inserted first. */
  nextWaiting(desktopId: string): Promise<Task | undefined>;
  /** Notes that a task shows these pictures. */
  shows(taskId: string, pictures: readonly string[]): Promise<void>;
  countEnded(before: Date): Promise<number>;
  /** Removes up to `limit` tasks that ended before then, with their journals; answers how many. */
  removeEnded(before: Date, limit: number): Promise<number>;
}

/** Who holds each desktop: at most one task. */
export interface Lines {
  /** Takes the desktop's line for the rest of this unit of work; answers the active task, if any. */
  lock(desktopId: string): Promise<string | undefined>;
  hold(desktopId: string, taskId: string | undefined): Promise<void>;
  /** Every active task. */
  active(): Promise<readonly string[]>;
}

export interface Journal {
  /** The newest line, or `emptyJournal`. */
  head(taskId: string): Promise<JournalHead>;
  append(entries: readonly JournalEntry[]): Promise<void>;
  list(taskId: string): Promise<readonly JournalEntry[]>;
}

/** What leaves after the commit, in the same transaction as the change that it tells of. */
export interface Outbox {
  /** The task changed; this is how it is now. */
  fact(task: Task, at: Date): Promise<void>;
  /** A worker may go on with this task. */
  ready(work: TaskReady, at: Date): Promise<void>;
}

export interface Facts {
  span(): Promise<FactSpan>;
  /** Numbered facts after `after`, oldest first, until `limit` or about `maxBytes` is reached; at least one if there is one. */
  list(after: number, limit: number, maxBytes: number): Promise<readonly TaskChanged[]>;
  /** Removes up to `limit` of the oldest facts, as far as they were made before then and are published; answers how many. */
  removeOldest(before: Date, limit: number): Promise<number>;
}

export interface Desktops {
  /** Rejects with `desktop.not_found`. */
  get(desktopId: string): Promise<Desktop>;
  list(): Promise<readonly Desktop[]>;
  /** Keeps a desktop; an agent known by its key keeps its id and first date, and gets the new name. */
  enrol(desktop: Desktop): Promise<Desktop>;
  /** Rejects with `desktop.not_found`. */
  remove(desktopId: string): Promise<void>;
  /** Empty: in none. Rejects with `desktop.not_found`. */
  group(desktopId: string, group: string): Promise<Desktop>;
  /** Notes when it was last seen; an older date or an unknown desktop changes nothing. */
  seen(desktopId: string, at: Date): Promise<void>;
}

export interface EnrolmentCode {
  readonly hash: string;
  readonly issuedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The desktop that used it. */
  readonly usedBy: string | undefined;
}

export interface EnrolmentCodes {
  /** Keeps a code; the same one again only moves the expiry of an unused one. */
  issue(code: EnrolmentCode): Promise<void>;
  /** The code, held for the rest of this unit of work. */
  lock(hash: string): Promise<EnrolmentCode | undefined>;
  use(hash: string, desktopId: string): Promise<void>;
  /** Removes up to `limit` unused codes that expired before then; used ones are kept, so that none works twice. */
  removeExpired(before: Date, limit: number): Promise<number>;
}

export interface TokenRecord {
  readonly id: string;
  readonly hash: string;
  readonly principal: string;
  readonly scopes: readonly Scope[];
  readonly oneTime: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  /** Empty: nobody knows any more. */
  readonly issuedBy: string;
}

/** A token that still opens something. */
export interface OpenToken extends TokenRecord {
  readonly lastSeenAt: Date | undefined;
}

export interface Tokens {
  /** Keeps a token; false when this very token is known already. */
  issue(token: TokenRecord): Promise<boolean>;
  /** The lasting token with this hash, unless it was revoked. */
  lasting(hash: string): Promise<TokenRecord | undefined>;
  /** Uses up the one-time token with this hash; undefined when there is none that still counts. */
  exchange(hash: string, now: Date): Promise<TokenRecord | undefined>;
  /** What still opens something, by principal and age; with `hold` nobody else takes any of it away until this unit of work ends. */
  open(now: Date, hold?: boolean): Promise<readonly OpenToken[]>;
  /** Whether there was such a token, whatever became of it. */
  isKnown(tokenId: string): Promise<boolean>;
  revoke(tokenId: string, now: Date): Promise<void>;
  /** Notes when it was last used; an older date or an unknown token changes nothing. */
  seen(tokenId: string, at: Date): Promise<void>;
  removeExpired(before: Date, limit: number): Promise<number>;
}

export interface Skills {
  insert(skill: Skill): Promise<void>;
  /** Saves only over the version before its own; rejects with `skill.stale` or `skill.not_found`. */
  replace(skill: Skill): Promise<void>;
  /** The newest of each, without steps. */
  list(): Promise<readonly Skill[]>;
  /** With its steps; undefined: the newest. Rejects with `skill.not_found`. */
  get(skillId: string, version: number | undefined): Promise<Skill>;
  /** Newest first, without steps. */
  versions(skillId: string): Promise<readonly Skill[]>;
  /** Gives up all versions but the newest so many. */
  keepNewest(skillId: string, count: number): Promise<void>;
  /** With its versions and proposals. Rejects with `skill.not_found`. */
  remove(skillId: string): Promise<void>;
}

export interface Proposals {
  /** In the place of what was proposed for the same end of the same step. Rejects with `skill.not_found`. */
  keep(proposal: StepProposal): Promise<void>;
  /** Newest first; undefined: of all skills. */
  list(skillId: string | undefined): Promise<readonly StepProposal[]>;
  /** Takes it out. Rejects with `skill.no_proposal`. */
  take(proposalId: string): Promise<StepProposal>;
}

/** Whose thread: one principal's with one desktop. */
export interface ThreadKey {
  readonly principal: string;
  readonly desktopId: string;
}

export interface Turns {
  /** Adds a turn to a thread, or puts it in the place of the one with the same id; of the thread the newest `most` stay. */
  put(thread: ThreadKey, turn: Turn, most: number): Promise<void>;
  /** The newest, oldest of them first. */
  newest(thread: ThreadKey, limit: number): Promise<readonly Turn[]>;
  removeThread(thread: ThreadKey): Promise<void>;
  countOld(before: Date): Promise<number>;
  /** Removes up to `limit` turns from before then; answers how many. */
  removeOld(before: Date, limit: number): Promise<number>;
}

export interface Examples {
  /** Keeps it in the place of what is kept under its key; of its skill, or of its owner's direct commands, the newest `most` stay. */
  put(example: Example, key: ExampleKey, most: number): Promise<void>;
  /** Undefined: of all. */
  list(skillId: string | undefined): Promise<readonly Example[]>;
  /** False when there is none, or not of this principal. */
  remove(exampleId: string, principal: string | undefined): Promise<boolean>;
  removeOfSkill(skillId: string): Promise<void>;
}

/** One wording has one meaning for everybody, or for its owner. */
export interface ExampleKey {
  /** Empty: everybody. */
  readonly owner: string;
  readonly words: string;
  readonly domain: string;
}

export interface RecordingQuery {
  /** Undefined: of all desktops. */
  readonly desktopId?: string | undefined;
  /** Only those that have not ended. */
  readonly active: boolean;
  readonly limit: number;
}

export interface Recordings {
  insert(recording: Recording): Promise<void>;
  /** Rejects with `recording.not_found`. */
  get(recordingId: string): Promise<Recording>;
  /** The same, and holds it for the rest of this unit of work. */
  lock(recordingId: string): Promise<Recording>;
  /** The one that has not ended on this desktop. */
  activeOn(desktopId: string): Promise<Recording | undefined>;
  save(recording: Recording): Promise<void>;
  /** Saves the recording with its next act, and notes what that shows. */
  addAct(recording: Recording, act: Act, pictures: readonly string[]): Promise<void>;
  /** In order. */
  acts(recordingId: string, after: number, limit: number): Promise<readonly Act[]>;
  /** Newest first. */
  list(query: RecordingQuery): Promise<readonly Recording[]>;
  /** Rejects with `recording.not_found`. */
  remove(recordingId: string): Promise<void>;
  countEnded(before: Date): Promise<number>;
  /** Removes up to `limit` recordings that ended before then, with their acts; answers how many. */
  removeEnded(before: Date, limit: number): Promise<number>;
}

/** Where a draft stands in its history: states are numbered from 1. */
export interface HeldDraft {
  readonly version: number;
  readonly position: number;
  readonly newest: number;
}

export interface Drafts {
  /** Keeps a new draft, as its first state. */
  insert(draft: Draft): Promise<void>;
  /** Holds it for the rest of this unit of work. Rejects with `draft.not_found`. */
  lock(draftId: string): Promise<HeldDraft>;
  /** Shows this state from now on; later ones than `newest` are forgotten. */
  put(draft: Draft, position: number, newest: number): Promise<void>;
  state(draftId: string, position: number): Promise<Draft>;
  /** As it is shown. Rejects with `draft.not_found`. */
  get(draftId: string): Promise<Draft>;
  /** Without their steps, newest first. */
  list(limit: number): Promise<readonly Draft[]>;
  /** Rejects with `draft.not_found`. */
  remove(draftId: string): Promise<void>;
  countOld(before: Date): Promise<number>;
  /** Removes up to `limit` drafts that nobody changed since then; answers how many. */
  removeOld(before: Date, limit: number): Promise<number>;
}

/** What somebody did, before it has its number. */
export interface NewRecord extends Omit<AuditRecord, 'id' | 'at'> {
  readonly at: Date;
  /** Unique for what happened, where it may be told more than once. */
  readonly key?: string | undefined;
}

export interface AuditQuery {
  /** Only records with smaller ids. */
  readonly before?: number | undefined;
  /** Undefined: of everybody. */
  readonly actor?: string | undefined;
  /** Empty: all. */
  readonly deeds: readonly Deed[];
  readonly limit: number;
}

/** Who did what. Nothing here is ever changed. */
export interface Audit {
  /** A key that was used before changes nothing. */
  append(record: NewRecord): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>;
  countOld(before: Date): Promise<number>;
  /** Removes up to `limit` records from before then; answers how many. */
  removeOld(before: Date, limit: number): Promise<number>;
}

export interface KeptSetting {
  readonly body: unknown;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** What people set in place of the configuration, by name. */
export interface Settings {
  get(name: string): Promise<KeptSetting | undefined>;
  put(name: string, setting: KeptSetting): Promise<void>;
  /** Nothing happens where there is none. */
  remove(name: string): Promise<void>;
}

/** Tells others at once what they would find out by and by. May fail; nothing depends on it. */
export interface Announcer {
  skillChanged(skillId: string): Promise<void>;
  /** `act`: the one that was kept with this change. */
  recordingChanged(recording: Recording, act: Act | undefined): Promise<void>;
}

export interface BlobRecord {
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** What is known of blobs; their bytes are in `BlobBytes`. */
export interface BlobRecords {
  /** Notes that the blob was put now, and holds its record for the rest of this unit of work. */
  keep(blob: BlobRecord, now: Date): Promise<void>;
  get(sha256: string): Promise<BlobRecord | undefined>;
  /** Blobs last put before then that no task or recording shows which goes on or ended since then. */
  unused(before: Date, limit: number): Promise<readonly string[]>;
  countUnused(before: Date): Promise<number>;
  /** Removes a blob's record, if it is still unused; answers whether it did. */
  removeUnused(sha256: string, before: Date): Promise<boolean>;
}

/** The bytes of blobs, named by content. */
export interface BlobBytes {
  /** Idempotent; a damaged copy is replaced. */
  write(sha256: string, data: Uint8Array): Promise<void>;
  /** Undefined when there are none; rejects when they are not what was written. */
  read(sha256: string): Promise<Uint8Array | undefined>;
  remove(sha256: string): Promise<void>;
}

/** What waits to leave. One replica at a time sends, so that facts leave in the order of their numbers. */
export interface Mail {
  /** Numbers up to `limit` facts and has those not yet published published, in order, all or (again) none; answers how many. */
  sendFacts(limit: number, publish: (facts: readonly TaskChanged[]) => Promise<void>): Promise<number>;
  /** Hands up to `limit` pieces of work to the queue; answers how many. */
  sendWork(limit: number, enqueue: (id: string, work: TaskReady) => Promise<void>): Promise<number>;
}
