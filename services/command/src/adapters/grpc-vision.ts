import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { type LocateReply, type ReadReply, VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import type { Eyes, LookOptions } from '../ports.ts';

type Client = GrpcClient<typeof VisionServiceService>;

/** A full parse of a large screen on a busy machine takes seconds (ms). */
const deadlineMs = 10_000;

export const connectVision = (target: string): Client =>
  connectGrpc(VisionServiceService, target, { retry: ['read', 'locate', 'parse'], deadlineMs });

export class GrpcEyes implements Eyes {
  readonly #vision: Client['calls'];

  constructor({ calls }: Client) {
    this.#vision = calls;
  }

  locate(
    picture: Uint8Array,
    query: TargetQuery,
    { within, desktopId = '', accessible = [], signal }: LookOptions = {},
  ): Promise<LocateReply> {
    const request = { image: { data: picture }, query, within, limit: 0, desktopId, accessible: [...accessible] };
    return this.#vision.locate(request, signal ? { signal } : {});
  }

  read(picture: Uint8Array, { within, desktopId = '', signal }: LookOptions = {}): Promise<ReadReply> {
    return this.#vision.read({ image: { data: picture }, within, desktopId }, signal ? { signal } : {});
  }

  async see(
    picture: Uint8Array,
    { desktopId = '', accessible = [], signal }: LookOptions = {},
  ): Promise<readonly Element[]> {
    const request = { id: '', image: { data: picture }, desktopId, accessible: [...accessible], withGuesses: false };
    return (await this.#vision.parse(request, signal ? { signal } : {})).elements;
  }
}
