import { rulingText } from '@karna/client';
import { type Step, StepState, type Task, TaskState, Verification } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting, word } from '@karna/proto/words';

const marks: Partial<Record<StepState, string>> = {
  [StepState.STEP_STATE_DONE]: '✓',
  [StepState.STEP_STATE_HALTED]: '✗',
  [StepState.STEP_STATE_SKIPPED]: '–',
};

/**
 * A task as lines, each said once, as it happens: a line per step that ended, a line when the whole waits for something.
 * Feed it every fact; it answers what is new.
 */
export class Progress {
  readonly #told = new Set<string>();
  #state: TaskState = TaskState.TASK_STATE_UNSPECIFIED;

  /** `endOf`: how it stands once it has ended, waits or is paused. */
  next(task: Task, endOf: (task: Task) => string[] = stateLines): string[] {
    const lines = task.steps.flatMap((step) => {
      const mark = marks[step.state];
      const key = `${step.id} ${step.state}`;
      if (!mark || this.#told.has(key)) return [];
      this.#told.add(key);
      return [stepLine(mark, step), ...step.rulings.map((ruling) => `  ! ${rulingText(ruling)}`)];
    });
    if (task.state === this.#state) return lines;
    this.#state = task.state;
    if (isEnded(task.state) || isResting(task.state) || task.state === TaskState.TASK_STATE_PAUSED)
      lines.push(...endOf(task));
    return lines;
  }
}

export function stepLine(mark: string, step: Step): string {
  const seconds =
    step.startedAt && step.finishedAt
      ? `${((step.finishedAt.getTime() - step.startedAt.getTime()) / 1000).toFixed(1)} s`
      : '';
  const unseen = step.verification === Verification.VERIFICATION_UNSEEN ? 'no visible effect' : '';
  const sure = step.confidence > 0 ? `${Math.round(step.confidence * 100)} %` : '';
  const notes = [seconds, sure, unseen].filter(Boolean).join(', ');
  return `${mark} ${step.sentence}${notes ? `  (${notes})` : ''}`;
}

/** How it stands, why, and what can be done about it. */
export function stateLines(task: Task): string[] {
  const lines = [word(task.state, ' ')];
  if (task.answer) lines.push(task.answer);
  if (task.dryRun && !task.fault) lines.push(task.sentence);
  if (task.fault) lines.push(`${task.fault.message} [${task.fault.code}]`);
  if (task.state === TaskState.TASK_STATE_NEEDS_TEACHING && !task.fault) lines.push(task.sentence);
  if (task.state === TaskState.TASK_STATE_AWAITING_APPROVAL) {
    lines.push(task.sentence, `  karna approve ${task.id}`, `  karna refuse ${task.id}`);
  }
  if (task.clarification) {
    lines.push(task.clarification.question);
    for (const { id, label } of task.clarification.choices) lines.push(`  karna answer ${task.id} ${id}    ${label}`);
  }
  if (task.state === TaskState.TASK_STATE_HALTED)
    lines.push(`go on with: karna resume ${task.id}   give up: karna cancel ${task.id}`);
  return lines;
}
