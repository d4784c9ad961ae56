import { DomainError } from '@karna/common/errors';
import { streaming, unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type { LanguageServiceServer } from '@karna/proto/gen/language/v1/language';
import type { FourWitnesses } from '../fourth-witness.ts';
import type { LearningSkills } from '../learning-skills.ts';
import type { ModelUse } from '../model-use.ts';
import type { Interpreter } from '../service.ts';

const mostAtOnce = 100;

export const languageHandlers = (
  interpreter: Interpreter,
  witnesses: FourWitnesses,
  modelUse: ModelUse,
  learning: LearningSkills,
  log: Logger,
): LanguageServiceServer => ({
  interpret: unary(log, async (words, signal) => ({ outcome: await witnesses.interpret(words, signal) })),
  interpretTarget: unary(log, async ({ text }) => ({ outcome: interpreter.interpretTarget(text) })),
  interpretBatch: unary(log, async ({ requests }) => {
    if (requests.length > mostAtOnce)
      throw new DomainError('input.too_large', `there are ${mostAtOnce} at most at once`);
    return { replies: requests.map((words) => ({ outcome: interpreter.interpret(words) })) };
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
});
