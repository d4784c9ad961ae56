import { DomainError } from '@karna/common/errors';
import { type CallOptions, connectGrpc, type GrpcClient } from '@karna/common/grpc';
import type { Rules } from '@karna/proto/gen/policy/v1/policy';
import type { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Act, Recording, RecordingState } from '@karna/proto/gen/recording/v1/recording';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import type { JournalEntry, Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { theOne } from '../domain/skill-names.ts';
import type {
  Desktops,
  Drafts,
  PictureBook,
  Pictures,
  Policies,
  Recordings,
  Skills,
  SkillVersions,
  Tasks,
} from '../ports.ts';

/** A store that takes longer is as good as away (ms). */
const deadlineMs = 5_000;
/** A picture of a large screen over a busy network (ms). */
const pictureMs: CallOptions = { deadlineMs: 15_000 };
/** As many as the store answers at most. */
const maxListed = 500;

type Client = GrpcClient<typeof StoreServiceService>;

// BeginTask is the same task again for the same request id; blobs are named by their content.
export const connectStore = (target: string): Client =>
  connectGrpc(StoreServiceService, target, {
    retry: [
      'beginTask',
      'getTask',
      'listTasks',
      'getDesktop',
      'listDesktops',
      'getPolicy',
      'putBlob',
      'getBlob',
      'getRecording',
      'listRecordings',
      'getDraft',
      'getSkill',
      'listSkills',
      'listProposals',
    ],
    deadlineMs,
  });

export class GrpcPolicies implements Policies {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async of(desktopId: string): Promise<readonly Rules[]> {
    const policies = await Promise.all(['', desktopId].map((id) => this.#store.getPolicy({ desktopId: id })));
    return policies.flatMap(({ rules }) => rules ?? []);
  }
}

export class GrpcTasks implements Tasks {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async begin(task: Task, requestId: string): Promise<{ task: Task; created: boolean }> {
    const reply = await this.#store.beginTask({ task, requestId });
    return { task: present(reply.task), created: reply.created };
  }

  advance(task: Task, journal: readonly JournalEntry[]): Promise<Task> {
    return this.#store.advanceTask({ task, journal: [...journal] });
  }

  requeue(task: Task, journal: readonly JournalEntry[]): Promise<Task> {
    return this.#store.requeueTask({ task, journal: [...journal] });
  }

  async get(taskId: string): Promise<Task> {
    return present((await this.#store.getTask({ taskId, withJournal: false })).task);
  }

  async getWithJournal(taskId: string): Promise<{ task: Task; journal: readonly JournalEntry[] }> {
    const { task, journal } = await this.#store.getTask({ taskId, withJournal: true });
    return { task: present(task), journal };
  }

  async list({
    desktopId = '',
    states,
  }: {
    desktopId?: string;
    states: readonly TaskState[];
  }): Promise<readonly Task[]> {
    const query = { desktopId, states: [...states], limit: maxListed, beforeTaskId: '' };
    return (await this.#store.listTasks(query)).tasks;
  }
}

export class GrpcDesktops implements Desktops {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async ids(): Promise<readonly string[]> {
    return (await this.#store.listDesktops({})).desktops.map(({ id }) => id);
  }

  async check(desktopId: string): Promise<void> {
    await this.#store.getDesktop({ desktopId });
  }
}

export class GrpcPictures implements Pictures {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async get(name: string): Promise<Uint8Array> {
    return (await this.#store.getBlob({ sha256: name }, pictureMs)).data;
  }

  async keep(png: Uint8Array): Promise<string> {
    return (await this.#store.putBlob({ data: png, mediaType: 'image/png' }, pictureMs)).sha256;
  }
}

/** Acts in one answer, at most. */
const actsAtOnce = 200;

export class GrpcRecordings implements Recordings {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  begin(recording: Recording): Promise<Recording> {
    return this.#store.beginRecording({ recording });
  }

  async get(recordingId: string): Promise<Recording> {
    return there((await this.#store.getRecording({ recordingId, after: 0, limit: 0 })).recording, 'a recording');
  }

  async acts(recordingId: string): Promise<readonly Act[]> {
    const all: Act[] = [];
    for (;;) {
      const after = all.at(-1)?.number ?? 0;
      const { acts } = await this.#store.getRecording({ recordingId, after, limit: actsAtOnce });
      all.push(...acts);
      if (acts.length < actsAtOnce) return all;
    }
  }

  advance(recordingId: string, state: RecordingState): Promise<Recording> {
    return this.#store.advanceRecording({ recordingId, state });
  }

  async active(): Promise<readonly Recording[]> {
    return (await this.#store.listRecordings({ desktopId: '', active: true, limit: maxListed })).recordings;
  }

  async remove(recordingId: string): Promise<void> {
    await this.#store.removeRecording({ recordingId });
  }
}

export class GrpcDrafts implements Drafts {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  save(draft: Draft): Promise<Draft> {
    return this.#store.saveDraft({ draft });
  }

  get(draftId: string): Promise<Draft> {
    return this.#store.getDraft({ draftId });
  }

  move(draftId: string, version: number, redo: boolean): Promise<Draft> {
    return this.#store.moveDraft({ draftId, version, redo });
  }

  async remove(draftId: string): Promise<void> {
    await this.#store.removeDraft({ draftId });
  }
}

export class GrpcSkills implements Skills {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  get(skillId: string): Promise<Skill> {
    return this.#store.getSkill({ skillId, version: 0 });
  }

  save(skill: Skill, principal: string): Promise<Skill> {
    return this.#store.saveSkill({ skill, principal });
  }
}

export class GrpcPictureBook implements PictureBook {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async open(sha256: string): Promise<Uint8Array> {
    return (await this.#store.getBlob({ sha256 }, pictureMs)).data;
  }
}

/** Versions never change, so those in use are asked for once. */
const mostSkillsKept = 16;

export class GrpcSkillVersions implements SkillVersions {
  readonly #store: Client['calls'];
  readonly #kept = new Map<string, Skill>();

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async get(skillId: string, version: number): Promise<Skill> {
    const key = `${skillId} ${version}`;
    const skill = this.#kept.get(key) ?? (await this.#store.getSkill({ skillId, version }, pictureMs));
    this.#kept.delete(key);
    if (version !== 0) this.#kept.set(key, skill);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= mostSkillsKept) break;
      this.#kept.delete(oldest);
    }
    return skill;
  }

  async named(reference: string): Promise<Skill> {
    const { id, version } = theOne((await this.#store.listSkills({})).skills, reference);
    return this.get(id, version);
  }

  propose(proposal: StepProposal): Promise<StepProposal> {
    return this.#store.proposeStep({ proposal }, pictureMs);
  }

  async proposal(skillId: string, proposalId: string): Promise<StepProposal | undefined> {
    return (await this.#store.listProposals({ skillId }, pictureMs)).proposals.find(({ id }) => id === proposalId);
  }

  async accept(proposalId: string, principal: string): Promise<Skill> {
    const { skill } = await this.#store.decideProposal({ proposalId, accept: true, principal }, pictureMs);
    if (!skill) throw new DomainError('internal', 'the store answered without the skill');
    return skill;
  }
}

function there<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new DomainError('internal', `the store answered without ${what}`);
  return value;
}

function present(task: Task | undefined): Task {
  if (!task) throw new DomainError('internal', 'the store answered without a task');
  return task;
}
