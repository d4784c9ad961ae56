import { DomainError } from '@karna/common/errors';
import { conversing, streaming, unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type { LanguageServiceServer } from '@karna/proto/gen/language/v1/language_service';
import type { Confirming } from '../confirming.ts';
import type { Conversations } from '../conversation/index.ts';
import type { FourWitnesses } from '../fourth-witness.ts';
import type { LearningSkills } from '../learning-skills.ts';
import type { ModelUse } from '../model-use.ts';
import type { Interpreter } from '../service.ts';

const mostAtOnce = 100;

export interface UseCases {
  readonly interpreter: Interpreter;
  readonly witnesses: FourWitnesses;
  readonly modelUse: ModelUse;
  readonly learning: LearningSkills;
  readonly confirming: Confirming;
  readonly conversations: Conversations;
}

export const languageHandlers = (
  { interpreter, witnesses, modelUse, learning, confirming, conversations }: UseCases,
  log: Logger,
): LanguageServiceServer => ({
  interpret: unary(log, async (words, signal) => ({ outcome: await witnesses.interpret(words, signal) })),
  interpretTarget: unary(log, async ({ text }) => ({ outcome: await interpreter.interpretTarget(text) })),
  interpretBatch: unary(log, async ({ requests }) => {
    if (requests.length > mostAtOnce)
      throw new DomainError('input.too_large', `there are ${mostAtOnce} at most at once`);
    return {
      replies: await Promise.all(requests.map(async (words) => ({ outcome: await interpreter.interpret(words) }))),
    };
  }),
  explain: unary(log, async (words, signal) => {
    const { outcome, witnesses: heard, knowledge } = await witnesses.explain(words, signal);
    return {
      reply: { outcome },
      witnesses: [...heard],
      catalogueVersion: knowledge.catalogue.version,
      modelVersion: knowledge.model?.version ?? 0,
    };
  }),
  train: streaming(log, (_, signal) => learning.train(signal)),
  rollBack: unary(log, () => learning.rollBack()),
  plan: streaming(log, (request, signal) => modelUse.plan(request, signal)),
  paraphrase: unary(log, ({ skillId }, signal) => modelUse.paraphrase(skillId, signal)),
  getLanguageModel: unary(log, async () => modelUse.state),
  converse: conversing(log, (requests) => conversations.converse(requests)),
  confirm: unary(log, async (confirmation) => ({ example: await confirming.confirm(confirmation) })),
});
