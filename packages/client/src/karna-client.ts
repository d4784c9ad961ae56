import type {
  DesktopSummary,
  EnrolmentCode,
  Found,
  Halted,
  PullModelRequest,
  Said,
  Screenshot,
  SkillList,
  UseModelRequest,
} from '@karna/proto/gen/channel/v1/control';
import type { Interpretation } from '@karna/proto/gen/channel/v1/inference';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Turn } from '@karna/proto/gen/language/v1/conversation';
import type {
  InterpretRequest,
  ParaphraseReply,
  PlanPart,
  TrainOutcome,
  TrainProgress,
} from '@karna/proto/gen/language/v1/language';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { JournalEntry, Task, TaskChanged, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import type { ModelPack } from '@karna/proto/gen/vision/v1/model';
import { isEnded, isResting } from '@karna/proto/words';
import { Administration } from './administration.ts';
import { backoffMs, sleep } from './backoff.ts';
import type { Access } from './channel.ts';
import { type ConnectionState, ControlSession, type RequestOptions } from './control-session.ts';
import { KarnaError } from './errors.ts';
import type { FactReader } from './fact-hub.ts';
import { type BlobContent, fetchBlob } from './http.ts';
import { infer } from './inference-stream.ts';
import { LiveScreen, type WatchScreenOptions } from './screen/live-screen.ts';
import { type StatusSnapshot, type StatusUpdate, statusSnapshot, watchStatus } from './status-stream.ts';
import { Teaching } from './teaching.ts';

export interface ConnectOptions extends Access {
  /** Gives up connecting. Once connected, `close()` ends it. */
  readonly signal?: AbortSignal;
  /** How long a request may wait for its answer, reconnecting included (ms). Default 30 s. */
  readonly timeoutMs?: number;
  /** After so long without a word the gateway is asked for a sign of life (ms). Default 20 s. */
  readonly quietMs?: number;
}

export interface RunOptions extends RequestOptions {
  /** The application or site that it is about. */
  readonly domain?: string;
  /** Id or name; not needed when there is only one. */
  readonly desktop?: string;
  /** Only shows what it would do. */
  readonly dryRun?: boolean;
  /** Approves the effects beforehand. */
  readonly approved?: boolean;
  /** The skill to do, by its id or name: then the text is not interpreted, only kept as what was said. */
  readonly skill?: string;
  /** Values of its slots, by name; they go before what is found in the text. */
  readonly slots?: Readonly<Record<string, string>>;
}

export interface SayOptions extends RunOptions {
  /** A command stands for itself, whatever was asked before: it is no answer. */
  readonly alone?: boolean;
}

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** `resting` (default) also stops when the task waits for a person; `ended` only when nothing will change any more. */
  readonly until?: 'resting' | 'ended';
}

export interface StreamOptions {
  readonly signal?: AbortSignal;
}

export interface PlanOptions extends StreamOptions {
  /** The application or site that it is about. */
  readonly domain?: string;
  /** BCP 47. */
  readonly locale?: string;
  /** Shows the model what is on the screen, as far as the operator allows it. */
  readonly withScreen?: boolean;
  /** Whose screen; id or name; not needed when there is only one. */
  readonly desktop?: string;
  /** A halted task: what would clear the way for it. The text may then be empty. */
  readonly taskId?: string;
}

export interface TaskQuery extends RequestOptions {
  readonly desktop?: string;
  readonly states?: readonly TaskState[];
  readonly limit?: number;
  readonly beforeTaskId?: string;
}

type ModelRequest =
  | { readonly $case: 'pullModel'; value: PullModelRequest }
  | { readonly $case: 'useModel'; value: UseModelRequest };

/** What the gateway waits for vision, and a little more (ms). */
const pullMs = 17 * 60_000;
const useModelMs = 5 * 60_000;
/** The longest that anything is worked on at the inference channel, and a little more (ms). */
const inferenceMs = 12 * 60_000;

/** A connection to a Karna gateway: ask, watch, steer. It reconnects by itself, and loses and doubles nothing by it. */
export class KarnaClient implements AsyncDisposable {
  readonly #access: Access;
  readonly #session: ControlSession;
  readonly #closing = new AbortController();
  /** Recordings, what is learned from them, and drafts. */
  readonly teaching: Teaching;
  /** Who may connect, what they did, and how long that is kept. */
  readonly administration: Administration;

