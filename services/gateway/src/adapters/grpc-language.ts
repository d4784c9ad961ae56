import { DomainError } from '@karna/common/errors';
import { connectGrpc } from '@karna/common/grpc';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language';
import type { Language } from '../ports.ts';

export interface LanguageConnection extends Language {
  isUp(): Promise<boolean>;
  close(): void;
}

/** Language gives a training up after five minutes by itself, and a language model after ten at most (ms). */
const trainMs = 6 * 60_000;
const modelMs = 11 * 60_000;

/** What language makes of words, and learns, over gRPC. */
export function connectLanguage(target: string): LanguageConnection {
  const { calls, isUp, close } = connectGrpc(LanguageServiceService, target, {
    retry: ['getLanguageModel', 'interpretBatch'],
    deadlineMs: 10_000,
  });
  return {
    isUp,
    close,
    train: (signal) => calls.train({}, { signal, deadlineMs: trainMs }),
    rollBack: async () => {
      const model = await calls.rollBack({});
      return { model, switched: true, accuracy: 0, previousAccuracy: 0 };
    },
    plan: (request, signal) => calls.plan(request, { signal, deadlineMs: modelMs }),
    paraphrase: (skillId, signal) => calls.paraphrase({ skillId }, { signal, deadlineMs: modelMs }),
    languageModel: () => calls.getLanguageModel({}),
    interpretBatch: async (requests, signal) => (await calls.interpretBatch({ requests }, { signal })).replies,
  };
}

const unknownLanguage = (): never => {
  throw new DomainError(
    'service.unavailable',
    'this gateway does not know where language is: KARNA_GATEWAY_LANGUAGE_TARGET',
  );
};

/** For a gateway that was not told of language. */
export const noLanguage: Language = {
  train: unknownLanguage,
  rollBack: async () => unknownLanguage(),
  plan: unknownLanguage,
  paraphrase: async () => unknownLanguage(),
  languageModel: async () => unknownLanguage(),
  interpretBatch: async () => unknownLanguage(),
};
