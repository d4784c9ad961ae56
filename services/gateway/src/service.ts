import type { Bus } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import type {
  AnswerRequest,
  ControlReply,
  ControlRequest,
  DecideProposalRequest,
  DesktopSummary,
  EnrolmentCodeRequest,
  FindRequest,
  ForgetThreadRequest,
  GetSkillRequest,
  GroupDesktopRequest,
  HaltRequest,
  ListExamplesRequest,
  ListProposalsRequest,
  ListTasksRequest,
  PullModelRequest,
  ReadThreadRequest,
  RemoveDesktopRequest,
  RemoveExampleRequest,
  RemoveSkillRequest,
  RestoreSkillRequest,
  RunCommand,
  SaveSkillRequest,
  SayRequest,
  ScreenshotRequest,
  SteerRequest,
  UseModelRequest,
} from '@karna/proto/gen/channel/v1/control';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { TaskState } from '@karna/proto/gen/task/v1/task';
import type { ModelPack } from '@karna/proto/gen/vision/v1/model';
import { orders } from '@karna/proto/subjects';
import { AccessRequests } from './access-requests.ts';
import type { ClientsFeed } from './clients-feed.ts';
import { type Caller, requireScope, type Scope } from './domain/caller.ts';
import { chooseDesktop } from './domain/choose-desktop.ts';
import { requireText } from './domain/required.ts';
import type { StatusBoard } from './domain/status-board.ts';
import type { GatewayEvents } from './events.ts';
import type { Commands, Conversation, Language, Models, Store, Teaching } from './ports.ts';
import { say } from './saying.ts';
import { TeachingRequests } from './teaching-requests.ts';

type Body = NonNullable<ControlRequest['body']>;
export type RequestKind = Body['$case'];
/** `resume` belongs to a connection; everything else may be asked from anywhere. */
export type Question = Exclude<Body, { $case: 'resume' }>;
export type Reply = NonNullable<ControlReply['body']>;

export const scopeOf = {
  run: 'operate',
  steer: 'operate',
  answer: 'operate',
  halt: 'operate',
  getTask: 'observe',
  listTasks: 'observe',
  listDesktops: 'observe',
  screenshot: 'observe',
  find: 'observe',
  resume: 'observe',
  enrolmentCode: 'administer',
  removeDesktop: 'administer',
  issueToken: 'administer',
  revokeToken: 'administer',
  listModels: 'observe',
  pullModel: 'administer',
  useModel: 'administer',
  listSkills: 'observe',
  saveSkill: 'administer',
  removeSkill: 'administer',
  rollBackSkills: 'administer',
  getSkill: 'observe',
  listSkillVersions: 'observe',
  restoreSkill: 'administer',
  listProposals: 'observe',
  decideProposal: 'administer',
  say: 'operate',
  readThread: 'observe',
  forgetThread: 'observe',
  listExamples: 'observe',
  removeExample: 'operate',
  startRecording: 'operate',
  steerRecording: 'operate',
  getRecording: 'observe',
  listRecordings: 'observe',
  learnRecording: 'operate',
  getDraft: 'observe',
  listDrafts: 'observe',
  editDraft: 'operate',
  testDraft: 'operate',
  acceptDraft: 'administer',
  removeDraft: 'operate',
  listTokens: 'administer',
  getRetention: 'observe',
  setRetention: 'administer',
  getPolicy: 'observe',
  setPolicy: 'administer',
  listRecords: 'administer',
  groupDesktop: 'administer',
} as const satisfies Record<RequestKind, Scope>;

export interface Parts {
  readonly store: Store;
  readonly commands: Commands;
  readonly teaching: Teaching;
  readonly models: Models;
  readonly language: Language;
  readonly conversation: Conversation;
  readonly bus: Bus;
  readonly board: StatusBoard;
  readonly events: GatewayEvents;
  /** The desktop was removed: its agent has no business here any more. */
  readonly onRemoved: (desktopId: string) => void;
  /** Who is connected, here and at other gateways. */
  readonly clients: Pick<ClientsFeed, 'clients' | 'end'>;
}

/** How long an agent may take to let go of everything (ms). */
const directHaltMs = 2_000;

/** What clients can ask for, once it is known who asks. */
export class Requests {
  readonly #parts: Parts;
  readonly #teaching: TeachingRequests;
  readonly #access: AccessRequests;

  constructor(parts: Parts) {
    this.#parts = parts;
    const choose = (desktop: string) => this.choose(desktop);
    const chooseOnline = (desktop: string) => this.#chooseOnline(desktop);
    this.#teaching = new TeachingRequests({ ...parts, choose, chooseOnline });
    this.#access = new AccessRequests({ ...parts, choose });
  }

