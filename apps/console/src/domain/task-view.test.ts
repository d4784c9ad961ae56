import { RulingKind } from '@karna/proto/gen/policy/v1/policy';
import { Step, StepState, Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { describe, expect, test } from 'vitest';
import { effectsToApprove, verbsFor } from './task-view.ts';

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

test('an approval is asked for the steps that need one, each with its own reason', () => {
  const asked = { kind: RulingKind.RULING_KIND_NEEDS_APPROVAL, rule: 'ask_first_about', sentence: 'The rules say so.' };
  const steps = [
    { id: 'a', sentence: 'Click Save', irreversible: true },
    { id: 'b', sentence: 'Click Publish', rulings: [asked] },
  ].map((step) => Step.fromPartial(step));
  expect(effectsToApprove(task(TaskState.TASK_STATE_AWAITING_APPROVAL, { steps }))).toEqual([
    { id: 'b', sentence: 'Click Publish', why: 'The rules say so.' },
  ]);
});
