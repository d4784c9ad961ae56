import { Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { expect, test } from 'vitest';
import { runEach } from './each.ts';
import type { Session } from './session.ts';

function session(): { told: unknown[]; said: string[]; session: Session } {
  const told: unknown[] = [];
  const said: string[] = [];
  const parts = { json: false, say: (text: string) => said.push(text), tell: (value: unknown) => told.push(value) };
  return { told, said, session: { ...parts, signal: new AbortController().signal } as unknown as Session };
}

const rows = [{ name: 'Ada' }, { name: 'Grace' }, { name: 'Alan' }];
const task = (state: TaskState, code = '') =>
  Task.fromPartial({ id: 't', state, ...(code ? { fault: { code, message: 'why' } } : {}) });

test('every row is done in order, and each says what became of it', async () => {
  const { told, session: on } = session();
  const seen: string[] = [];
  const run = async ({ name = '' }) => {
    seen.push(name);
    return task(TaskState.TASK_STATE_COMPLETED);
  };
  expect(await runEach(on, { rows, from: 2, run })).toBe(0);
  expect(seen).toEqual(['Grace', 'Alan']);
  expect(told).toMatchObject([
    { row: 2, rows: 3, state: 'completed' },
    { row: 3, rows: 3, state: 'completed' },
  ]);
});

test('the first row that is not completed ends it, and it is said how to go on', async () => {
  const { told, said, session: on } = session();
  const run = async ({ name = '' }) =>
    name === 'Grace' ? task(TaskState.TASK_STATE_HALTED, 'target.missing') : task(TaskState.TASK_STATE_COMPLETED);
  expect(await runEach(on, { rows, from: 1, run })).toBe(3);
  expect(told.at(-1)).toMatchObject({ row: 2, state: 'halted', code: 'target.missing' });
  expect(said.join('\n')).toContain(
    '1 of 3 rows done; stopped at row 2.\nGo on with it: --from 2   after it: --from 3',
  );
});
