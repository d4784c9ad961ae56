import { DomainError } from '@karna/common/errors';
import type { Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { isActive, isEnded, isResting, word } from '@karna/proto/words';
import { named, refuseNul } from './limits.ts';

const pending: TaskState = 'TASK_STATE_PENDING';

/** The task as it is first kept: whatever the caller said of its state, it is pending and new. */
export function begun(asked: Task, id: string, now: Date): Task {
  return {
    ...asked,
    id,
    state: pending,
    version: 1,
    createdAt: now,
    updatedAt: now,
    finishedAt: undefined,
  };
}

/** What a command must have before it becomes a task. */
export function checkAsked(asked: Task): void {
  if (asked.command.trim() === '') throw new DomainError('command.empty', 'the command says nothing');
  named('the desktop', asked.desktopId);
  named('who asks', asked.requestedBy);
  checkContent(asked);
}

/** The first task of a request id, provided that the same thing is being asked again. */
export function sameRequest(first: Task, asked: Task): Task {
  if (first.command === asked.command) return first;
  throw new DomainError('input.invalid', 'this request id was used for another command');
}

/** The task after a change; `holdsDesktop` says whether it is its desktop's active one. */
export function advanced(stored: Task, wanted: Task, holdsDesktop: boolean, now: Date): Task {
  checkChange(stored, wanted);
  if (wanted.state === 'TASK_STATE_UNSPECIFIED') throw new DomainError('input.invalid', 'the task names no state');
  if (isActive(wanted.state)) {
    if (isResting(stored.state)) throw state(stored, 'goes on only by being queued again');
    if (!holdsDesktop && wanted.state !== pending) throw state(stored, 'waits for its desktop');
  }
  return changed(stored, wanted, wanted.state, now);
}

/** A resting task, back in line. */
export function requeued(stored: Task, wanted: Task, now: Date): Task {
  checkChange(stored, wanted);
  if (!isResting(stored.state)) throw state(stored, 'is not resting');
  return changed(stored, wanted, pending, now);
}

function checkChange(stored: Task, wanted: Task): void {
  if (stored.version !== wanted.version) {
    throw new DomainError('task.stale', `task ${stored.id} changed since version ${wanted.version}`);
  }
  if (isEnded(stored.state)) throw state(stored, 'has ended');
  const kept = ['command', 'desktopId', 'requestedBy', 'dryRun'] as const;
  const altered = kept.find((field) => stored[field] !== wanted[field]);
  if (altered) throw new DomainError('input.invalid', `a task's ${altered} never changes`);
  checkContent(wanted);
}

function checkContent(task: Task): void {
  if (!(task.progress >= 0 && task.progress <= 1)) {
    throw new DomainError('input.invalid', 'progress is a number from 0 to 1');
  }
  refuseNul(task);
}

const changed = (stored: Task, wanted: Task, next: TaskState, now: Date): Task => ({
  ...wanted,
  state: next,
  version: stored.version + 1,
  createdAt: stored.createdAt,
  updatedAt: now,
  finishedAt: isEnded(next) ? now : undefined,
});

const state = (task: Task, why: string) =>
  new DomainError('task.state', `task ${task.id} is ${word(task.state, ' ')} and ${why}`);
