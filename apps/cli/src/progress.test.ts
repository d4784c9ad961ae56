import { RulingKind } from '@karna/proto/gen/policy/v1/policy';
import { Step, StepState, Task, TaskState, Verification } from '@karna/proto/gen/task/v1/task';
import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-codes.ts';
import { Progress } from './progress.ts';

const startedAt = new Date('2026-01-01T00:00:00Z');
const step = (state: StepState, more: Partial<Step> = {}) =>
  Step.fromPartial({
    id: 's1',
    sentence: 'Click Save',
    state,
    startedAt,
    finishedAt: new Date(startedAt.getTime() + 1_200),
    ...more,
  });
const task = (state: TaskState, more: Parameters<typeof Task.fromPartial>[0] = {}) =>
  Task.fromPartial({ id: 't1', state, ...more });

test('says each step once, when it ended, and how it came out', () => {
  const progress = new Progress();
  const running = (state: StepState) =>
    progress.next(task(TaskState.TASK_STATE_RUNNING, { steps: [step(state, { confidence: 0.97 })] }));
  expect(running(StepState.STEP_STATE_ACTING)).toEqual([]);
  expect(running(StepState.STEP_STATE_DONE)).toEqual(['✓ Click Save  (1.2 s, 97 %)']);
  expect(running(StepState.STEP_STATE_DONE)).toEqual([]);
});

test('does not hide that an effect was not seen', () => {
  const done = step(StepState.STEP_STATE_DONE, { verification: Verification.VERIFICATION_UNSEEN });
  expect(new Progress().next(task(TaskState.TASK_STATE_COMPLETED, { steps: [done] }))).toEqual([
    '✓ Click Save  (1.2 s, no visible effect)',
    'completed',
  ]);
});

test('says of a dry run what the rules say of each step, and how it would go', () => {
  const asked = { kind: RulingKind.RULING_KIND_NEEDS_APPROVAL, rule: 'irreversible', sentence: 'It is for good.' };
  const skipped = step(StepState.STEP_STATE_SKIPPED, { startedAt: undefined, confidence: 0.9, rulings: [asked] });
  const more = { dryRun: true, sentence: 'Would take one step.', steps: [skipped] };
  expect(new Progress().next(task(TaskState.TASK_STATE_COMPLETED, more))).toEqual([
    '– Click Save  (90 %)',
    '  ! Needs an approval. It is for good.',
    'completed',
    'Would take one step.',
  ]);
});

test('names the reason of a halt and how to go on', () => {
  const fault = { code: 'target.missing', message: 'no "Save" on the screen', incidentId: '' };
  expect(new Progress().next(task(TaskState.TASK_STATE_HALTED, { fault }))).toEqual([
    'halted',
    'no "Save" on the screen [target.missing]',
    'go on with: karna resume t1   give up: karna cancel t1',
  ]);
});

test('shows the choices of a question with the line that answers it', () => {
  const clarification = { question: 'Which Edit?', choices: [{ id: 'c1', label: 'Edit, row Ada' }] };
  const lines = new Progress().next(task(TaskState.TASK_STATE_NEEDS_CLARIFICATION, { clarification }));
  expect(lines).toEqual(['needs clarification', 'Which Edit?', '  karna answer t1 c1    Edit, row Ada']);
});

test.each([
  [TaskState.TASK_STATE_COMPLETED, 0],
  [TaskState.TASK_STATE_NEEDS_TEACHING, 2],
  [TaskState.TASK_STATE_NEEDS_CLARIFICATION, 2],
  [TaskState.TASK_STATE_HALTED, 3],
  [TaskState.TASK_STATE_CANCELLED, 3],
  [TaskState.TASK_STATE_FAILED, 3],
])('exits after %s with %i', (state, code) => {
  expect(exitCodeOf(state)).toBe(code);
});
