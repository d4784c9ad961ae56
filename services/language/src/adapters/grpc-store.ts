import { hasCode } from '@karna/common/errors';
import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { isEnded } from '@karna/proto/words';
import type { Examples, Skills, Tasks, Threads } from '../ports.ts';

type Client = GrpcClient<typeof StoreServiceService>;
type Calls = Client['calls'];

export const connectStore = (target: string): Client =>
  connectGrpc(StoreServiceService, target, {
    retry: ['listSkills', 'listExamples', 'keepExample', 'readThread', 'keepTurn', 'getTask', 'listTasks'],
    deadlineMs: 10_000,
  });

export class GrpcSkills implements Skills {
  readonly #store: Calls;

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async list(): Promise<readonly Skill[]> {
    return (await this.#store.listSkills({})).skills;
  }
}

export class GrpcExamples implements Examples {
  readonly #store: Calls;

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async list(): Promise<readonly Example[]> {
    return (await this.#store.listExamples({ skillId: '' })).examples;
  }

  keep(example: Example): Promise<Example> {
    return this.#store.keepExample({ example });
  }
}

export const grpcThreads = ({ calls }: Client): Threads => ({
  read: async (thread) => (await calls.readThread({ ...thread, limit: 0 })).turns,
  keep: async (thread, turn) => {
    await calls.keepTurn({ ...thread, turn });
  },
});

const notEnded = Object.values(TaskState).filter((state) => state !== 'TASK_STATE_UNSPECIFIED' && !isEnded(state));

export const grpcTasks = ({ calls }: Client): Tasks => ({
  get: async (taskId) => {
    try {
      const { task, journal } = await calls.getTask({ taskId, withJournal: true });
      return task && { task, journal };
    } catch (error) {
      if (hasCode(error, 'task.not_found')) return undefined;
      throw error;
    }
  },
  open: async (desktopId) =>
    (await calls.listTasks({ desktopId, states: notEnded, limit: 20, beforeTaskId: '' })).tasks,
});
