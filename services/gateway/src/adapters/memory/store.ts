import { createHash, randomBytes } from 'node:crypto';
import type { Bus } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import { type AuditRecord, Retention, RetentionTerms } from '@karna/proto/gen/access/v1/access';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Turn } from '@karna/proto/gen/language/v1/conversation';
import { Policy, Rules } from '@karna/proto/gen/policy/v1/policy';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type {
  EnrolDesktopRequest,
  IssueTokenReply,
  IssueTokenRequest,
  ListTasksRequest,
  Principal,
} from '@karna/proto/gen/store/v1/store';
import { Task, type TaskChanged } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import { facts } from '@karna/proto/subjects';
import type { Store } from '../../ports.ts';
import { MemoryDrafts, MemoryRecordings } from './recordings.ts';

const emptyRetention = Retention.create();

interface KnownToken {
  readonly principal: Principal;
  readonly oneTime: boolean;
  readonly issuedBy: string;
}

/** A store in memory, for tests: small, but it keeps the promises of the real one that the gateway leans on. */
export class MemoryStore implements Store {
  /** Facts older than this number were removed by retention. */
  oldestFact = 1;
  /** Facts are written, but the bus loses them. */
  busLosesFacts = false;
  /** Every call fails as if the service were not there. */
  isAway = false;
  readonly facts: TaskChanged[] = [];
  readonly #bus: Bus;
  readonly #tasks = new Map<string, Task>();
  readonly #tokens = new Map<string, KnownToken>();
  readonly #desktops = new Map<string, Desktop>();
  readonly #codes = new Set<string>();
  readonly #blobs = new Map<string, { data: Uint8Array; mediaType: string }>();
  readonly #skills = new Map<string, Skill>();

