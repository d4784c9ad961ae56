import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import {
  type CompareReply,
  type LocateReply,
  type ReadReply,
  type RememberReply,
  VisionServiceService,
} from '@karna/proto/gen/vision/v1/vision';
import type { Eyes, LocateOptions, LookOptions, ScreenReader } from '../ports.ts';

type Client = GrpcClient<typeof VisionServiceService>;

/** A full parse of a large screen on a busy machine takes seconds (ms). */
const deadlineMs = 10_000;

export const connectVision = (target: string): Client =>
  connectGrpc(VisionServiceService, target, { retry: ['read', 'locate', 'parse', 'remember', 'compare'], deadlineMs });

export class GrpcEyes implements Eyes {
  readonly #vision: Client['calls'];

  constructor({ calls }: Client) {
    this.#vision = calls;
  }

  locate(
    picture: Uint8Array,
    query: TargetQuery | undefined,
    { within, desktopId = '', accessible = [], looksLike, signal }: LocateOptions = {},
  ): Promise<LocateReply> {
    const request = {
      image: { data: picture },
      query,
      looksLike: looksLike && { data: looksLike },
      within,
      limit: 0,
      desktopId,
      accessible: [...accessible],
    };
    return this.#vision.locate(request, signal ? { signal } : {});
  }

  recall(
    picture: Uint8Array,
    remembered: RememberedTarget,
    { within, desktopId = '', accessible = [], signal }: LookOptions = {},
  ): Promise<LocateReply> {
    const request = { image: { data: picture }, remembered, within, limit: 0, desktopId, accessible: [...accessible] };
    return this.#vision.locate(request, signal ? { signal } : {});
  }

  remember(picture: Uint8Array, box: Box, desktopId: string): Promise<RememberReply> {
    return this.#vision.remember({ image: { data: picture }, box, desktopId });
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

/** A recording's pictures wait behind what a person waits for (ms). */
const patient = { deadlineMs: 30_000 };

/** A recording counts as a desktop of its own: tasks that act on the real one come before, and keep their last frame. */
export class GrpcScreenReader implements ScreenReader {
  readonly #vision: Client['calls'];

  constructor({ calls }: Client) {
    this.#vision = calls;
  }

  remember(
    data: Uint8Array,
    at: { readonly point: Point } | { readonly box: Box },
    of: string,
  ): Promise<RememberReply> {
    const place = { point: undefined, box: undefined, ...at };
    return this.#vision.remember({ image: { data }, ...place, desktopId: of }, patient);
  }

  async elements(data: Uint8Array, of: string): Promise<readonly Element[]> {
    const request = { id: '', image: { data }, desktopId: of, accessible: [], withGuesses: false };
    return (await this.#vision.parse(request, patient)).elements;
  }

  compare(before: Uint8Array, after: Uint8Array, of: string): Promise<CompareReply> {
    const images = { before: { data: before }, after: { data: after } };
    return this.#vision.compare({ ...images, ignore: [], desktopId: of }, patient);
  }
}
