import { Task } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';

/** A task for programs: the message as JSON, with its states as the project's words. */
export const taskJson = (task: Task) => ({
  ...(Task.toJSON(task) as object),
  state: word(task.state),
  steps: task.steps.map((step) => ({
    id: step.id,
    sentence: step.sentence,
    state: word(step.state),
    confidence: step.confidence,
    verification: word(step.verification),
    ...(step.targetBox && { targetBox: step.targetBox }),
    ...(step.beforePicture && { beforePicture: step.beforePicture }),
    ...(step.afterPicture && { afterPicture: step.afterPicture }),
    ...(step.fault && { fault: { code: step.fault.code, message: step.fault.message } }),
    ...(step.rulings.length > 0 && {
      rulings: step.rulings.map(({ kind, rule, sentence }) => ({ kind: word(kind), rule, sentence })),
    }),
    ...(step.startedAt && { startedAt: step.startedAt }),
    ...(step.finishedAt && { finishedAt: step.finishedAt }),
  })),
});
