import { readFile } from 'node:fs/promises';
import { type Row, rowsIn, saidFor } from '@karna/client';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { TurnKind } from '@karna/proto/gen/language/v1/conversation';
import { type Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting } from '@karna/proto/words';
import { type Command, InvalidArgumentError } from 'commander';
import { answered } from '../answered.ts';
import { ask, isSomebodyThere } from '../asking.ts';
import { runEach } from '../each.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { saveStepPictures } from '../pictures.ts';
import { Progress } from '../progress.ts';
import { type Session, withSession } from '../session.ts';
import { slotIn } from '../slot-in.ts';
import { taskJson } from '../task-json.ts';
import { wholeNumber } from '../whole-number.ts';

const rowNumber = wholeNumber();

export interface RunOptions {
  readonly desktop?: string;
  readonly domain?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly wait: boolean;
  readonly timeout?: number;
  readonly pictures?: string;
  readonly skill?: string;
  readonly slot?: Row;
  readonly each?: string;
  readonly from?: number;
}

const examples = `
Examples:
  karna run "open the text editor and type Hello"
  karna run 'type "Ada" into Name, select "Berlin" from City and click Save'
  karna run "click Delete" --yes          approve the effect beforehand
  karna run "click Save" --dry-run        show what it would do, and where
  karna run "do it again for Berlin"      the last command, with another value
  karna run "undo that"                   and "what happened?", "no, the other one", as in karna say
  karna run "Send invoice" --slot number=17 --slot customer=Acme
  karna run "send invoice {number} to {customer}" --each rows.csv

Exit codes: 0 completed, 1 error, 2 needs teaching or an answer, 3 halted, refused, failed or cancelled.`;

const steering = [
  ['approve', TaskVerb.TASK_VERB_APPROVE, 'let a task that asks for approval go on'],
  ['refuse', TaskVerb.TASK_VERB_REFUSE, 'refuse what a task asks approval for'],
  ['pause', TaskVerb.TASK_VERB_PAUSE, 'hold a task after its current step'],
  ['resume', TaskVerb.TASK_VERB_RESUME, 'let a paused or halted task go on'],
  ['cancel', TaskVerb.TASK_VERB_CANCEL, 'give a task up'],
  ['undo', TaskVerb.TASK_VERB_UNDO, 'take back what a halted or completed task did, as far as it is known how'],
] as const;

/** What an order is given for, where that is not that the task is completed. */
const aims: Partial<Record<TaskVerb, TaskState>> = { [TaskVerb.TASK_VERB_UNDO]: TaskState.TASK_STATE_ROLLED_BACK };

/** The task is worked on after these. */
const goingOn: ReadonlySet<TaskVerb> = new Set([
  TaskVerb.TASK_VERB_APPROVE,
  TaskVerb.TASK_VERB_RESUME,
  TaskVerb.TASK_VERB_UNDO,
]);

/** `run`, and what can be said to a task afterwards. */
export function addRunCommands(program: Command): void {
  program
    .command('run')
    .description('say what to do on a desktop, and watch it done')
    .argument('<text>', 'in plain words; names in quotes are taken literally')
    .option('-d, --desktop <name>', 'which desktop (needed when there are several)')
    .option('--domain <name>', 'the application or site it is about')
    .option('--dry-run', 'show what it would do and where; nothing is touched')
    .option('-y, --yes', 'approve irreversible effects beforehand')
    .option('--no-wait', 'return as soon as the command is accepted')
    .option('--timeout <seconds>', 'cancel it when it takes longer', seconds)
    .option('--pictures <folder>', 'save the pictures before and after each step')
    .option('--skill <name>', 'do this skill (id or name; the text may be its name, too)')
    .option('--slot <name=value>', 'a value for the skill; again for more', slotIn)
    .option(
      '--each <table>',
      'once for every row of a CSV file whose first line names the slots; stops at the first surprise',
    )
    .option('--from <row>', 'with --each: begin at this row (the first is 1)', rowNumber, 1)
    .addHelpText('after', examples)
    .action((text: string, options: RunOptions, command: Command) =>
      withSession(command, (session) => run(session, text, options)),
    );

  program
    .command('answer')
    .description('answer the question of a task that asks, or say how one that halted in a skill goes on')
    .argument('<task>', 'its id')
    .argument('[answer]', 'the id of a choice, other words, or a value; by_hand, skip, undo or stop after a halt')
    .option('--at <x,y,width,height>', 'where the element is on the picture of the question (px)', boxIn)
    .action((id: string, said: string | undefined, { at }: { at?: Box }, command: Command) =>
      withSession(command, async (session) => {
        const { task } = await session.client.task(id);
        const choice = task.clarification?.choices.find((one) => one.id === said || one.id === `do_${said}`);
        const text = choice ? '' : (said ?? '');
        await session.client.answer(id, { choiceId: choice?.id ?? '', text, ...(at ? { box: at } : {}) });
        return watch(session, id, {});
      }),
    );

  for (const [name, verb, description] of steering) {
    program
      .command(name)
      .description(description)
      .argument('<task>', 'its id')
      .action((id: string, _: unknown, command: Command) =>
        withSession(command, async (session) => {
          const task = await session.client.steer(id, verb);
          const goesOn = goingOn.has(verb);
          if (goesOn) return watch(session, task.id, {}, aims[verb]);
          report(session, new Progress(), task);
          return exitCodes.completed;
        }),
      );
  }
}

