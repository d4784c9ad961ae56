import { DomainError } from '@karna/common/errors';
import { connectGrpc } from '@karna/common/grpc';
import type { ConverseRequest } from '@karna/proto/gen/language/v1/conversation';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language_service';
import type { Conversation, Language } from '../ports.ts';

export interface LanguageConnection extends Language, Conversation {
  isUp(): Promise<boolean>;
  close(): void;
}

/** Language gives a training up after five minutes by itself, and a language model after ten at most (ms). */
const trainMs = 6 * 60_000;
const modelMs = 11 * 60_000;

/** What is done in a turn takes no longer than a request may (ms). */
const turnMs = 30_000;

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
    say: async (saying, perform) => {
      const came = new Handed<ConverseRequest>({ body: { $case: 'saying', value: saying } });
      try {
        for await (const { body } of calls.converse(came.all(), { deadlineMs: turnMs })) {
          if (body?.$case === 'turn') return body.value;
          const order = body?.value.what;
          if (!order) throw new DomainError('protocol.unsupported', 'language wants what this gateway does not know');
          came.hand({ body: { $case: 'came', value: { what: await perform(order) } } });
        }
      } finally {
        came.end();
      }
      throw new DomainError('internal', 'the conversation ended without an answer');
    },
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

/** What is sent one after the other, each when it is there. */
class Handed<T> {
  #next: PromiseWithResolvers<T | undefined> = Promise.withResolvers();

  constructor(first: T) {
    this.hand(first);
  }

  hand(one: T): void {
    this.#next.resolve(one);
  }

  end(): void {
    this.#next.resolve(undefined);
  }

  async *all(): AsyncGenerator<T> {
    for (let one = await this.#next.promise; one !== undefined; one = await this.#next.promise) {
      this.#next = Promise.withResolvers();
      yield one;
    }
  }
}

const unknownLanguage = (): never => {
  throw new DomainError(
    'service.unavailable',
    'this gateway does not know where language is: KARNA_GATEWAY_LANGUAGE_TARGET',
  );
};

/** For a gateway that was not told of language. */
export const noLanguage: Language & Conversation = {
  say: async () => unknownLanguage(),
  train: unknownLanguage,
  rollBack: async () => unknownLanguage(),
  plan: unknownLanguage,
  paraphrase: async () => unknownLanguage(),
  languageModel: async () => unknownLanguage(),
  interpretBatch: async () => unknownLanguage(),
};