  async answer(question: Question, requestId: string, caller: Caller): Promise<Reply> {
    requireScope(caller, scopeOf[question.$case]);
    switch (question.$case) {
      case 'run':
        return this.#run(question.value, requestId, caller);
      case 'steer':
        return this.#steer(question.value, caller);
      case 'answer':
        return this.#answer(question.value, caller);
      case 'halt':
        return this.#halt(question.value, caller);
      case 'getTask':
        return this.#task(question.value.taskId);
      case 'listTasks':
        return this.#tasks(question.value);
      case 'listDesktops':
        return this.#desktops();
      case 'screenshot':
        return this.#screenshot(question.value);
      case 'find':
        return this.#find(question.value);
      case 'enrolmentCode':
        return this.#enrolmentCode(question.value, caller);
      case 'removeDesktop':
        return this.#removeDesktop(question.value, caller);
      case 'issueToken':
      case 'revokeToken':
      case 'listTokens':
      case 'getRetention':
      case 'setRetention':
      case 'getPolicy':
      case 'setPolicy':
      case 'listRecords':
        return this.#access.answer(question, caller);
      case 'groupDesktop':
        return this.#groupDesktop(question.value, caller);
      case 'listModels':
        return modelsReply(await this.#parts.models.list());
      case 'pullModel':
        return this.#pullModel(question.value);
      case 'useModel':
        return this.#useModel(question.value, caller);
      case 'listSkills':
        return skillsReply(await this.#parts.store.skills.list());
      case 'saveSkill':
        return this.#saveSkill(question.value, caller);
      case 'removeSkill':
        return this.#removeSkill(question.value, caller);
      case 'rollBackSkills':
        return { $case: 'trained', value: await this.#parts.language.rollBack() };
      case 'getSkill':
        return this.#skill(question.value);
      case 'listSkillVersions':
        requireText(question.value.skillId, 'skillId');
        return skillsReply(await this.#parts.store.skills.versions(question.value.skillId));
      case 'restoreSkill':
        return this.#restoreSkill(question.value, caller);
      case 'listProposals':
        return this.#proposals(question.value);
      case 'decideProposal':
        return this.#decide(question.value, caller);
      case 'say':
        return this.#say(question.value, requestId, caller);
      case 'readThread':
        return this.#readThread(question.value, caller);
      case 'forgetThread':
        return this.#forgetThread(question.value, caller);
      case 'listExamples':
        return this.#examples(question.value, caller);
      case 'removeExample':
        return this.#removeExample(question.value, caller);
      case 'startRecording':
      case 'steerRecording':
      case 'getRecording':
      case 'listRecordings':
      case 'learnRecording':
      case 'getDraft':
      case 'listDrafts':
      case 'editDraft':
      case 'testDraft':
      case 'acceptDraft':
      case 'removeDraft':
        return this.#teaching.answer(question, caller);
      default: {
        const nothing: never = question;
        return nothing;
      }
    }
  }

  async #run({ text, domain, desktop, dryRun, approved, skill, slots }: RunCommand, requestId: string, caller: Caller) {
    if (text.trim() === '') throw new DomainError('command.empty', 'say what to do');
    const chosen = await this.#chooseOnline(desktop);
    const value = await this.#parts.commands.submit({
      requestId: `${caller.principal}/${requestId}`,
      principal: caller.principal,
      text,
      domain,
      desktopId: chosen.id,
      dryRun,
      approved,
      skill,
      slots,
    });
    return { $case: 'task', value } as const;
  }

  async #say(request: SayRequest, requestId: string, caller: Caller) {
    const { store, commands, conversation, bus } = this.#parts;
    const { id: desktopId } = await this.choose(request.desktop);
    const run = async (text: string, domain: string) =>
      (await this.#run({ ...request, text, domain, desktop: desktopId, skill: '', slots: {} }, requestId, caller))
        .value;
    const halt = async () => (await this.#halt({ desktop: desktopId }, caller)).value.taskIds;
    const parts = { conversation, commands, tasks: store.tasks, bus, run, halt };
    return { $case: 'said', value: await say(parts, { request, requestId, desktopId, caller }) } as const;
  }

  async #readThread({ desktop, limit }: ReadThreadRequest, { principal }: Caller) {
    const { id } = await this.choose(desktop);
    return { $case: 'thread', value: { turns: await this.#parts.store.threads.read(principal, id, limit) } } as const;
  }

  async #forgetThread({ desktop }: ForgetThreadRequest, { principal }: Caller) {
    const { id } = await this.choose(desktop);
    await this.#parts.store.threads.forget(principal, id);
    return { $case: 'removed', value: {} } as const;
  }

  /** What people confirmed about direct commands is theirs, and an administrator's business. */
  async #examples({ skillId }: ListExamplesRequest, { principal, scopes: held }: Caller) {
    const all = await this.#parts.store.examples.list(skillId);
    const isOpen = (one: Example) => one.skillId !== '' || one.principal === principal || held.includes('administer');
    return { $case: 'examples', value: { examples: all.filter(isOpen) } } as const;
  }

  async #removeExample({ exampleId }: RemoveExampleRequest, { principal, scopes: held }: Caller) {
    requireText(exampleId, 'exampleId');
    await this.#parts.store.examples.remove(exampleId, held.includes('administer') ? '' : principal);
    return { $case: 'removed', value: {} } as const;
  }