/** Has a command done, and watches it; answers the exit code. */
export async function run(session: Session, text: string, options: RunOptions): Promise<number> {
  if (options.each !== undefined) return runRows(session, text, options, options.each);
  const { desktop = '', domain = '', dryRun = false, yes = false } = options;
  if (options.skill !== undefined || options.slot !== undefined) return runSkill(session, text, options);
  const said = await session.client.say(text, {
    desktop,
    domain,
    dryRun,
    approved: yes,
    alone: true,
    signal: session.signal,
  });
  const { task, turn } = said;
  if (task?.undoing && turn?.kind === TurnKind.TURN_KIND_STEERED) {
    answered(session, said);
    return accepted(session, task, options, aims[TaskVerb.TASK_VERB_UNDO]);
  }
  if (!task || turn?.kind !== TurnKind.TURN_KIND_RAN) return answered(session, said);
  return accepted(session, task, options);
}

function accepted(session: Session, task: Task, options: RunOptions, aim?: TaskState): Promise<number> | number {
  if (options.wait) return watch(session, task.id, options, aim);
  session.say(task.id);
  session.tell(taskJson(task));
  return exitCodes.completed;
}

/** A skill with values that were given: no words to be understood, and no turn of a conversation. */
async function runSkill(session: Session, text: string, options: RunOptions): Promise<number> {
  const skill = await skillMeant(session, text, options);
  return accepted(session, await submit(session, text, { ...options, skill }, options.slot ?? {}), options);
}

function submit(session: Session, text: string, options: RunOptions, slots: Row): Promise<Task> {
  const { desktop = '', domain = '', dryRun = false, yes = false, skill = '' } = options;
  return session.client.run(text, { desktop, domain, dryRun, approved: yes, skill, slots, signal: session.signal });
}

/** Once for each row of the table, each a task of its own. */
async function runRows(session: Session, text: string, options: RunOptions, table: string): Promise<number> {
  const rows = rowsIn(await readFile(table, 'utf8'));
  const skill = await skillMeant(session, text, options);
  const run = async (row: Row): Promise<Task> => {
    const { id } = await submit(session, saidFor(text, row), { ...options, skill }, { ...options.slot, ...row });
    await watch(session, id, options);
    return (await session.client.task(id)).task;
  };
  return runEach(session, { rows, from: options.from ?? 1, run });
}

/** The one that was named, or whose name was said and nothing else. */
async function skillMeant({ client }: Session, text: string, { skill, slot, each }: RunOptions): Promise<string> {
  if (skill !== undefined) return skill;
  if (slot === undefined && each === undefined) return '';
  const named = (await client.skills()).filter(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
  return named.length === 1 ? (named[0]?.id ?? '') : '';
}

/** Follows a task to where it needs nobody, or somebody who is not here. */
export async function watch(
  session: Session,
  id: string,
  options: Pick<RunOptions, 'pictures' | 'timeout'>,
  aim: TaskState = TaskState.TASK_STATE_COMPLETED,
): Promise<number> {
  const cancel = () => void session.client.steer(id, TaskVerb.TASK_VERB_CANCEL).catch(() => {});
  session.signal.addEventListener('abort', cancel, { once: true });
  const late = options.timeout ? setTimeout(cancel, options.timeout * 1_000) : undefined;
  const progress = new Progress();
  let last: Task | undefined;
  try {
    do {
      for await (const task of session.client.follow(id)) {
        last = task;
        report(session, progress, task);
      }
    } while (last && (await goOn(session, last)));
  } finally {
    clearTimeout(late); // it would keep the command alive
    session.signal.removeEventListener('abort', cancel);
  }
  if (last && options.pictures) await savePictures(session, last, options.pictures);
  if (last?.state === aim) return exitCodes.completed;
  return last ? exitCodeOf(last.state) : exitCodes.error;
}

export function report({ say, tell }: Session, progress: Progress, task: Task): void {
  for (const line of progress.next(task)) say(line);
  tell(taskJson(task));
}

/** At a terminal, a question is asked there and then. */
async function goOn({ client, json, signal }: Session, task: Task): Promise<boolean> {
  if (!isSomebodyThere({ json }) || isEnded(task.state) || !isResting(task.state)) return false;
  const choices = task.clarification?.choices ?? [];
  if (task.clarification) {
    const said = await ask(
      `answer (${choices.map((_, index) => index + 1).join(', ')}${choices.length ? ' or ' : ''}other words, empty to leave): `,
      signal,
    );
    const choice = choices[Number(said) - 1];
    if (said !== '') await client.answer(task.id, choice ? { choiceId: choice.id } : { text: said });
    return said !== '';
  }
  if (task.state === TaskState.TASK_STATE_AWAITING_APPROVAL) {
    const yes = (await ask('approve? (yes/no): ', signal)) === 'yes';
    await client.steer(task.id, yes ? TaskVerb.TASK_VERB_APPROVE : TaskVerb.TASK_VERB_REFUSE);
    return true;
  }
  return false;
}

async function savePictures({ client, say }: Session, task: Task, folder: string): Promise<void> {
  for (const [index, step] of task.steps.entries()) {
    for (const path of await saveStepPictures(client, folder, step, index)) say(path);
  }
}

function boxIn(text: string): Box {
  const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN, ...more] = text
    .split(',')
    .map(Number);
  if (![x, y, width, height].every((value) => Number.isInteger(value) && value >= 0) || more.length > 0)
    throw new InvalidArgumentError('four whole numbers from 0: x,y,width,height');
  return { x, y, width, height };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number of seconds above 0');
  return value;
}
