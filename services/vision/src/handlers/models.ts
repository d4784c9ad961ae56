import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import { streaming, unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type { ModelPack } from '@karna/proto/gen/vision/v1/model';
import type {
  PullModelReply,
  PullModelRequest,
  UseModelRequest,
  VisionServiceServer,
} from '@karna/proto/gen/vision/v1/vision';
import type { ListedPack, ModelChoice, Pulling } from '../choosing.ts';

/** How often whoever pulls is told how far it is (ms). */
const progressMs = 250;
/** Longest address, id or name (characters). */
const longestText = 2_000;

export const modelHandlers = (
  choice: ModelChoice,
  log: Logger,
): Pick<VisionServiceServer, 'listModels' | 'pullModel' | 'useModel'> => ({
  listModels: unary(log, async () => ({ packs: (await choice.list()).map(packOf) })),
  pullModel: streaming(log, async function* ({ source, sha256 }: PullModelRequest, signal) {
    if (source.trim() === '') throw new DomainError('input.invalid', 'say where the pack is: source');
    requireShort(source);
    if (sha256 !== '' && !/^[0-9a-f]{64}$/i.test(sha256)) {
      throw new DomainError('input.invalid', 'sha256 is 64 hexadecimal digits');
    }
    yield* reported(choice.pull({ source, sha256 }), signal);
  }),
  useModel: unary(log, async ({ id, principal }: UseModelRequest) => {
    requireShort(id);
    return { pack: packOf(await choice.use(id, principal)) };
  }),
});

async function* reported({ at, pack }: Pulling, signal: AbortSignal): AsyncGenerator<PullModelReply> {
  const done = pack.then(
    () => true,
    () => true,
  );
  const reply = (): PullModelReply => ({ receivedBytes: at.received, totalBytes: at.total, pack: undefined });
  while (!(await Promise.race([done, delay(progressMs, false, { signal })]))) yield reply();
  yield { ...reply(), pack: packOf(await pack) };
}

const packOf = ({ isInUse, isPrevious, isBuiltIn, folder: _, figures, ...pack }: ListedPack): ModelPack => ({
  ...pack,
  figures: { ...figures },
  inUse: isInUse,
  previous: isPrevious,
  builtIn: isBuiltIn,
});

function requireShort(text: string): void {
  if (text.length > longestText) throw new DomainError('input.too_large', 'that is too long');
}
