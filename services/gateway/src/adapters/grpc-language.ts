import { DomainError } from '@karna/common/errors';
import { connectGrpc } from '@karna/common/grpc';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language';
import type { Learning } from '../ports.ts';

export interface LanguageConnection extends Learning {
  isUp(): Promise<boolean>;
  close(): void;
}

/** Language gives a training up after five minutes by itself (ms). */
const trainMs = 6 * 60_000;

/** What language learns, over gRPC. */
export function connectLanguage(target: string): LanguageConnection {
  const { calls, isUp, close } = connectGrpc(LanguageServiceService, target, { retry: [], deadlineMs: 10_000 });
  return {
    isUp,
    close,
    train: async (tell) => {
      for await (const { progress, sentence, outcome } of calls.train({}, { deadlineMs: trainMs })) {
        if (outcome) return outcome;
        tell(progress, sentence);
      }
      throw new DomainError('training.failed', 'the training ended without an outcome');
    },
    rollBack: async () => {
      const model = await calls.rollBack({});
      return { model, switched: true, accuracy: 0, previousAccuracy: 0 };
    },
  };
}

const unknownLanguage = (): Promise<never> =>
  Promise.reject(
    new DomainError(
      'service.unavailable',
      'this gateway does not know where language is: KARNA_GATEWAY_LANGUAGE_TARGET',
    ),
  );

/** For a gateway that was not told of language. */
export const noLanguage: Learning = { train: unknownLanguage, rollBack: unknownLanguage };
