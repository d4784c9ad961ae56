import type { JournalEntry, Step, Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting, word } from '@karna/proto/words';

/** Steps named one by one; of longer plans the rest is counted. */
const mostNamed = 6;

/** What became of a task, told from what was kept of it: nothing that is not there is claimed. */
export function accountOf(task: Task, journal: readonly JournalEntry[], now: Date): string {
  const asked = `${agoOf(task.createdAt, now)} you asked: ${said(task.command)}`;
  return [asked, ...doneOf(task), endOf(task, journal)].filter((part) => part !== '').join(' ');
}

const said = (command: string): string => {
  const characters = [...command];
  return `"${characters.length > 200 ? `${characters.slice(0, 200).join('')}…` : command}".`;
};

function doneOf({ steps, dryRun }: Task): string[] {
  if (dryRun) return ['It was a dry run: nothing was touched.'];
  const done = steps.filter(({ state }) => state === 'STEP_STATE_DONE');
  const skipped = steps.filter(({ state }) => state === 'STEP_STATE_SKIPPED').length;
  if (steps.length === 0) return [];
  if (done.length === 0) return ['No step was done.'];
  const named = done.slice(0, mostNamed).map(({ sentence, verification }) => `${sentence}${doubtOf(verification)}`);
  const more = done.length - named.length;
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ');
  const left = skipped > 0 ? ` ${skipped === 1 ? 'One was' : `${skipped} were`} left out.` : '';
  return [`Done${steps.length > 1 ? ` ${done.length} of ${steps.length}` : ''}: ${list}.${left}`];
}

const doubtOf = (verification: Step['verification']): string =>
  verification === 'VERIFICATION_UNSEEN' ? ' (no effect could be seen)' : '';

function endOf(task: Task, journal: readonly JournalEntry[]): string {
  const { state, fault, answer, clarification, sentence, dryRun } = task;
  switch (state) {
    case 'TASK_STATE_COMPLETED':
      return answer ? `The answer was: ${answer}.` : dryRun || task.steps.length > 0 ? '' : 'There was nothing to do.';
    case 'TASK_STATE_HALTED':
      return `It halted${whereOf(task)}: ${closed(fault?.message ?? sentence)}${inDoubt(task, journal)} "Go on" tries again, "cancel" gives up.`;
    case 'TASK_STATE_FAILED':
      return `It failed${whereOf(task)}: ${closed(fault?.message ?? sentence)}`;
    case 'TASK_STATE_CANCELLED':
      return `It was cancelled: ${closed(fault?.message ?? sentence)}`;
    case 'TASK_STATE_ROLLED_BACK':
      return 'What had been done was taken back.';
    case 'TASK_STATE_NEEDS_CLARIFICATION':
      return `It waits for an answer: ${clarification?.question ?? sentence}`;
    case 'TASK_STATE_NEEDS_TEACHING':
    case 'TASK_STATE_AWAITING_APPROVAL':
      return closed(sentence);
    default:
      return `It is ${word(state, ' ')}: ${closed(sentence)}`;
  }
}

const closed = (sentence: string): string => (/[.!?…]$/u.test(sentence) ? sentence : `${sentence}.`);

function whereOf({ steps }: Task): string {
  const index = steps.findIndex(({ state }) => state !== 'STEP_STATE_DONE' && state !== 'STEP_STATE_SKIPPED');
  const step = steps[index];
  if (!step) return '';
  return steps.length > 1 ? ` at step ${index + 1} of ${steps.length} (${step.sentence})` : '';
}

/** An action that was begun and of which nobody saw what came. */
function inDoubt({ steps }: Task, journal: readonly JournalEntry[]): string {
  const step = steps.find(({ state }) => state === 'STEP_STATE_ACTING' || state === 'STEP_STATE_VERIFYING');
  if (!step) return '';
  const acted = journal.some(({ event, stepId }) => event === 'acted' && stepId === step.id);
  return acted
    ? ' That action was carried out; its effect was not seen.'
    : ' Whether that action still happened is not known.';
}

/** How the tasks of a desktop stand: those that wait for somebody are told when none is under way. */
export function doingNow(tasks: readonly Task[]): string {
  const active = tasks.filter(({ state }) => !isEnded(state) && !isResting(state));
  const [running, ...others] = active.toSorted((a, b) => rank(a.state) - rank(b.state));
  if (running) {
    const waiting =
      others.length > 0 ? ` ${others.length} more ${others.length === 1 ? 'waits' : 'wait'} for its turn.` : '';
    return `${said(running.command)} ${Math.round(running.progress * 100)} %, ${word(running.state, ' ')}: ${closed(running.sentence)}${waiting}`;
  }
  const resting = tasks.filter(({ state }) => isResting(state));
  const [last] = resting;
  if (!last) return 'Nothing: this desktop is idle.';
  return `Nothing is being done. ${said(last.command)} ${word(last.state, ' ')}: ${closed(last.clarification?.question ?? last.sentence)}`;
}

/** What holds the desktop before what waits for it. */
const rank = (state: TaskState): number => (state === 'TASK_STATE_PENDING' ? 1 : 0);

function agoOf(at: Date | undefined, now: Date): string {
  if (!at) return 'Some time ago';
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1_000));
  if (seconds < 60) return 'Just now';
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
