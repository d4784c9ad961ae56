import { StepState, Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { describe, expect, test } from 'vitest';
import { verbsFor } from './task-view.ts';

const taken = { state: StepState.STEP_STATE_DONE, canBeUndone: true };
const task = (state: TaskState, rest: Parameters<typeof Task.fromPartial>[0] = {}): Task =>
  Task.fromPartial({ state, steps: [taken], ...rest });

describe('what a task did is offered to be taken back', () => {
  test.each([TaskState.TASK_STATE_HALTED, TaskState.TASK_STATE_COMPLETED])('when it rests (%i)', (state) => {
    expect(verbsFor(task(state))).toContain(TaskVerb.TASK_VERB_UNDO);
  });

  test.each<[string, Task]>([
    ['while it runs', task(TaskState.TASK_STATE_RUNNING)],
    ['when it only showed what it would do', task(TaskState.TASK_STATE_COMPLETED, { dryRun: true })],
    ['when it took something back itself', task(TaskState.TASK_STATE_HALTED, { undoing: true })],
    ['when nothing can be', task(TaskState.TASK_STATE_COMPLETED, { steps: [{ ...taken, canBeUndone: false }] })],
  ])('not %s', (_, one) => {
    expect(verbsFor(one)).not.toContain(TaskVerb.TASK_VERB_UNDO);
  });
});
