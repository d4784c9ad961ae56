import { DomainError, hasCode } from '@karna/common/errors';
import { connectGrpc } from '@karna/common/grpc';
import type { ModelPack } from '@karna/proto/gen/vision/v1/model';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import type { Models } from '../ports.ts';

export interface VisionConnection extends Models {
  isUp(): Promise<boolean>;
  close(): void;
}

/** Vision gives a pull up after 15 minutes, the trial of the pack included (ms). */
const pullMs = 16 * 60_000;
/** Every worker loads the other models first (ms). */
const useMs = 4 * 60_000;

/** Vision's packs of models over gRPC. */
export function connectVision(target: string): VisionConnection {
  const { calls, isUp, close } = connectGrpc(VisionServiceService, target, {
    // Not useModel: "the one before" twice is the one in use.
    retry: ['listModels', 'pullModel'],
    deadlineMs: 5_000,
  });

  /** One connection's worth of waiting; undefined when it was cut off after it had begun. */
  async function pullOnce(source: string, sha256: string, deadlineMs: number): Promise<ModelPack | undefined> {
    let hasBegun = false;
    try {
      for await (const { pack } of calls.pullModel({ source, sha256 }, { deadlineMs })) {
        hasBegun = true;
        if (pack) return pack;
      }
      throw withoutPack();
    } catch (error) {
      if (hasBegun && hasCode(error, 'service.unavailable', 'request.cancelled')) return undefined;
      throw error;
    }
  }

  return {
    isUp,
    close,
    list: async () => (await calls.listModels({})).packs,
    // Connections are renewed every other minute; vision goes on pulling, and the same request joins in.
    pull: async (source, sha256) => {
      for (const until = performance.now() + pullMs; ; ) {
        const pack = await pullOnce(source, sha256, Math.max(1, until - performance.now()));
        if (pack) return pack;
      }
    },
    use: async (id, principal) => {
      const { pack } = await calls.useModel({ id, principal }, { deadlineMs: useMs });
      if (!pack) throw withoutPack();
      return pack;
    },
  };
}

const withoutPack = () => new DomainError('internal', 'vision answered without a pack');

const unknownVision = (): Promise<never> =>
  Promise.reject(
    new DomainError('service.unavailable', 'this gateway does not know where vision is: KARNA_GATEWAY_VISION_TARGET'),
  );

/** For a gateway that was not told of vision. */
export const noVision: Models = { list: unknownVision, pull: unknownVision, use: unknownVision };
