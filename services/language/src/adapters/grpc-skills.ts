import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { StoreServiceService } from '@karna/proto/gen/store/v1/store';
import type { Skills } from '../ports.ts';

type Client = GrpcClient<typeof StoreServiceService>;

export const connectStore = (target: string): Client =>
  connectGrpc(StoreServiceService, target, { retry: ['listSkills'], deadlineMs: 10_000 });

export class GrpcSkills implements Skills {
  readonly #store: Client['calls'];

  constructor({ calls }: Client) {
    this.#store = calls;
  }

  async list(): Promise<readonly Skill[]> {
    return (await this.#store.listSkills({})).skills;
  }
}
