import { connectGrpc, type GrpcClient } from '@karna/common/grpc';
import { type InterpretReply, LanguageServiceService } from '@karna/proto/gen/language/v1/language';
import type { Interpreter } from '../ports.ts';

type Client = GrpcClient<typeof LanguageServiceService>;

export const connectLanguage = (target: string): Client =>
  connectGrpc(LanguageServiceService, target, { retry: ['interpret', 'interpretTarget'], deadlineMs: 10_000 });

export class GrpcInterpreter implements Interpreter {
  readonly #language: Client['calls'];

  constructor({ calls }: Client) {
    this.#language = calls;
  }

  interpret(text: string, domain: string): Promise<InterpretReply> {
    return this.#language.interpret({ text, domain, locale: '' });
  }

  interpretTarget(text: string): Promise<InterpretReply> {
    return this.#language.interpretTarget({ text });
  }
}
