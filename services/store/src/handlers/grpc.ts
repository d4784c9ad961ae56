import { DomainError } from '@karna/common/errors';
import { unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type {
  IssueTokenReply,
  Principal as PrincipalMessage,
  StoreServiceServer,
} from '@karna/proto/gen/store/v1/store';
import { Task } from '@karna/proto/gen/task/v1/task';
import type { Principal } from '../domain/token.ts';
import type { AuditRecords } from '../service/audit.ts';
import type { BlobRecords } from '../service/blobs.ts';
import type { DesktopRecords } from '../service/desktops.ts';
import type { ExampleRecords } from '../service/examples.ts';
import type { FactRecords } from '../service/facts.ts';
import type { PolicyRecords } from '../service/policies.ts';
import type { DraftRecords, RecordingRecords } from '../service/recordings.ts';
import type { Retention } from '../service/retention.ts';
import type { SkillRecords } from '../service/skills.ts';
import type { TaskRecords } from '../service/tasks.ts';
import type { ThreadRecords } from '../service/threads.ts';
import type { IssuedToken, TokenRecords } from '../service/tokens.ts';

export interface UseCases {
  readonly tasks: TaskRecords;
  readonly facts: FactRecords;
  readonly desktops: DesktopRecords;
  readonly tokens: TokenRecords;
  readonly blobs: BlobRecords;
  readonly skills: SkillRecords;
  readonly threads: ThreadRecords;
  readonly examples: ExampleRecords;
  readonly recordings: RecordingRecords;
  readonly drafts: DraftRecords;
  readonly audit: AuditRecords;
  readonly retention: Retention;
  readonly policies: PolicyRecords;
}

/** A task travels whole in each of its facts, so it has to fit well into one message of the bus (1 MB by default). */
const maxTaskBytes = 512 * 1024;

/** Translates only: every rule is in the use cases. */
export const storeHandlers = (use: UseCases, log: Logger): StoreServiceServer => ({
  ...taskHandlers(use, log),
  ...desktopHandlers(use, log),
  ...tokenHandlers(use, log),
  ...blobHandlers(use, log),
  ...skillHandlers(use, log),
  ...threadHandlers(use, log),
  ...exampleHandlers(use, log),
  ...recordingHandlers(use, log),
  ...draftHandlers(use, log),
  ...auditHandlers(use, log),
  ...policyHandlers(use, log),
});

type Handlers<Name extends keyof StoreServiceServer> = Pick<StoreServiceServer, Name>;
type TaskRpc = 'beginTask' | 'advanceTask' | 'requeueTask' | 'getTask' | 'listTasks' | 'listFacts';
type DesktopRpc =
  | 'issueEnrolmentCode'
  | 'enrolDesktop'
  | 'getDesktop'
  | 'listDesktops'
  | 'removeDesktop'
  | 'groupDesktop';
type SkillRpc =
  | 'saveSkill'
  | 'listSkills'
  | 'removeSkill'
  | 'getSkill'
  | 'listSkillVersions'
  | 'restoreSkill'
  | 'proposeStep'
  | 'listProposals'
  | 'decideProposal';
type RecordingRpc =
  | 'beginRecording'
  | 'keepAct'
  | 'advanceRecording'
  | 'getRecording'
  | 'listRecordings'
  | 'removeRecording';
type DraftRpc = 'saveDraft' | 'moveDraft' | 'getDraft' | 'listDrafts' | 'removeDraft';
type TokenRpc = 'issueToken' | 'exchangeToken' | 'authenticateToken' | 'revokeToken' | 'listTokens';
type AuditRpc = 'getRetention' | 'setRetention' | 'listRecords' | 'noteHands';
type PolicyRpc = 'getPolicy' | 'setPolicy';

const taskHandlers = ({ tasks, facts }: UseCases, log: Logger): Handlers<TaskRpc> => ({
  beginTask: unary(log, async ({ task, requestId }) => tasks.begin(given(task), requestId)),
  advanceTask: unary(log, async ({ task, journal }) => tasks.advance(given(task), journal)),
  requeueTask: unary(log, async ({ task, journal }) => tasks.requeue(given(task), journal)),
  getTask: unary(log, async ({ taskId, withJournal }) => {
    const { task, journal } = await tasks.get(taskId, withJournal);
    return { task, journal: [...journal] };
  }),
  listTasks: unary(log, async ({ desktopId, states, limit, beforeTaskId }) => {
    const found = await tasks.list({
      states,
      limit,
      ...(desktopId !== '' && { desktopId }),
      ...(beforeTaskId !== '' && { beforeTaskId }),
    });
    return { tasks: [...found] };
  }),
  listFacts: unary(log, async ({ after, limit }) => {
    const { facts: found, newest } = await facts.list(after, limit);
    return { facts: [...found], newest };
  }),
});

const desktopHandlers = ({ desktops }: UseCases, log: Logger): Handlers<DesktopRpc> => ({
  issueEnrolmentCode: unary(log, ({ principal, validMs }) => desktops.issueCode(principal, validMs)),
  enrolDesktop: unary(log, (request) => desktops.enrol(request)),
  getDesktop: unary(log, ({ desktopId }) => desktops.get(desktopId)),
  listDesktops: unary(log, async () => ({ desktops: [...(await desktops.list())] })),
  removeDesktop: unary(log, async ({ desktopId, principal }) => {
    await desktops.remove(desktopId, principal);
    return {};
  }),
  groupDesktop: unary(log, ({ desktopId, group, principal }) => desktops.group(desktopId, group, principal)),
});

const tokenHandlers = ({ tokens }: UseCases, log: Logger): Handlers<TokenRpc> => ({
  issueToken: unary(log, async (request) => issued(await tokens.issue(request))),
  exchangeToken: unary(log, async ({ token }) => issued(await tokens.exchange(token))),
  authenticateToken: unary(log, async ({ token }) => toPrincipal(await tokens.authenticate(token))),
  revokeToken: unary(log, async (request) => ({ tokenIds: [...(await tokens.revoke(request))] })),
  listTokens: unary(log, async () => ({
    tokens: (await tokens.list()).map(({ hash, scopes, ...token }) => ({ ...token, scopes: [...scopes] })),
  })),
});

const blobHandlers = ({ blobs }: UseCases, log: Logger): Handlers<'putBlob' | 'getBlob'> => ({
  putBlob: unary(log, async ({ data, mediaType }) => ({ sha256: await blobs.put(data, mediaType) })),
  getBlob: unary(log, ({ sha256 }) => blobs.get(sha256)),
});

const skillHandlers = ({ skills }: UseCases, log: Logger): Handlers<SkillRpc> => ({
  saveSkill: unary(log, async ({ skill, principal }) => {
    if (!skill) throw new DomainError('input.invalid', 'the skill is missing');
    return skills.save(skill, principal);
  }),
  listSkills: unary(log, async () => ({ skills: [...(await skills.list())] })),
  removeSkill: unary(log, async ({ skillId, principal }) => {
    await skills.remove(skillId, principal);
    return {};
  }),
  getSkill: unary(log, ({ skillId, version }) => skills.get(skillId, version)),
  listSkillVersions: unary(log, async ({ skillId }) => ({ skills: [...(await skills.versions(skillId))] })),
  restoreSkill: unary(log, ({ skillId, version, principal }) => skills.restore(skillId, version, principal)),
  proposeStep: unary(log, async ({ proposal }) => {
    if (!proposal) throw new DomainError('input.invalid', 'the proposal is missing');
    return skills.propose(proposal);
  }),
  listProposals: unary(log, async ({ skillId }) => ({ proposals: [...(await skills.proposals(skillId))] })),
  decideProposal: unary(log, async ({ proposalId, accept, principal }) => ({
    skill: await skills.decide(proposalId, accept, principal),
  })),
});

const threadHandlers = ({ threads }: UseCases, log: Logger): Handlers<'keepTurn' | 'readThread' | 'forgetThread'> => ({
  keepTurn: unary(log, async ({ turn, ...thread }) => {
    if (!turn) throw new DomainError('input.invalid', 'the turn is missing');
    await threads.keep(thread, turn);
    return {};
  }),
  readThread: unary(log, async ({ limit, ...thread }) => ({ turns: await threads.read(thread, limit) })),
  forgetThread: unary(log, async (thread) => {
    await threads.forget(thread);
    return {};
  }),
});

const recordingHandlers = ({ recordings }: UseCases, log: Logger): Handlers<RecordingRpc> => ({
  beginRecording: unary(log, async ({ recording }) => recordings.begin(present(recording, 'the recording'))),
  keepAct: unary(log, async ({ recordingId, act }) => recordings.keep(recordingId, present(act, 'the act'))),
  advanceRecording: unary(log, ({ recordingId, state }) => recordings.advance(recordingId, state)),
  getRecording: unary(log, async ({ recordingId, after, limit }) => {
    const { recording, acts } = await recordings.get(recordingId, after, limit);
    return { recording, acts: [...acts] };
  }),
  listRecordings: unary(log, async ({ desktopId, active, limit }) => {
    const found = await recordings.list({ active, limit, ...(desktopId !== '' && { desktopId }) });
    return { recordings: [...found] };
  }),
  removeRecording: unary(log, async ({ recordingId }) => {
    await recordings.remove(recordingId);
    return {};
  }),
});

const exampleHandlers = (
  { examples }: UseCases,
  log: Logger,
): Handlers<'keepExample' | 'listExamples' | 'removeExample'> => ({
  keepExample: unary(log, async ({ example }) => {
    if (!example) throw new DomainError('input.invalid', 'the example is missing');
    return examples.keep(example);
  }),
  listExamples: unary(log, async ({ skillId }) => ({ examples: [...(await examples.list(skillId))] })),
  removeExample: unary(log, async ({ exampleId, principal }) => {
    await examples.remove(exampleId, principal);
    return {};
  }),
});

const draftHandlers = ({ drafts }: UseCases, log: Logger): Handlers<DraftRpc> => ({
  saveDraft: unary(log, async ({ draft }) => drafts.save(present(draft, 'the draft'))),
  moveDraft: unary(log, ({ draftId, version, redo }) => drafts.move(draftId, version, redo)),
  getDraft: unary(log, ({ draftId }) => drafts.get(draftId)),
  listDrafts: unary(log, async () => ({ drafts: [...(await drafts.list())] })),
  removeDraft: unary(log, async ({ draftId }) => {
    await drafts.remove(draftId);
    return {};
  }),
});

const auditHandlers = ({ audit, retention }: UseCases, log: Logger): Handlers<AuditRpc> => ({
  getRetention: unary(log, ({ instead }) => retention.get(instead)),
  setRetention: unary(log, ({ terms, principal }) => retention.set(present(terms, 'the terms'), principal)),
  listRecords: unary(log, async ({ limit, before, actor, deeds }) => ({
    records: [...(await audit.list(limit, before, actor, deeds))],
  })),
  noteHands: unary(log, async (change) => {
    await audit.noteHands(change);
    return {};
  }),
});

const policyHandlers = ({ policies }: UseCases, log: Logger): Handlers<PolicyRpc> => ({
  getPolicy: unary(log, ({ desktopId }) => policies.get(desktopId)),
  setPolicy: unary(log, ({ desktopId, rules, principal }) =>
    policies.set(desktopId, present(rules, 'what the rules are'), principal),
  ),
});

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new DomainError('input.invalid', `${what} is missing`);
  return value;
}

function given(task: Task | undefined): Task {
  if (!task) throw new DomainError('input.invalid', 'the task is missing');
  if (Task.encode(task).finish().length > maxTaskBytes) {
    throw new DomainError('input.too_large', `a task has at most ${maxTaskBytes} bytes`);
  }
  return task;
}

const toPrincipal = ({ name, scopes, expiresAt, tokenId }: Principal): PrincipalMessage => ({
  name,
  scopes: [...scopes],
  expiresAt,
  tokenId,
});

const issued = ({ token, principal }: IssuedToken): IssueTokenReply => ({ token, principal: toPrincipal(principal) });