  readonly skills: Store['skills'] = {
    list: async () => [...this.#skills.values()],
    save: async (skill, principal) => {
      const known = this.#skills.get(skill.id);
      if (skill.version !== 0 && known?.version !== skill.version) throw new DomainError('skill.stale', 'changed');
      const id = skill.version === 0 ? freshId<string>('skill') : skill.id;
      const kept = { ...skill, id, version: skill.version + 1, updatedBy: principal };
      this.#skills.set(id, kept);
      return kept;
    },
    remove: async (skillId) => {
      if (!this.#skills.delete(skillId)) throw new DomainError('skill.not_found', 'there is no such skill');
    },
    get: async (skillId) => this.#skill(skillId),
    versions: async (skillId) => [this.#skill(skillId)],
    restore: async (skillId, _, principal) => this.skills.save(this.#skill(skillId), principal),
    proposals: async () => [],
    decide: async () => {
      throw new DomainError('skill.no_proposal', 'there is no such proposal');
    },
  };

  readonly recordings: MemoryRecordings;
  readonly drafts = new MemoryDrafts();

  constructor(bus: Bus) {
    this.#bus = bus;
    this.recordings = new MemoryRecordings(bus);
  }

  readonly tasks: Store['tasks'] = {
    get: async (taskId) => {
      this.#requireHere();
      return { task: this.#task(taskId), journal: [] };
    },
    list: async ({ desktopId, states, limit }: ListTasksRequest) => {
      this.#requireHere();
      const found = [...this.#tasks.values()].filter(
        (task) => (!desktopId || task.desktopId === desktopId) && (states.length === 0 || states.includes(task.state)),
      );
      return found.reverse().slice(0, limit || 50);
    },
    facts: async (after, limit) => {
      this.#requireHere();
      const newest = this.facts.length;
      if (after + 1 < this.oldestFact && after < newest) throw new DomainError('task.facts_gone', 'facts were removed');
      return { facts: this.facts.slice(after, after + limit), newest };
    },
  };

  readonly tokens: Store['tokens'] = {
    authenticate: async (token) => {
      this.#requireHere();
      const known = this.#tokens.get(token);
      if (!known || known.oneTime) throw new DomainError('auth.invalid', 'this token is not known here');
      return known.principal;
    },
    exchange: async (token) => {
      const known = this.#tokens.get(token);
      if (!known?.oneTime) throw new DomainError('auth.invalid', 'this token is not known here, or was used');
      this.#tokens.delete(token);
      return this.issue(known.principal.name, known.principal.scopes);
    },
    issue: async ({ principal, scopes, oneTime, issuedBy }: IssueTokenRequest) =>
      this.issue(principal, scopes, oneTime, issuedBy),
    list: async () =>
      [...this.#tokens.values()].map(({ principal: { name, tokenId, scopes, expiresAt }, oneTime, issuedBy }) => ({
        ...{ id: tokenId, principal: name, scopes, oneTime, issuedBy, expiresAt },
        ...{ createdAt: undefined, lastSeenAt: undefined },
      })),
    revoke: async ({ tokenId, principal: name }) => {
      const meant = [...this.#tokens].filter(([, { principal }]) =>
        name === '' ? principal.tokenId === tokenId : principal.name === name,
      );
      for (const [token] of meant) this.#tokens.delete(token);
      return meant.map(([, { principal }]) => principal.tokenId);
    },
  };

  readonly desktops: Store['desktops'] = {
    list: async () => {
      this.#requireHere();
      return [...this.#desktops.values()];
    },
    get: async (desktopId) => {
      const desktop = this.#desktops.get(desktopId);
      if (!desktop) throw new DomainError('desktop.not_found', 'no such desktop');
      return desktop;
    },
    enrol: async ({ code, ...enrol }: EnrolDesktopRequest) => {
      if (!this.#codes.delete(code)) throw new DomainError('enrolment.invalid', 'this code is not valid');
      return this.addDesktop(enrol);
    },
    issueCode: async () => {
      const code = randomBytes(4).toString('hex');
      this.#codes.add(code);
      return { code, expiresAt: new Date(Date.now() + 60_000) };
    },
    remove: async (desktopId) => {
      this.#desktops.delete(desktopId);
    },
    group: async (desktopId, group) => {
      const grouped = { ...(await this.desktops.get(desktopId)), group };
      this.#desktops.set(desktopId, grouped);
      return grouped;
    },
  };

  readonly #turns = new Map<string, Turn[]>();
  readonly examplesKept: Example[] = [];

  readonly threads: Store['threads'] = {
    read: async (principal, desktopId, limit) =>
      (this.#turns.get(`${principal}/${desktopId}`) ?? []).slice(-(limit || 20)),
    forget: async (principal, desktopId) => void this.#turns.delete(`${principal}/${desktopId}`),
  };

  readonly examples: Store['examples'] = {
    list: async (skillId) => this.examplesKept.filter((one) => skillId === '' || one.skillId === skillId),
    remove: async (exampleId, principal) => {
      const index = this.examplesKept.findIndex(
        (one) => one.id === exampleId && (principal === '' || one.principal === principal),
      );
      if (index < 0) throw new DomainError('example.not_found', 'there is no such example of yours');
      this.examplesKept.splice(index, 1);
    },
  };

  readonly records: AuditRecord[] = [];

  readonly audit: Store['audit'] = {
    list: async ({ deeds }) => this.records.filter(({ deed }) => deeds.length === 0 || deeds.includes(deed)).reverse(),
    noteHands: async ({ desktopId: subject, principal: actor, deed, reason }) => {
      const details = reason === '' ? {} : { reason };
      const id = this.records.length + 1;
      this.records.push({ id, at: new Date(), actor, deed, subject, subjectName: '', details });
    },
  };

  #terms: Partial<RetentionTerms> = {};

  readonly #policies = new Map<string, Policy>();

  readonly policies: Store['policies'] = {
    get: async (desktopId) => this.#policies.get(desktopId) ?? Policy.create({ rules: Rules.create() }),
    set: async (desktopId, rules, changedBy) => {
      const policy = { rules, changedAt: new Date(), changedBy };
      this.#policies.set(desktopId, policy);
      return policy;
    },
  };

  readonly retention: Store['retention'] = {
    get: async (instead = RetentionTerms.fromPartial(this.#terms)) => ({ ...emptyRetention, terms: instead }),
    set: async (terms, changedBy) => {
      this.#terms = terms;
      return { ...emptyRetention, terms, changedBy };
    },
  };

  readonly blobs: Store['blobs'] = {
    get: async (sha256) => {
      const blob = this.#blobs.get(sha256);
      if (!blob) throw new DomainError('blob.not_found', 'no such blob');
      return blob;
    },
    put: async (data, mediaType) => {
      this.#requireHere();
      this.addBlob(data, mediaType);
    },
  };

  addTurn(principal: string, desktopId: string, turn: Turn): void {
    const key = `${principal}/${desktopId}`;
    this.#turns.set(key, [...(this.#turns.get(key) ?? []), turn]);
  }

  issue(name: string, scopes: readonly string[], oneTime = false, issuedBy = ''): IssueTokenReply {
    const token = `karna_${randomBytes(24).toString('base64url')}`;
    const principal = { name, scopes: [...scopes], tokenId: freshId<string>('token'), expiresAt: undefined };
    this.#tokens.set(token, { principal, oneTime, issuedBy });
    return { token, principal };
  }

  addDesktop({ name, platform, publicKey }: Pick<Desktop, 'name' | 'platform' | 'publicKey'>): Desktop {
    const id = freshId<string>('desktop');
    const desktop = { id, name, platform, publicKey, enrolledAt: new Date(), lastSeenAt: undefined, group: '' };
    this.#desktops.set(id, desktop);
    return desktop;
  }

  addBlob(data: Uint8Array, mediaType: string): string {
    const sha256 = createHash('sha256').update(data).digest('hex');
    this.#blobs.set(sha256, { data, mediaType });
    return sha256;
  }

  /** Writes a task and its fact, and tells the bus. */
  async save(change: Partial<Task>): Promise<Task> {
    const before = change.id === undefined ? undefined : this.#tasks.get(change.id);
    const base = before ?? Task.create({ id: freshId<string>('task'), createdAt: new Date() });
    const task: Task = { ...base, ...change, version: base.version + 1, updatedAt: new Date() };
    this.#tasks.set(task.id, task);
    const fact = { sequence: this.facts.length + 1, task };
    this.facts.push(fact);
    if (!this.busLosesFacts) await this.#bus.publish(facts.taskChanged, { taskId: task.id }, fact);
    return task;
  }

  /** Starts over with an empty history, as after a restore from an old backup. */
  loseHistory(): void {
    this.facts.length = 0;
  }

  #skill(skillId: string): Skill {
    const skill = this.#skills.get(skillId);
    if (!skill) throw new DomainError('skill.not_found', 'there is no such skill');
    return skill;
  }

  #task(taskId: string): Task {
    const task = this.#tasks.get(taskId);
    if (!task) throw new DomainError('task.not_found', 'no such task');
    return task;
  }

  #requireHere(): void {
    if (this.isAway) throw new DomainError('service.unavailable', 'the store service does not answer');
  }
}
