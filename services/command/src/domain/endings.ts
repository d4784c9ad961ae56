import type { Fault } from '@karna/proto/gen/fault/v1/fault';
import type { Clarification, Step, Task } from '@karna/proto/gen/task/v1/task';
import { currentStep, withStep } from './plan.ts';
import { doneSentence, progressOf, rolledBackSentence } from './progress.ts';

type Change = Partial<Task>;

/**
 * The safe stop. A step whose action may have happened, or happened and was not verified, keeps that state, so that it
 * is looked at when the task goes on; any other is begun again.
 */
export function halted(
  { steps }: Task,
  fault: Fault,
  { known = false, offered }: { known?: boolean; offered?: Clarification | undefined } = {},
): Change {
  const step = currentStep(steps);
  const place = step ? steps.indexOf(step) + 1 : 0;
  const where = steps.length > 1 && place > 0 ? ` at step ${place} of ${steps.length}` : '';
  return {
    state: 'TASK_STATE_HALTED',
    sentence: `Halted${where}: ${fault.message}`,
    fault,
    clarification: offered,
    steps: step
      ? withStep(steps, step.id, { fault, ...(isInDoubt(step) && !known ? {} : { state: 'STEP_STATE_HALTED' }) })
      : steps,
  };
}

/** Codes that say nothing about the step itself: something else came between. */
const interruptions: ReadonlySet<string> = new Set([
  'desktop.offline',
  'agent.lost',
  'agent.busy',
  'agent.halted',
  'rate.limited',
  'capture.failed',
  'service.unavailable',
  'service.overloaded',
  'service.stopping',
  'request.deadline',
  'request.cancelled',
]);

/** Whether a halt with this code leaves open what came of an action that was carried out. */
export const isInterruption = (code: string): boolean => interruptions.has(code);

/** Its action was begun and nobody has seen yet what came of it. */
export const isInDoubt = ({ state }: Step): boolean =>
  state === 'STEP_STATE_ACTING' || state === 'STEP_STATE_VERIFYING';

export const cancelled = ({ steps }: Task, fault: Fault, at: Date): Change => ({
  state: 'TASK_STATE_CANCELLED',
  sentence: fault.message,
  fault,
  clarification: undefined,
  finishedAt: at,
  steps: steps.map((step) => (isLeft(step) ? { ...step, state: 'STEP_STATE_SKIPPED' } : step)),
});

const isLeft = ({ state }: Step): boolean =>
  state === 'STEP_STATE_PENDING' || state === 'STEP_STATE_LOCATING' || state === 'STEP_STATE_HALTED';

export const failed = (fault: Fault, at: Date): Change => ({
  state: 'TASK_STATE_FAILED',
  sentence: fault.message,
  fault,
  finishedAt: at,
});

export const completed = ({ steps }: Task, at: Date): Change => ({
  state: 'TASK_STATE_COMPLETED',
  progress: 1,
  sentence: doneSentence(steps),
  fault: undefined,
  finishedAt: at,
});

/** All that could be taken back was. */
export const rolledBack = ({ steps }: Task, at: Date): Change => ({
  state: 'TASK_STATE_ROLLED_BACK',
  progress: 1,
  sentence: rolledBackSentence(steps),
  fault: undefined,
  finishedAt: at,
});

/** What follows is left out, and what was done is taken back by these steps. */
export function undoing({ steps }: Task, inverses: readonly Step[]): Change {
  const left = steps.map(
    (step): Step =>
      step.state === 'STEP_STATE_DONE' ? step : { ...step, state: 'STEP_STATE_SKIPPED', fault: undefined },
  );
  const all = [...left, ...inverses];
  return {
    ...requeued({ steps: all }, 'Waits for its turn to take back what was done'),
    undoing: true,
  };
}

/** Back in line: the halted step from its beginning, unless it has to be looked at first. */
export function requeued({ steps }: Pick<Task, 'steps'>, sentence: string): Change {
  const again = steps.map((step) =>
    step.state === 'STEP_STATE_HALTED' || step.state === 'STEP_STATE_LOCATING'
      ? { ...step, state: 'STEP_STATE_PENDING' as const, fault: undefined }
      : { ...step, fault: undefined },
  );
  return {
    state: 'TASK_STATE_PENDING',
    sentence,
    steps: again,
    progress: progressOf(again),
    fault: undefined,
    clarification: undefined,
  };
}
