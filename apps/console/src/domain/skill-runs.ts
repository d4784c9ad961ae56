import { type Slot, SlotType } from '@karna/proto/gen/skill/v1/skill';
import { type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { isActive } from '@karna/proto/words';

export interface SkillRuns {
  readonly completed: number;
  readonly all: number;
  /** The newest that stopped. */
  readonly lastStop: Task | undefined;
}

/** How a skill did in the tasks that are known here, newest first; those that still run and dry runs do not count. */
export function runsOf(skillId: string, tasks: readonly Task[]): SkillRuns {
  const runs = tasks.filter(({ skill, state, dryRun }) => skill?.skillId === skillId && !isActive(state) && !dryRun);
  const stopped = runs.filter(
    ({ state }) => state === TaskState.TASK_STATE_HALTED || state === TaskState.TASK_STATE_FAILED,
  );
  const completed = runs.filter(({ state }) => state === TaskState.TASK_STATE_COMPLETED).length;
  return { completed, all: runs.length, lastStop: stopped[0] };
}

/** How a form asks for a slot. What is written as people write it (dates, money) is checked by Karna, not by the browser. */
export function inputOf({ type }: Slot): 'password' | 'text' {
  return type === SlotType.SLOT_TYPE_SECRET ? 'password' : 'text';
}

export const slotWord = ({ type }: Slot): string => type.replace('SLOT_TYPE_', '').toLowerCase();

/** What has to be asked: everything that is neither optional nor has a value to fall back on. */
export const isNeeded = ({ optional, defaultValue }: Slot): boolean => !optional && defaultValue === '';
