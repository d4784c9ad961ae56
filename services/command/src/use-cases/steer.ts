import { DomainError, hasCode } from '@karna/common/errors';
import type { Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isActive, word } from '@karna/proto/words';
import { cancelled, halted, requeued } from '../domain/endings.ts';
import { Decisions, entry } from '../domain/journal.ts';
import { ordered } from '../domain/task-states.ts';
import type { Parts } from './parts.ts';
import { stopFault } from './steering.ts';
import { undo } from './undo.ts';

/** An order that meets a changing task is decided anew, so often at most. */
const maxTries = 5;

export interface Order {
  readonly taskId: string;
  readonly verb: TaskVerb;
  readonly actor: string;
}

/** Hands the order to the worker that runs the task; where nobody does, changes the task itself. */
export async function steer(parts: Parts, order: Order): Promise<Task> {
  for (let tries = 1; ; tries++) {
    const task = await parts.tasks.get(order.taskId);
    const to = ordered(task, order.verb);
    if (to === task.state) return task;
    try {
      return (await throughWorker(parts, order, task)) ?? (await directly(parts, order, task, to));
    } catch (error) {
      if (!hasCode(error, 'task.stale') || tries >= maxTries) throw error;
    }
  }
}

async function throughWorker(parts: Parts, { taskId, verb, actor }: Order, task: Task): Promise<Task | undefined> {
  if (!isActive(task.state)) return undefined;
  const isStop = verb === 'TASK_VERB_HALT' || verb === 'TASK_VERB_CANCEL';
  const taken = await parts.workers.steer({ taskId, verb, actor, fault: undefined }).catch((error: unknown) => {
    // A worker that does not answer cannot be left to go on: the change in the store makes it stop at its next step.
    if (isStop && hasCode(error, 'request.deadline', 'service.unavailable')) return false;
    throw error;
  });
  if (!taken) return undefined;
  parts.events.steered(word(verb), 'worker');
  return parts.tasks.get(taskId);
}

async function directly(parts: Parts, order: Order, task: Task, to: TaskState): Promise<Task> {
  const changed = await change(parts, order, task, to);
  parts.events.steered(word(order.verb), 'store');
  if (to === 'TASK_STATE_HALTED' || to === 'TASK_STATE_CANCELLED') parts.events.cameToRest(changed);
  return changed;
}

async function change(parts: Parts, { verb, actor }: Order, task: Task, to: TaskState): Promise<Task> {
  const { tasks, workers, clock } = parts;
  const fault = stopFault({ verb, actor, fault: undefined });
  switch (verb) {
    case 'TASK_VERB_PAUSE':
      return tasks.advance({ ...task, state: to, sentence: 'Paused' }, [entry({ event: 'paused', actor })]);
    case 'TASK_VERB_RESUME': {
      if (task.state === 'TASK_STATE_HALTED') return requeue(parts, task, [entry({ event: 'requeued', actor })]);
      const resumed = await tasks.advance({ ...task, state: to, sentence: 'Goes on' }, [
        entry({ event: 'resumed', actor }),
      ]);
      await workers.wake(resumed);
      return resumed;
    }
    case 'TASK_VERB_CANCEL':
      await freeDesktop(parts, task, actor, verb);
      return tasks.advance({ ...task, ...cancelled(task, fault, clock.now()) }, [
        entry({ event: 'cancelled', actor, details: { code: fault.code } }),
      ]);
    case 'TASK_VERB_HALT':
      await freeDesktop(parts, task, actor, verb);
      return tasks.advance({ ...task, ...halted(task, fault) }, [
        entry({ event: 'halted', actor, details: { code: fault.code } }),
      ]);
    case 'TASK_VERB_APPROVE':
      return requeue(
        parts,
        task,
        (await askedSteps(parts, task)).map((stepId) => entry({ event: 'approved', actor, stepId })),
      );
    case 'TASK_VERB_REFUSE':
      return refuse(parts, task, actor, `Refused by ${actor || 'somebody'}. Nothing more was done.`);
    case 'TASK_VERB_UNDO':
      return undo(parts, task, actor);
    case 'TASK_VERB_UNSPECIFIED':
      throw new DomainError('input.invalid', 'say what to do with the task');
    default: {
      const nothing: never = verb;
      throw new DomainError('input.invalid', 'that order is not known here', { cause: nothing });
    }
  }
}

/** The steps that one approval is about: those it was asked for. */
async function askedSteps({ tasks }: Parts, { id }: Task): Promise<readonly string[]> {
  return new Decisions((await tasks.getWithJournal(id)).journal).awaiting;
}

const requeue = ({ tasks }: Parts, task: Task, journal: ReturnType<typeof entry>[]): Promise<Task> =>
  tasks.requeue({ ...task, ...requeued(task, 'Waits for its turn to go on') }, journal);

/** No approval, no effect. */
export function refuse({ tasks, clock }: Parts, task: Task, actor: string, message: string): Promise<Task> {
  const fault = { code: 'task.refused', message, incidentId: '' };
  return tasks.advance({ ...task, ...cancelled(task, fault, clock.now()) }, [entry({ event: 'refused', actor })]);
}

/** States in which the task's last batch may still be under way, whoever sent it. */
const holding: readonly TaskState[] = [
  'TASK_STATE_PLANNING',
  'TASK_STATE_RUNNING',
  'TASK_STATE_VERIFYING',
  'TASK_STATE_PAUSED',
];

async function freeDesktop({ hands, events }: Parts, { state, desktopId }: Task, actor: string, reason: string) {
  if (!holding.includes(state)) return;
  await hands.halt(desktopId, { actor, reason }).catch((error: unknown) => {
    events.desktopNotHalted(desktopId, DomainError.from(error).code);
  });
}
