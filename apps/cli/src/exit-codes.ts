import { TaskState } from '@karna/proto/gen/task/v1/task';

/** What a script can rely on. */
export const exitCodes = {
  completed: 0,
  error: 1,
  /** Needs teaching, or an answer. */
  asks: 2,
  /** Halted, refused, failed or cancelled. */
  stopped: 3,
} as const;

const codes: Partial<Record<TaskState, number>> = {
  [TaskState.TASK_STATE_COMPLETED]: exitCodes.completed,
  [TaskState.TASK_STATE_NEEDS_CLARIFICATION]: exitCodes.asks,
  [TaskState.TASK_STATE_NEEDS_TEACHING]: exitCodes.asks,
  [TaskState.TASK_STATE_AWAITING_APPROVAL]: exitCodes.asks,
  [TaskState.TASK_STATE_HALTED]: exitCodes.stopped,
  [TaskState.TASK_STATE_FAILED]: exitCodes.stopped,
  [TaskState.TASK_STATE_CANCELLED]: exitCodes.stopped,
  [TaskState.TASK_STATE_ROLLED_BACK]: exitCodes.stopped,
};

/** The exit code for a task's state; 0 for one that is still under way. */
export const exitCodeOf = (state: TaskState): number => codes[state] ?? exitCodes.completed;