  private constructor(access: Access, session: ControlSession) {
    this.#access = access;
    this.#session = session;
    this.teaching = new Teaching(session, this.#closing.signal);
    this.administration = new Administration(session);
  }

  /** Rejects with `auth.invalid`, `auth.forbidden`, `service.unavailable`...; later drops are mended without a word. */
  static async connect(options: ConnectOptions): Promise<KarnaClient> {
    const { signal, timeoutMs = 30_000, quietMs = 20_000, ...access } = options;
    const session = new ControlSession(access, { timeoutMs, quietMs });
    await session.open(signal);
    return new KarnaClient(access, session);
  }

  get state(): ConnectionState {
    return this.#session.state;
  }

  /** Who the gateway takes us for. */
  get principal(): string {
    return this.#session.welcome?.principal ?? '';
  }

  get scopes(): readonly string[] {
    return this.#session.welcome?.scopes ?? [];
  }

  /** The channels that the gateway has: `control`, `status`, `screen`, `inference`. */
  get channels(): readonly string[] {
    return this.#session.welcome?.channels ?? [];
  }

  /** The gateway's version. */
  get version(): string {
    return this.#session.welcome?.version ?? '';
  }

  /** Calls back whenever the state changes; the result stops that. */
  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#session.onState(listener);
  }

  /** Has a command accepted; what becomes of it is told by `follow`. */
  run(text: string, options: RunOptions = {}): Promise<Task> {
    const { domain = '', desktop = '', dryRun = false, approved = false, skill = '', slots = {} } = options;
    const value = { text, domain, desktop, dryRun, approved, skill, slots: { ...slots } };
    return this.#session.request({ $case: 'run', value }, 'task', options);
  }

  /**
   * A turn of the conversation with a desktop: a command, or words about the last one ("the same for Ada", "no, the other one", "undo
   * that", "what happened?", "yes", "the second", "stop"). What becomes of a task that it began is told by `follow`.
   */
  say(text: string, options: SayOptions = {}): Promise<Said> {
    const { domain = '', desktop = '', dryRun = false, approved = false, alone = false } = options;
    const value = { text, domain, desktop, dryRun, approved, alone };
    return this.#session.request({ $case: 'say', value }, 'said', options);
  }

