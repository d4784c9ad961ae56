import { Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { expect, test } from 'vitest';
import { spokenLines } from './say.ts';

const asking = Task.fromPartial({
  state: TaskState.TASK_STATE_NEEDS_CLARIFICATION,
  clarification: { question: 'Which Edit?', choices: [{ id: 'c1', label: 'Edit, row Ada' }] },
});

test('asks a question once, with its choices', () => {
  expect(spokenLines(asking, 'Click Edit')).toEqual(['Which Edit?', '  1  Edit, row Ada']);
  expect(spokenLines(asking, 'Which Edit?')).toEqual(['  1  Edit, row Ada']);
});
