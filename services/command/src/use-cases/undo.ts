import { DomainError } from '@karna/common/errors';
import { currentTraceparent } from '@karna/common/telemetry';
import type { SkillRun, Step, Task } from '@karna/proto/gen/task/v1/task';
import { undoing } from '../domain/endings.ts';
import { entry } from '../domain/journal.ts';
import { undoingStep } from '../domain/lesson.ts';
import { undoable } from '../domain/offers.ts';
import { undoingSentence } from '../domain/progress.ts';
import type { Parts } from './parts.ts';

/**
 * Takes back what the task did, the last first: within the task while it rests, by a task of its own once it is completed. Answers the task that
 * does it. Rejects with `task.state` when nothing can be taken back, or it was already.
 */
export async function undo(parts: Parts, task: Task, actor: string): Promise<Task> {
  const { skill: doing } = task;
  if (task.undoing) throw new DomainError('task.state', 'it is being taken back already: resume it');
  const done = undoable(task.steps);
  if (!doing?.skillId || task.dryRun || done.length === 0) {
    throw new DomainError('task.state', 'nothing that it did can be taken back');
  }
  const inverses = await inversesOf(parts, doing, done);
  if (task.state === 'TASK_STATE_COMPLETED') return undoCompleted(parts, task, inverses);
  return parts.tasks.requeue({ ...task, ...undoing(task, inverses) }, [
    entry({ event: 'undoing', actor, details: { steps: String(inverses.length) } }),
  ]);
}

async function inversesOf(
  { skills }: Parts,
  { skillId, version, slots }: SkillRun,
  done: readonly Step[],
): Promise<Step[]> {
  const { steps } = await skills.get(skillId, version);
  return done.flatMap((step): Step[] => {
    const inverse = steps.find(({ id }) => id === step.skillStepId)?.inverse;
    return inverse ? [undoingStep(step, inverse, slots)] : [];
  });
}

/** It belongs to whoever asked for the first one, so that one request id keeps it from being taken back twice, whoever orders it. */
async function undoCompleted({ tasks, events }: Parts, ended: Task, steps: Step[]): Promise<Task> {
  const wanted: Task = {
    ...ended,
    id: '',
    command: `undo "${ended.skill?.name ?? ''}"`,
    state: 'TASK_STATE_PENDING',
    progress: 0,
    sentence: undoingSentence(ended.steps),
    steps,
    answer: '',
    version: 0,
    finishedAt: undefined,
    traceparent: currentTraceparent(),
    approved: false,
    undoing: true,
    undoes: ended.id,
  };
  const { task, created } = await tasks.begin(wanted, `undo:${ended.id}`);
  if (!created) throw new DomainError('task.state', `it was taken back already, or is being taken back: ${task.id}`);
  events.accepted(task);
  return task;
}
