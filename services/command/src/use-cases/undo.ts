import { DomainError } from '@karna/common/errors';
import type { Step, Task } from '@karna/proto/gen/task/v1/task';
import { undoing } from '../domain/endings.ts';
import { entry } from '../domain/journal.ts';
import { undoingStep } from '../domain/lesson.ts';
import { undoable } from '../domain/offers.ts';
import type { Parts } from './parts.ts';

/** Puts the task in line to take back what it did, the last first. Rejects with `task.state` when nothing can be taken back. */
export async function undo({ skills, tasks }: Parts, task: Task, actor: string): Promise<Task> {
  const { skill: doing } = task;
  if (task.undoing) throw new DomainError('task.state', 'it is being taken back already: resume it');
  const done = undoable(task.steps);
  if (!doing?.skillId || done.length === 0) {
    throw new DomainError('task.state', 'nothing that it did can be taken back');
  }
  const { steps } = await skills.get(doing.skillId, doing.version);
  const inverses = done.flatMap((step): Step[] => {
    const inverse = steps.find(({ id }) => id === step.skillStepId)?.inverse;
    return inverse ? [undoingStep(step, inverse, doing.slots)] : [];
  });
  return tasks.requeue({ ...task, ...undoing(task, inverses) }, [
    entry({ event: 'undoing', actor, details: { steps: String(inverses.length) } }),
  ]);
}
