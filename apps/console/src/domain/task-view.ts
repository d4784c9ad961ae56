import { RulingKind } from '@karna/proto/gen/policy/v1/policy';
import { type Step, StepState, type Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isActive } from '@karna/proto/words';

/** How something stands, for its colour and mark. */
export type Tone = 'good' | 'bad' | 'asks' | 'active' | 'quiet';

const taskTones: Partial<Record<TaskState, Tone>> = {
  [TaskState.TASK_STATE_COMPLETED]: 'good',
  [TaskState.TASK_STATE_HALTED]: 'bad',
  [TaskState.TASK_STATE_FAILED]: 'bad',
  [TaskState.TASK_STATE_CANCELLED]: 'quiet',
  [TaskState.TASK_STATE_ROLLED_BACK]: 'quiet',
  [TaskState.TASK_STATE_AWAITING_APPROVAL]: 'asks',
  [TaskState.TASK_STATE_NEEDS_CLARIFICATION]: 'asks',
  [TaskState.TASK_STATE_NEEDS_TEACHING]: 'asks',
  [TaskState.TASK_STATE_PAUSED]: 'asks',
};

export const toneOf = (state: TaskState): Tone => taskTones[state] ?? 'active';

const stepTones: Partial<Record<StepState, Tone>> = {
  [StepState.STEP_STATE_DONE]: 'good',
  [StepState.STEP_STATE_HALTED]: 'bad',
  [StepState.STEP_STATE_SKIPPED]: 'quiet',
  [StepState.STEP_STATE_PENDING]: 'quiet',
};

export const stepToneOf = (state: StepState): Tone => stepTones[state] ?? 'active';

/** What can be asked of a task now. */
export function verbsFor({ state, steps, dryRun, undoing }: Task): TaskVerb[] {
  const verbs: TaskVerb[] = [];
  const isStopped = state === TaskState.TASK_STATE_PAUSED || state === TaskState.TASK_STATE_HALTED;
  if (state === TaskState.TASK_STATE_RUNNING) verbs.push(TaskVerb.TASK_VERB_PAUSE);
  if (isStopped) verbs.push(TaskVerb.TASK_VERB_RESUME);
  if (isActive(state) && state !== TaskState.TASK_STATE_PAUSED) verbs.push(TaskVerb.TASK_VERB_HALT);
  const hasActed = state === TaskState.TASK_STATE_HALTED || state === TaskState.TASK_STATE_COMPLETED;
  if (hasActed && !dryRun && !undoing && steps.some(canBeTakenBack)) verbs.push(TaskVerb.TASK_VERB_UNDO);
  if (isActive(state) || toneOf(state) === 'asks' || state === TaskState.TASK_STATE_HALTED)
    verbs.push(TaskVerb.TASK_VERB_CANCEL);
  return verbs;
}

const canBeTakenBack = ({ state, canBeUndone }: Step): boolean => state === StepState.STEP_STATE_DONE && canBeUndone;

/** How long a step took, or has taken so far (s); undefined: it has not begun, or nobody knows when it ended. */
export function secondsOf({ startedAt, finishedAt, state }: Step, now: Date): number | undefined {
  const endedAt = finishedAt ?? (stepToneOf(state) === 'active' ? now : undefined);
  return startedAt && endedAt && secondsBetween(startedAt, endedAt);
}

export const secondsBetween = (from: Date, to: Date): number => Math.max(0, (to.getTime() - from.getTime()) / 1_000);

/** The steps that wait for an approval, each with why. */
export const effectsToApprove = ({
  steps,
}: Task): readonly (Pick<Step, 'id' | 'sentence'> & { readonly why: string })[] =>
  steps.flatMap(({ id, sentence, rulings }) => {
    const asked = rulings.find(({ kind }) => kind === RulingKind.RULING_KIND_NEEDS_APPROVAL);
    return asked ? [{ id, sentence, why: asked.sentence }] : [];
  });

export type HistoryGroup = 'all' | 'open' | 'waiting' | 'done' | 'stopped';

const groups: Readonly<Record<Exclude<HistoryGroup, 'all'>, readonly TaskState[]>> = {
  open: [
    TaskState.TASK_STATE_PENDING,
    TaskState.TASK_STATE_PLANNING,
    TaskState.TASK_STATE_RUNNING,
    TaskState.TASK_STATE_VERIFYING,
    TaskState.TASK_STATE_PAUSED,
  ],
  waiting: [
    TaskState.TASK_STATE_AWAITING_APPROVAL,
    TaskState.TASK_STATE_NEEDS_CLARIFICATION,
    TaskState.TASK_STATE_NEEDS_TEACHING,
    TaskState.TASK_STATE_HALTED,
  ],
  done: [TaskState.TASK_STATE_COMPLETED],
  stopped: [TaskState.TASK_STATE_FAILED, TaskState.TASK_STATE_CANCELLED, TaskState.TASK_STATE_ROLLED_BACK],
};

export const statesOf = (group: HistoryGroup): readonly TaskState[] => (group === 'all' ? [] : groups[group]);
