import { DomainError } from '@karna/common/errors';
import type { Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isEnded, word } from '@karna/proto/words';

/** What may follow what. A task that has ended stays as it is; any other state may be saved again with news in it. */
const next: Readonly<Record<TaskState, readonly TaskState[]>> = {
  TASK_STATE_UNSPECIFIED: [],
  TASK_STATE_PENDING: [
    'TASK_STATE_PLANNING',
    'TASK_STATE_RUNNING',
    'TASK_STATE_HALTED',
    'TASK_STATE_FAILED',
    'TASK_STATE_CANCELLED',
  ],
  TASK_STATE_PLANNING: [
    'TASK_STATE_AWAITING_APPROVAL',
    'TASK_STATE_NEEDS_CLARIFICATION',
    'TASK_STATE_NEEDS_TEACHING',
    'TASK_STATE_RUNNING',
    'TASK_STATE_PAUSED',
    'TASK_STATE_HALTED',
    'TASK_STATE_FAILED',
    'TASK_STATE_CANCELLED',
  ],
  TASK_STATE_AWAITING_APPROVAL: ['TASK_STATE_PENDING', 'TASK_STATE_HALTED', 'TASK_STATE_CANCELLED'],
  TASK_STATE_NEEDS_CLARIFICATION: [
    'TASK_STATE_PENDING',
    'TASK_STATE_NEEDS_TEACHING',
    'TASK_STATE_HALTED',
    'TASK_STATE_CANCELLED',
  ],
  TASK_STATE_NEEDS_TEACHING: [
    'TASK_STATE_PENDING',
    'TASK_STATE_NEEDS_CLARIFICATION',
    'TASK_STATE_HALTED',
    'TASK_STATE_CANCELLED',
  ],
  TASK_STATE_RUNNING: [
    'TASK_STATE_AWAITING_APPROVAL',
    'TASK_STATE_NEEDS_CLARIFICATION',
    'TASK_STATE_PAUSED',
    'TASK_STATE_VERIFYING',
    'TASK_STATE_COMPLETED',
    'TASK_STATE_HALTED',
    'TASK_STATE_FAILED',
    'TASK_STATE_CANCELLED',
    'TASK_STATE_ROLLED_BACK',
  ],
  TASK_STATE_PAUSED: [
    'TASK_STATE_PLANNING',
    'TASK_STATE_RUNNING',
    'TASK_STATE_HALTED',
    'TASK_STATE_FAILED',
    'TASK_STATE_CANCELLED',
  ],
  TASK_STATE_VERIFYING: [
    'TASK_STATE_RUNNING',
    'TASK_STATE_PAUSED',
    'TASK_STATE_COMPLETED',
    'TASK_STATE_HALTED',
    'TASK_STATE_FAILED',
    'TASK_STATE_CANCELLED',
  ],
  TASK_STATE_HALTED: ['TASK_STATE_PENDING', 'TASK_STATE_CANCELLED'],
  TASK_STATE_COMPLETED: [],
  TASK_STATE_FAILED: [],
  TASK_STATE_CANCELLED: [],
  TASK_STATE_ROLLED_BACK: [],
};

/** Refuses (`task.state`) what the state machine does not have: the last line of defence against our own mistakes. */
export function checkTransition(from: TaskState, to: TaskState): void {
  if (from === to && !isEnded(from)) return;
  if (!next[from].includes(to)) {
    throw new DomainError('task.state', `a task that is ${word(from, ' ')} cannot become ${word(to, ' ')}`);
  }
}

const notEnded = Object.keys(next).filter(
  (state) => state !== 'TASK_STATE_UNSPECIFIED' && !isEnded(state as TaskState),
) as TaskState[];

const all = (from: readonly TaskState[], to: TaskState) => new Map(from.map((state) => [state, to] as const));

/** Which order is legal in which state, and where it leads. Where it leads to the same state there is nothing to do. */
const orders: Readonly<Record<Exclude<TaskVerb, 'TASK_VERB_UNSPECIFIED'>, ReadonlyMap<TaskState, TaskState>>> = {
  TASK_VERB_PAUSE: all(
    ['TASK_STATE_PLANNING', 'TASK_STATE_RUNNING', 'TASK_STATE_VERIFYING', 'TASK_STATE_PAUSED'],
    'TASK_STATE_PAUSED',
  ),
  TASK_VERB_RESUME: new Map([
    ['TASK_STATE_PAUSED', 'TASK_STATE_RUNNING'],
    ['TASK_STATE_HALTED', 'TASK_STATE_PENDING'],
  ]),
  TASK_VERB_CANCEL: all(notEnded, 'TASK_STATE_CANCELLED'),
  TASK_VERB_HALT: all(notEnded, 'TASK_STATE_HALTED'),
  TASK_VERB_APPROVE: all(['TASK_STATE_AWAITING_APPROVAL'], 'TASK_STATE_PENDING'),
  TASK_VERB_REFUSE: all(['TASK_STATE_AWAITING_APPROVAL'], 'TASK_STATE_CANCELLED'),
  TASK_VERB_UNDO: all(
    ['TASK_STATE_HALTED', 'TASK_STATE_NEEDS_CLARIFICATION', 'TASK_STATE_AWAITING_APPROVAL', 'TASK_STATE_COMPLETED'],
    'TASK_STATE_PENDING',
  ),
};

/** The state that an order leads to; `task.state` where it is not legal, `input.invalid` for no order at all. */
export function ordered({ state, steps }: Pick<Task, 'state' | 'steps'>, verb: TaskVerb): TaskState {
  if (verb === 'TASK_VERB_UNSPECIFIED') throw new DomainError('input.invalid', 'say what to do with the task');
  const to = orders[verb].get(state);
  if (!to) throw new DomainError('task.state', `${refusals[verb]}: this one is ${word(state, ' ')}`);
  // Paused before there was a plan: it goes on planning.
  return state === 'TASK_STATE_PAUSED' && to === 'TASK_STATE_RUNNING' && steps.length === 0
    ? 'TASK_STATE_PLANNING'
    : to;
}

const refusals: Readonly<Record<Exclude<TaskVerb, 'TASK_VERB_UNSPECIFIED'>, string>> = {
  TASK_VERB_PAUSE: 'only a task that is being worked on can be paused',
  TASK_VERB_RESUME: 'only a paused or halted task can be resumed',
  TASK_VERB_CANCEL: 'a task that has ended cannot be cancelled',
  TASK_VERB_HALT: 'a task that has ended cannot be halted',
  TASK_VERB_APPROVE: 'only a task that awaits approval can be approved',
  TASK_VERB_REFUSE: 'only a task that awaits approval can be refused',
  TASK_VERB_UNDO: 'only what a task did that halted, asks or is completed can be taken back',
};
