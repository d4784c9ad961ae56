import { DomainError } from '@karna/common/errors';
import { type CallOptions, connectGrpc, type GrpcClient } from '@karna/common/grpc';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import type { JournalEntry, Task, TaskState } from '@karna/proto/gen/task/v1/task';
import type { Desktops, Pictures, Tasks } from '../ports.ts';

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
    retry: ['beginTask', 'getTask', 'listTasks', 'getDesktop', 'listDesktops', 'putBlob'],
    deadlineMs,
  });

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

  async keep(png: Uint8Array): Promise<string> {
    return (await this.#store.putBlob({ data: png, mediaType: 'image/png' }, pictureMs)).sha256;
  }
}

function present(task: Task | undefined): Task {
  if (!task) throw new DomainError('internal', 'the store answered without a task');
  return task;
}
