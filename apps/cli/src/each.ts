import type { Row } from '@karna/client';
import { type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

export interface Loop {
  readonly rows: readonly Row[];
  /** The first row to do, from 1. */
  readonly from: number;
  /** Has one row done, to where its task has ended or rests. */
  readonly run: (row: Row) => Promise<Task | undefined>;
}

/** Does the rows one after the other and stops at the first that is not completed. Its number is the exit code. */
export async function runEach({ say, tell, signal }: Session, { rows, from, run }: Loop): Promise<number> {
  let done = 0;
  for (let number = from; number <= rows.length; number++) {
    const row = rows[number - 1];
    if (!row || signal.aborted) break;
    say(`row ${number} of ${rows.length}`);
    const task = await run(row);
    const state = task?.state ?? TaskState.TASK_STATE_UNSPECIFIED;
    const isDone = state === TaskState.TASK_STATE_COMPLETED;
    if (isDone) done += 1;
    tell({
      row: number,
      rows: rows.length,
      task: task?.id,
      state: word(state),
      ...(task?.fault && { code: task.fault.code, message: task.fault.message }),
    });
    if (isDone) continue;
    say(`${done} of ${rows.length - from + 1} rows done; stopped at row ${number}.`);
    say(`Go on with it: --from ${number}   after it: --from ${number + 1}`);
    return task ? exitCodeOf(state) || exitCodes.stopped : exitCodes.error;
  }
  say(`${done} of ${Math.max(0, rows.length - from + 1)} rows done`);
  return signal.aborted ? exitCodes.stopped : exitCodes.completed;
}