  /** The last turns of our own thread with a desktop, oldest first; 20 unless told otherwise. */
  async thread(
    desktop = '',
    { limit = 0, ...options }: RequestOptions & { readonly limit?: number } = {},
  ): Promise<readonly Turn[]> {
    return (await this.#session.request({ $case: 'readThread', value: { desktop, limit } }, 'thread', options)).turns;
  }

  /** Forgets our own thread with a desktop. */
  async forgetThread(desktop = '', options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'forgetThread', value: { desktop } }, 'removed', options);
  }

  /** Pause, resume, cancel, halt, approve, refuse or undo a task. */
  steer(taskId: string, verb: TaskVerb, options: RequestOptions = {}): Promise<Task> {
    return this.#session.request({ $case: 'steer', value: { taskId, verb } }, 'task', options);
  }

  /**
   * Answers a question: with one of its choices, in other words, or with where the element is on its picture (px). Showing an element
   * teaches the skill; without the scope `administer` it is only proposed.
   */
  answer(
    taskId: string,
    { choiceId = '', text = '', box }: { readonly choiceId?: string; readonly text?: string; readonly box?: Box },
    options: RequestOptions = {},
  ): Promise<Task> {
    return this.#session.request({ $case: 'answer', value: { taskId, choiceId, text, box } }, 'task', options);
  }

  /** Stops everything on a desktop, or, unnamed, on all of them. */
  halt(desktop = '', options: RequestOptions = {}): Promise<Halted> {
    return this.#session.request({ $case: 'halt', value: { desktop } }, 'halted', options);
  }

  async task(taskId: string, options: RequestOptions = {}): Promise<{ task: Task; journal: readonly JournalEntry[] }> {
    const body = { $case: 'getTask', value: { taskId } } as const;
    const { task, journal } = await this.#session.request(body, 'taskWithJournal', options);
    if (!task) throw new KarnaError('task.not_found', 'the gateway answered without a task');
    return { task, journal };
  }

  /** Newest first. */
  async tasks(query: TaskQuery = {}): Promise<readonly Task[]> {
    const { desktop = '', states = [], limit = 0, beforeTaskId = '' } = query;
    const value = { desktop, states: [...states], limit, beforeTaskId };
    return (await this.#session.request({ $case: 'listTasks', value }, 'tasks', query)).tasks;
  }

  async desktops(options: RequestOptions = {}): Promise<readonly DesktopSummary[]> {
    return (await this.#session.request({ $case: 'listDesktops', value: {} }, 'desktops', options)).desktops;
  }

  /** The screen now; fetch the picture with `blob`. */
  screenshot(desktop = '', options: RequestOptions = {}): Promise<Screenshot> {
    return this.#session.request({ $case: 'screenshot', value: { desktop } }, 'screenshot', options);
  }

  /**
   * Where something is on the screen, by its words, by a picture of the icon itself (PNG or JPEG), or by both. Looks, never acts.
   */
  find(
    text: string,
    desktop = '',
    { looksLike = new Uint8Array(), ...options }: RequestOptions & { readonly looksLike?: Uint8Array } = {},
  ): Promise<Found> {
    return this.#session.request({ $case: 'find', value: { desktop, text, looksLike } }, 'found', options);
  }

  /** A picture by its SHA-256, as tasks, screenshots and clarifications name it. */
  blob(sha256: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<BlobContent> {
    return fetchBlob(sha256, { ...this.#access, signal: this.#until(signal) });
  }

  /** A one-time code with which an agent enrols its desktop. 0 = the gateway's default time. */
  enrolmentCode(validMs = 0, options: RequestOptions = {}): Promise<EnrolmentCode> {
    return this.#session.request({ $case: 'enrolmentCode', value: { validMs } }, 'enrolmentCode', options);
  }

  async removeDesktop(desktop: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'removeDesktop', value: { desktop } }, 'removed', options);
  }

  /** Puts a desktop into a group; an empty one takes it out. */
  async groupDesktop(desktop: string, group: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'groupDesktop', value: { desktop, group } }, 'desktops', options);
  }

  /** Vision's packs of models that are here, the one in use first. */
  async models(options: RequestOptions = {}): Promise<readonly ModelPack[]> {
    return (await this.#session.request({ $case: 'listModels', value: {} }, 'models', options)).packs;
  }

  /**
   * Fetches a pack of models, has it checked and tried, and keeps it; it is not used yet. From `https://.../manifest.json`, or a path on
   * the machine that vision runs on. `sha256` is what its manifest must have. Takes minutes: waits up to 17 unless told otherwise.
   */
  pullModel(source: string, sha256 = '', options: RequestOptions = {}): Promise<ModelPack> {
    const body = { $case: 'pullModel', value: { source, sha256 } } as const;
    return this.#pack(body, { timeoutMs: pullMs, ...options });
  }

  /** Changes to a pack that is here, without losing a request; without an id, back to the one before. */
  async useModel(id = '', options: RequestOptions = {}): Promise<ModelPack> {
    // By its name: "the one before", sent again after a lost connection, would undo itself.
    const wanted = id || (await this.#previousModel(options.signal));
    return this.#pack({ $case: 'useModel', value: { id: wanted } }, { timeoutMs: useModelMs, ...options });
  }

  /** Without steps: `skill` brings them. */
  async skills(options: RequestOptions = {}): Promise<readonly Skill[]> {
    return (await this.#session.request({ $case: 'listSkills', value: {} }, 'skills', options)).skills;
  }

  /** Version 0: a new one; else over the version that was read (`skill.stale` when somebody else changed it). */
  async saveSkill(skill: Skill, options: RequestOptions = {}): Promise<Skill> {
    const body = { $case: 'saveSkill', value: { skill } } as const;
    return theSkill(await this.#session.request(body, 'skills', options));
  }

  /** With its steps; the newest version unless told otherwise. */
  async skill(skillId: string, version = 0, options: RequestOptions = {}): Promise<Skill> {
    const body = { $case: 'getSkill', value: { skillId, version } } as const;
    return theSkill(await this.#session.request(body, 'skills', options));
  }

  /** The versions that are kept, newest first, without steps. */
  async skillVersions(skillId: string, options: RequestOptions = {}): Promise<readonly Skill[]> {
    const body = { $case: 'listSkillVersions', value: { skillId } } as const;
    return (await this.#session.request(body, 'skills', options)).skills;
  }

  /** Makes an old version the newest one again. */
  async restoreSkill(skillId: string, version: number, options: RequestOptions = {}): Promise<Skill> {
    const body = { $case: 'restoreSkill', value: { skillId, version } } as const;
    return theSkill(await this.#session.request(body, 'skills', options));
  }

  /** How elements may be known from now on, as runs and people propose; of all skills unless one is named. */
  async stepProposals(skillId = '', options: RequestOptions = {}): Promise<readonly StepProposal[]> {
    const body = { $case: 'listProposals', value: { skillId } } as const;
    return (await this.#session.request(body, 'proposals', options)).proposals;
  }

  /** Makes a proposal a new version of its skill. */
  async acceptProposal(proposalId: string, options: RequestOptions = {}): Promise<Skill> {
    const body = { $case: 'decideProposal', value: { proposalId, accept: true } } as const;
    return theSkill(await this.#session.request(body, 'skills', options));
  }

  async dismissProposal(proposalId: string, options: RequestOptions = {}): Promise<void> {
    const body = { $case: 'decideProposal', value: { proposalId, accept: false } } as const;
    await this.#session.request(body, 'removed', options);
  }

  async removeSkill(skillId: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'removeSkill', value: { skillId } }, 'removed', options);
  }

  /** Learns the skills anew, and says how far it is; the last one has the outcome. Leaving the loop stops it. */
  training({ signal }: StreamOptions = {}): AsyncGenerator<TrainProgress, void> {
    return infer({
      ...this.#inference(signal),
      body: { $case: 'train', value: {} },
      kind: 'training',
      needs: 'administer',
    });
  }

  /** Learns the skills anew; `onProgress` hears how far it is. */
  async trainSkills({
    onProgress = () => {},
    ...options
  }: StreamOptions & { readonly onProgress?: (progress: TrainProgress) => void } = {}): Promise<TrainOutcome> {
    for await (const progress of this.training(options)) {
      if (progress.outcome) return progress.outcome;
      onProgress(progress);
    }
    throw new KarnaError('training.failed', 'the training ended without an outcome');
  }

  /**
   * What the language model would do, where one is configured: its words as they come, then a proposal. Nothing is done; its command can be
   * `run` once a person has said yes.
   */
  plan(text: string, options: PlanOptions = {}): AsyncGenerator<PlanPart, void> {
    const { domain = '', locale = '', withScreen = false, desktop = '', taskId = '', signal } = options;
    const value = { text, domain, locale, withScreen, desktop, taskId };
    return infer({ ...this.#inference(signal), body: { $case: 'plan', value }, kind: 'plan', needs: 'operate' });
  }

  /** Other ways to ask for a skill, by the language model. Nothing is kept. */
  async paraphrases(skillId: string, { signal }: StreamOptions = {}): Promise<ParaphraseReply> {
    const body = { $case: 'paraphrase', value: { skillId } } as const;
    for await (const reply of infer({ ...this.#inference(signal), body, kind: 'paraphrases', needs: 'administer' })) {
      return reply;
    }
    throw new KarnaError('protocol.unsupported', 'the gateway answered without phrases');
  }

  /** What commands mean, up to 1,000 of them, in their order. The language model is not asked. */
  interpretAll(
    commands: readonly (Pick<InterpretRequest, 'text'> & Partial<InterpretRequest>)[],
    { signal }: StreamOptions = {},
  ): AsyncGenerator<Interpretation, void> {
    const requests = commands.map(({ text, domain = '', locale = '' }) => ({ text, domain, locale, principal: '' }));
    const body = { $case: 'interpret', value: { requests } } as const;
    return infer({ ...this.#inference(signal), body, kind: 'interpretation', needs: 'observe' });
  }

  /** What was learned from what people confirmed: of a skill, or all that we may see. */
  async examples(skillId = '', options: RequestOptions = {}): Promise<readonly Example[]> {
    return (await this.#session.request({ $case: 'listExamples', value: { skillId } }, 'examples', options)).examples;
  }

  /** Our own; anybody's with the scope `administer`. */
  async removeExample(exampleId: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'removeExample', value: { exampleId } }, 'removed', options);
  }

  /** Back to what was learned before. */
  rollBackSkills(options: RequestOptions = {}): Promise<TrainOutcome> {
    return this.#session.request({ $case: 'rollBackSkills', value: {} }, 'trained', options);
  }

  /**
   * Every change of every task, in order, none lost or doubled: from this call on, or from after a sequence number. Ends with
   * `task.facts_gone` when facts between were removed by retention. Read it, or `return()` it: what comes waits for you.
   */
  facts({
    after,
    signal,
  }: {
    readonly after?: number;
    readonly signal?: AbortSignal;
  } = {}): AsyncGenerator<TaskChanged, never> {
    signal?.throwIfAborted();
    return this.#readFacts(this.#session.read(after), signal);
  }

  /** A task as it is now, and every time it changes, until it has ended or waits for a person. */
  async *follow(taskId: string, options: FollowOptions = {}): AsyncGenerator<Task, void> {
    const seen = { version: -1 };
    while (!(yield* this.#followOnce(taskId, seen, options)));
  }

  /** Resolves with the task once it has ended or waits for a person. */
  async waitFor(taskId: string, options: FollowOptions = {}): Promise<Task> {
    let last: Task | undefined;
    for await (const task of this.follow(taskId, options)) last = task;
    if (!last) throw new KarnaError('task.not_found', 'nothing is known of this task');
    return last;
  }

  /** How services and desktops are: everything known now, then what changes; the newest per subject, if we are slow. */
  status({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<StatusUpdate, never> {
    return watchStatus(this.#access, this.#until(signal));
  }

  statusSnapshot({ signal }: { readonly signal?: AbortSignal } = {}): Promise<StatusSnapshot> {
    return statusSnapshot(this.#access, this.#until(signal));
  }

  /** The live picture of a desktop, and remote hands on it. In Node it needs `nodeDecoders` of `@karna/client/node`. */
  watchScreen(options: WatchScreenOptions = {}): Promise<LiveScreen> {
    return LiveScreen.open(this.#access, { ...options, signal: this.#until(options.signal) });
  }

  /** Ends the connection; requests and iterators that still wait end with `request.cancelled`. */
  close(): void {
    this.#closing.abort(new KarnaError('request.cancelled', 'the client was closed'));
    this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #inference(signal: AbortSignal | undefined) {
    const late = AbortSignal.timeout(inferenceMs);
    return { access: this.#access, signal: AbortSignal.any([this.#until(signal), late]) };
  }

  async #previousModel(signal: AbortSignal | undefined): Promise<string> {
    const packs = await this.models(signal ? { signal } : {});
    const previous = packs.find((pack) => pack.previous);
    if (!previous) throw new KarnaError('model.not_found', 'no pack of models was in use before this one');
    return previous.id;
  }

  async #pack(body: ModelRequest, options: RequestOptions): Promise<ModelPack> {
    const [pack] = (await this.#session.request(body, 'models', options)).packs;
    if (!pack) throw new KarnaError('model.not_found', 'the gateway answered without a pack');
    return pack;
  }

  async *#readFacts(reader: FactReader, signal: AbortSignal | undefined): AsyncGenerator<TaskChanged, never> {
    const onAbort = () => reader.fail(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      return yield* reader.read();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#session.hub.close(reader);
    }
  }

  /** False when facts were missed for good: then the task has to be read again. */
  async *#followOnce(
    taskId: string,
    seen: { version: number },
    { signal, until = 'resting' }: FollowOptions,
  ): AsyncGenerator<Task, boolean> {
    const isDone = ({ state }: Task) => isEnded(state) || (until === 'resting' && isResting(state));
    const reader = this.#session.read(); // before the task is read: what changes meanwhile waits here
    const facts = this.#readFacts(reader, signal);
    try {
      const task = await this.#readPatiently(taskId, signal);
      for (let now = task; ; now = await nextOf(taskId, facts)) {
        if (now.version <= seen.version) continue;
        seen.version = now.version;
        yield now;
        if (isDone(now)) return true;
      }
    } catch (error) {
      if (error instanceof KarnaError && error.code === 'task.facts_gone') return false;
      throw error;
    } finally {
      this.#session.hub.close(reader); // a generator that never began does not clean up
      await facts.return(undefined as never);
    }
  }

  /** Whoever follows a task waits anyway: a store that is away for a moment is no reason to give up. */
  async #readPatiently(taskId: string, signal: AbortSignal | undefined): Promise<Task> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return (await this.task(taskId, signal ? { signal } : {})).task;
      } catch (error) {
        if (!(error instanceof KarnaError) || !error.retryable) throw error;
      }
      await sleep(backoffMs(attempt), this.#until(signal));
    }
  }

  #until(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
  }
}

function theSkill({ skills: [skill] }: SkillList): Skill {
  if (!skill) throw new KarnaError('protocol.unsupported', 'the gateway answered without the skill');
  return skill;
}

async function nextOf(taskId: string, facts: AsyncGenerator<TaskChanged, never>): Promise<Task> {
  for (;;) {
    const { task } = (await facts.next()).value;
    if (task?.id === taskId) return task;
  }
}
