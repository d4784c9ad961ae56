import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import type { InterpretReply } from '@karna/proto/gen/language/v1/language';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language_service';
import type { Confirmed, Interpreter } from '../ports.ts';

type Client = GrpcClient<typeof LanguageServiceService>;

export const connectLanguage = (target: string): Client =>
  connectGrpc(LanguageServiceService, target, { retry: ['interpret', 'interpretTarget'], deadlineMs: 10_000 });

/** Longer than this an answer does not wait for what is learned from it (ms). */
const confirmMs = 2_000;

export class GrpcInterpreter implements Interpreter {
  readonly #language: Client['calls'];

  constructor({ calls }: Client) {
    this.#language = calls;
  }

  interpret(text: string, domain: string, principal: string): Promise<InterpretReply> {
    return this.#language.interpret({ text, domain, locale: '', principal });
  }

  interpretTarget(text: string): Promise<InterpretReply> {
    return this.#language.interpretTarget({ text });
  }

  async confirm(confirmed: Confirmed): Promise<void> {
    // Language counts what it learns; a lesson that is lost comes again with the next answer.
    await this.#language.confirm(confirmed, { deadlineMs: confirmMs }).catch(() => {});
  }
}
