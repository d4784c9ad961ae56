import { JournalEntry, TaskState } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { type Command, InvalidArgumentError } from 'commander';
import { saveStepPictures } from '../pictures.ts';
import { stateLines, stepLine } from '../progress.ts';
import { withSession } from '../session.ts';
import { ago, table } from '../table.ts';
import { taskJson } from '../task-json.ts';
import { wholeNumber } from '../whole-number.ts';

const count = wholeNumber(500);

/** What was asked, and what became of it. */
export function addTaskCommands(program: Command): void {
  program
    .command('tasks')
    .description('list tasks, newest first')
    .option('-d, --desktop <name>', 'only of this desktop')
    .option('-s, --state <state...>', 'only in these states: running, halted, completed, ...', states)
    .option('-n, --limit <count>', 'at most so many', count, 20)
    .action((options: { desktop?: string; state?: TaskState[]; limit: number }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const tasks = await client.tasks({
          desktop: options.desktop ?? '',
          states: options.state ?? [],
          limit: options.limit,
        });
        const rows = tasks.map((task) => [task.id, word(task.state, ' '), ago(task.createdAt), task.command]);
        say(rows.length > 0 ? table(['task', 'state', 'asked', 'command'], rows) : 'no tasks yet');
        for (const task of tasks) tell(taskJson(task));
      }),
    );

  program
    .command('task')
    .description('one task: its steps, why it stopped, its journal')
    .argument('<id>', 'as `karna tasks` prints it')
    .option('--journal', 'everything that happened, in order')
    .option('--pictures <folder>', 'save the pictures before and after each step')
    .action((id: string, options: { journal?: boolean; pictures?: string }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { task, journal } = await client.task(id);
        say(`${task.command}\nasked ${ago(task.createdAt)} by ${task.requestedBy}\n`);
        for (const step of task.steps) say(stepLine(mark(word(step.state)), step));
        for (const line of stateLines(task)) say(line);
        if (options.journal) {
          const rows = journal.map(({ at, event, actor, details }) => [
            at?.toISOString() ?? '',
            event,
            actor,
            pairs(details),
          ]);
          say(`\n${table(['at', 'event', 'by', 'details'], rows)}`);
        }
        for (const [index, step] of options.pictures ? task.steps.entries() : []) {
          for (const path of await saveStepPictures(client, options.pictures ?? '.', step, index)) say(path);
        }
        tell({
          ...taskJson(task),
          ...(options.journal && { journal: journal.map((entry) => JournalEntry.toJSON(entry)) }),
        });
      }),
    );
}

const mark = (state: string): string => ({ done: '✓', halted: '✗', skipped: '–' })[state] ?? '·';

const pairs = (details: Record<string, string>): string =>
  Object.entries(details)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

function states(said: string, previous: TaskState[] = []): TaskState[] {
  const known = Object.values(TaskState).find((state) => word(state) === said.replaceAll(' ', '_'));
  if (!known)
    throw new InvalidArgumentError(
      `states are ${Object.values(TaskState)
        .slice(1)
        .map((state) => word(state))
        .join(', ')}`,
    );
  return [...previous, known];
}
