import { unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type {
  InterpretReply,
  InterpretRequest,
  InterpretTargetRequest,
  LanguageServiceServer,
} from '@karna/proto/gen/language/v1/language';
import type { Interpreter } from '../service.ts';

export const languageHandlers = (interpreter: Interpreter, log: Logger) =>
  ({
    interpret: unary<InterpretRequest, InterpretReply>(log, async ({ text, domain }) => ({
      outcome: interpreter.interpret(text, domain),
    })),
    interpretTarget: unary<InterpretTargetRequest, InterpretReply>(log, async ({ text }) => ({
      outcome: interpreter.interpretTarget(text),
    })),
  }) satisfies Pick<LanguageServiceServer, 'interpret' | 'interpretTarget'>;