  async #steer({ taskId, verb }: SteerRequest, { principal }: Caller) {
    requireText(taskId, 'taskId');
    if (verb === 'TASK_VERB_UNSPECIFIED') throw new DomainError('input.invalid', 'say what to do with the task: verb');
    return { $case: 'task', value: await this.#parts.commands.control({ taskId, verb, principal }) } as const;
  }

  async #answer({ taskId, choiceId, text, box }: AnswerRequest, { principal, scopes }: Caller) {
    requireText(taskId, 'taskId');
    if (choiceId === '' && text.trim() === '' && !box)
      throw new DomainError('input.invalid', 'answer with a choice, with words or with a place');
    const mayTeach = scopes.includes('administer');
    const value = await this.#parts.commands.answer({ taskId, choiceId, text, box, principal, mayTeach });
    return { $case: 'task', value } as const;
  }

  async #halt({ desktop }: HaltRequest, { principal }: Caller) {
    const desktopId = desktop === '' ? '' : (await this.#chooseToHalt(desktop)).id;
    try {
      const halted = await this.#parts.commands.halt({ desktopId, principal });
      return haltedReply(halted.haltedTaskIds, halted.haltedDesktopIds);
    } catch (error) {
      const desktopIds = await this.#haltDirectly(desktopId, principal);
      if (desktopIds.length === 0) throw error;
      this.#parts.events.haltedWithoutCommand(desktopIds);
      return haltedReply([], desktopIds);
    }
  }

  /** Stopping must not depend on the planner: without it, the agents are told here. */
  async #haltDirectly(desktopId: string, actor: string): Promise<string[]> {
    const { board, bus } = this.#parts;
    const online = board.desktops.filter((report) => report.online).map((report) => report.desktopId);
    const wanted = desktopId === '' ? online : [desktopId];
    const options = {
      timeoutMs: directHaltMs,
      noOne: () => new DomainError('desktop.offline', 'no agent is connected'),
    };
    const told = wanted.map(async (id) => {
      await bus.request(orders.haltDesktop, { desktopId: id }, { actor, reason: 'halted by a client' }, options);
      return id;
    });
    return (await Promise.allSettled(told)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  async #task(taskId: string) {
    requireText(taskId, 'taskId');
    return { $case: 'taskWithJournal', value: await this.#parts.store.tasks.get(taskId) } as const;
  }

  async #tasks({ desktop, states, limit, beforeTaskId }: ListTasksRequest) {
    const desktopId = desktop === '' ? '' : (await this.choose(desktop)).id;
    const tasks = await this.#parts.store.tasks.list({ desktopId, states, limit: Math.min(limit, 500), beforeTaskId });
    return { $case: 'tasks', value: { tasks } } as const;
  }

  async #desktops() {
    const known = await this.#parts.store.desktops.list();
    return { $case: 'desktops', value: { desktops: known.map((desktop) => this.#summary(desktop)) } } as const;
  }

  #summary(desktop: Desktop): DesktopSummary {
    const { board } = this.#parts;
    return { desktop, online: board.presence(desktop.id) === 'online', report: board.desktop(desktop.id) };
  }

  async #screenshot({ desktop }: ScreenshotRequest) {
    const { id } = await this.choose(desktop);
    return { $case: 'screenshot', value: await this.#parts.commands.capture(id) } as const;
  }

  async #find({ desktop, text, looksLike }: FindRequest) {
    if (looksLike.length === 0) requireText(text, 'text');
    const { id } = await this.choose(desktop);
    return { $case: 'found', value: await this.#parts.commands.find(id, text, looksLike) } as const;
  }

  async #enrolmentCode({ validMs }: EnrolmentCodeRequest, { principal }: Caller) {
    return { $case: 'enrolmentCode', value: await this.#parts.store.desktops.issueCode(principal, validMs) } as const;
  }

  async #removeDesktop({ desktop }: RemoveDesktopRequest, { principal }: Caller) {
    requireText(desktop, 'desktop'); // "the only one" is no way to name what shall be removed
    const { id } = await this.choose(desktop);
    await this.#parts.store.desktops.remove(id, principal);
    this.#parts.onRemoved(id);
    return { $case: 'removed', value: {} } as const;
  }

  async #groupDesktop({ desktop, group }: GroupDesktopRequest, { principal }: Caller) {
    requireText(desktop, 'desktop');
    const { id } = await this.choose(desktop);
    const desktops = [this.#summary(await this.#parts.store.desktops.group(id, group, principal))];
    return { $case: 'desktops', value: { desktops } } as const;
  }

  async #pullModel({ source, sha256 }: PullModelRequest) {
    requireText(source, 'source');
    return modelsReply([await this.#parts.models.pull(source, sha256)]);
  }

  async #useModel({ id }: UseModelRequest, { principal }: Caller) {
    return modelsReply([await this.#parts.models.use(id, principal)]);
  }

  async #saveSkill({ skill }: SaveSkillRequest, { principal }: Caller) {
    if (!skill) throw new DomainError('input.invalid', 'the skill is missing');
    return skillsReply([await this.#parts.store.skills.save(skill, principal)]);
  }

  async #removeSkill({ skillId }: RemoveSkillRequest, { principal }: Caller) {
    requireText(skillId, 'skillId');
    await this.#parts.store.skills.remove(skillId, principal);
    return { $case: 'removed', value: {} } as const;
  }

  async #skill({ skillId, version }: GetSkillRequest) {
    requireText(skillId, 'skillId');
    return skillsReply([await this.#parts.store.skills.get(skillId, version)]);
  }

  async #restoreSkill({ skillId, version }: RestoreSkillRequest, { principal }: Caller) {
    requireText(skillId, 'skillId');
    if (version === 0) throw new DomainError('input.invalid', 'say which version');
    return skillsReply([await this.#parts.store.skills.restore(skillId, version, principal)]);
  }

  async #proposals({ skillId }: ListProposalsRequest) {
    const proposals = [...(await this.#parts.store.skills.proposals(skillId))];
    return { $case: 'proposals', value: { proposals } } as const;
  }

  async #decide({ proposalId, accept }: DecideProposalRequest, { principal }: Caller): Promise<Reply> {
    requireText(proposalId, 'proposalId');
    const skill = await this.#parts.store.skills.decide(proposalId, accept, principal);
    return skill ? skillsReply([skill]) : { $case: 'removed', value: {} };
  }

  /** Without the store, the agents that are connected are known by name as well. */
  async #chooseToHalt(reference: string): Promise<{ id: string }> {
    const heard = this.#parts.board.desktops.map(({ desktopId, name }) => ({ id: desktopId, name }));
    return chooseDesktop(reference, await this.#parts.store.desktops.list().catch(() => heard));
  }

  async #chooseOnline(reference: string): Promise<Desktop> {
    const chosen = await this.choose(reference);
    if (this.#parts.board.presence(chosen.id) === 'offline') {
      throw new DomainError('desktop.offline', `"${chosen.name}" is offline: start its agent and try again`);
    }
    return chosen;
  }

  /** Whether a task is being carried out there. One that is paused, or waits for an answer, is not. */
  async isTaskRunning(desktopId: string): Promise<boolean> {
    const states: TaskState[] = ['TASK_STATE_RUNNING', 'TASK_STATE_VERIFYING'];
    const tasks = await this.#parts.store.tasks.list({ desktopId, states, limit: 1, beforeTaskId: '' });
    return tasks.length > 0;
  }

  /** The desktop that is meant; fails when it is not clear. */
  async choose(reference: string): Promise<Desktop> {
    return chooseDesktop(reference, await this.#parts.store.desktops.list());
  }
}

const skillsReply = (skills: readonly Skill[]): Reply => ({ $case: 'skills', value: { skills: [...skills] } });

const haltedReply = (taskIds: string[], desktopIds: string[]) =>
  ({ $case: 'halted', value: { taskIds, desktopIds } }) as const;

const modelsReply = (packs: ModelPack[]) => ({ $case: 'models', value: { packs } }) as const;
