import { MemoryCache } from '@karna/common/cache';
import { quiet } from '@karna/common/log';
import { type FakeClock, fakeClock } from '@karna/common/testing';
import type { ErrorCode } from '@karna/proto/errors';
import type { Recording } from '@karna/proto/gen/recording/v1/recording';
import { type JournalEntry, Task, type TaskChanged, type TaskState } from '@karna/proto/gen/task/v1/task';
import { expect } from 'vitest';
import { MemoryBytes } from '../../adapters/memory/blobs.ts';
import { storeEvents } from '../../events.ts';
import type { Mail, UnitOfWork } from '../../ports.ts';
import { AuditRecords } from '../audit.ts';
import { BlobRecords } from '../blobs.ts';
import { DesktopRecords } from '../desktops.ts';
import { ExampleRecords } from '../examples.ts';
import { FactRecords } from '../facts.ts';
import { PolicyRecords } from '../policies.ts';
import { DraftRecords, RecordingRecords } from '../recordings.ts';
import { Retention } from '../retention.ts';
import { SkillRecords } from '../skills.ts';
import { TaskRecords } from '../tasks.ts';
import { ThreadRecords } from '../threads.ts';
import { TokenRecords } from '../tokens.ts';

/** The adapters under test. */
export interface Kept {
  readonly work: UnitOfWork;
  readonly mail: Mail;
}

export const dayMs = 24 * 3_600_000;
export const start = new Date('2026-01-01T00:00:00Z');
const events = storeEvents(quiet);

/** Every use case on one set of adapters, with a clock that is moved by hand. */
function openUseCases({ work, mail }: Kept, clock: FakeClock) {
  const blobs = new BlobRecords(work, new MemoryBytes(), clock, 1_000);
  const announced: string[] = [];
  const keep = {
    terms: { tasksDays: 90, turnsDays: 20, picturesDays: 30, recordsDays: 365 },
    factsDays: 7,
    everyMs: 3_600_000,
  };
  const announcer = {
    skillChanged: async (id: string) => void announced.push(id),
    recordingChanged: async ({ id, acts }: Recording) => void announced.push(`${id} ${acts}`),
  };
  return {
    clock,
    work,
    mail,
    blobs,
    tasks: new TaskRecords(work, clock, events),
    facts: new FactRecords(work),
    examples: new ExampleRecords(work, clock, events, announcer),
    threads: new ThreadRecords(work),
    skills: new SkillRecords(work, clock, events, announcer),
    recordings: new RecordingRecords(work, clock, events, announcer),
    drafts: new DraftRecords(work, clock),
    announced,
    desktops: new DesktopRecords(work, clock, events),
    tokens: new TokenRecords(work, new MemoryCache(clock), clock, events, { cacheMs: 30_000, lastingMs: dayMs }),
    audit: new AuditRecords(work, clock),
    retention: new Retention(work, blobs, clock, events, keep),
    policies: new PolicyRecords(work, clock),
  };
}

/** A fresh world before each test, and the few moves that most tests begin with. */
export class Stage {
  #world: ReturnType<typeof openUseCases> | undefined;
  desktopId = '';

  async set(kept: Kept): Promise<void> {
    this.#world = openUseCases(kept, fakeClock(start));
    this.desktopId = await enrolled(this.world);
  }

  get world(): ReturnType<typeof openUseCases> {
    if (!this.#world) throw new Error('the stage is not set');
    return this.#world;
  }

  readonly begin = async (requestId: string, changes: Partial<Task> = {}): Promise<Task> =>
    (await this.world.tasks.begin(asked(this.desktopId, changes), requestId)).task;

  readonly end = (task: Task): Promise<Task> => this.world.tasks.advance(inState(task, 'TASK_STATE_COMPLETED'), []);

  /** What waits for the queue, taken away. */
  readonly queued = async (): Promise<string[]> => {
    const ready: string[] = [];
    await this.world.mail.sendWork(100, async (_, { taskId }) => void ready.push(taskId));
    return ready;
  };

  /** What waits to be published, taken away. */
  readonly published = async (): Promise<TaskChanged[]> => {
    const facts: TaskChanged[] = [];
    await this.world.mail.sendFacts(100, async (batch) => void facts.push(...batch));
    return facts;
  };
}

/** A desktop that was just enrolled, with a key of its own. */
export async function enrolled({ desktops }: { desktops: DesktopRecords }, name = 'office'): Promise<string> {
  const { code } = await desktops.issueCode('ada', 0);
  const publicKey = crypto.getRandomValues(new Uint8Array(32));
  const desktop = await desktops.enrol({ code, name, platform: 'linux', publicKey });
  return desktop.id;
}

export const asked = (desktopId: string, changes: Partial<Task> = {}): Task =>
  Task.fromPartial({ command: 'press Enter', desktopId, requestedBy: 'ada', ...changes });

export const inState = (task: Task, state: TaskState): Task => ({ ...task, state });

export const line = (event: string): JournalEntry => ({
  id: 0,
  taskId: '',
  stepId: '',
  event,
  actor: 'command',
  details: {},
  hash: '',
});

export const fails = (code: ErrorCode) => expect.objectContaining({ code });
