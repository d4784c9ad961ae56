import { readFile } from 'node:fs/promises';
import { KarnaError, type PlanOptions } from '@karna/client';
import { InterpretReply, PlanProposal } from '@karna/proto/gen/language/v1/language';
import type { Command } from 'commander';
import { ask, isSomebodyThere } from '../asking.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Session, withSession } from '../session.ts';
import { shellQuoted } from '../shell-quoted.ts';
import { table } from '../table.ts';
import { run } from './run.ts';

interface Options {
  readonly desktop?: string;
  readonly domain?: string;
  readonly screen?: boolean;
  readonly task?: string;
}

const notes = `
Only where a language model is configured. It proposes steps that Karna knows, and nothing is done before you have said yes; then they are
run as a command of yours would be, with the same checks and approvals. In a script the plan is printed, with the command that runs it.

Examples:
  karna plan "write Ada a short greeting in the text editor"
  karna plan --task task_01k8... --screen          what would clear the way for a task that has halted
  karna plan "turn on dark mode" --screen          shows the model what is on the screen, as far as the operator allows it

Exit codes: 0 done, 1 error, 2 a plan that waits for your yes, 3 halted, refused, failed or cancelled.`;

/** What a command would come to, without doing it. */
export function addPlanCommands(program: Command): void {
  program
    .command('plan')
    .description('ask the language model how to do what Karna does not understand')
    .argument('[text]', 'what you want')
    .option('-d, --desktop <name>', 'which desktop (needed when there are several)')
    .option('--domain <name>', 'the application or site it is about')
    .option('--screen', 'show it what is on the screen, as far as the operator allows it')
    .option('--task <id>', 'a halted task: ask what would clear the way for it')
    .addHelpText('after', notes)
    .action((text: string | undefined, options: Options, command: Command) => {
      if (text === undefined && options.task === undefined) command.error("error: missing required argument 'text'");
      return withSession(command, (session) => plan(session, text ?? '', options));
    });

  program
    .command('interpret')
    .description('what each line of a file would mean as a command; nothing is done')
    .argument('<file>', 'a command a line, 1,000 at most')
    .option('--domain <name>', 'the application or site they are about')
    .action((file: string, { domain = '' }: Options, command: Command) =>
      withSession(command, async (session) => interpretAll(session, await readFile(file, 'utf8'), domain)),
    );
}

async function plan(session: Session, text: string, options: Options): Promise<number> {
  const { say, tell, signal } = session;
  const proposal = await proposed(session, text, options);
  tell({ proposal: PlanProposal.toJSON(proposal) });
  for (const line of linesOf(proposal)) say(line);
  if (!isSomebodyThere(session)) {
    say(`run it with: karna run ${shellQuoted(proposal.command)}`);
    return exitCodes.asks;
  }
  if ((await ask('do this? (yes/no): ', signal)) !== 'yes') return exitCodes.asks;
  const { desktop, domain, task } = options;
  const code = await run(session, proposal.command, {
    wait: true,
    ...(desktop === undefined ? {} : { desktop }),
    ...(domain === undefined ? {} : { domain }),
  });
  if (task !== undefined && code === exitCodes.completed) say(`now go on with: karna resume ${task}`);
  return code;
}

/** The model's words are shown as they come, beside the answer. */
async function proposed(
  session: Session,
  text: string,
  { desktop, domain, screen, task }: Options,
): Promise<PlanProposal> {
  const { client, json, tell, signal } = session;
  const asked: PlanOptions = {
    desktop: desktop ?? '',
    domain: domain ?? '',
    withScreen: screen ?? false,
    taskId: task ?? '',
    signal,
  };
  let hasSpoken = false;
  try {
    for await (const { body } of client.plan(text, asked)) {
      if (body?.$case === 'proposal') return body.value;
      if (body?.$case !== 'said') continue;
      if (json) tell({ said: body.value });
      else process.stderr.write(body.value);
      hasSpoken = true;
    }
  } finally {
    if (hasSpoken && !json) process.stderr.write('\n');
  }
  throw new KarnaError('llm.cut', 'the plan broke off');
}

/** What would be done, a line per step. */
export function linesOf({ steps, skill }: Pick<PlanProposal, 'steps' | 'skill'>): string[] {
  if (skill) return [`the skill ${skill.sentence}`];
  return steps.map(({ action, ownWords }, index) => {
    const note = ownWords ? "   (with the model's own words)" : '';
    return `${index + 1}. ${action?.sentence ?? ''}${note}`;
  });
}

async function interpretAll({ client, say, tell, signal }: Session, text: string, domain: string): Promise<number> {
  const commands = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows: string[][] = [];
  for await (const { index, reply } of client.interpretAll(
    commands.map((command) => ({ text: command, domain })),
    { signal },
  )) {
    const command = commands[index] ?? '';
    tell({ text: command, ...(reply && (InterpretReply.toJSON(reply) as object)) });
    rows.push([command, ...meaningOf(reply)]);
  }
  say(table(['command', '', 'means', 'sure'], rows));
  return exitCodes.completed;
}

function meaningOf(reply: InterpretReply | undefined): string[] {
  const outcome = reply?.outcome;
  switch (outcome?.$case) {
    case 'understood':
      return [
        'does',
        outcome.value.actions.map(({ sentence }) => sentence).join(', then '),
        percent(outcome.value.confidence),
      ];
    case 'skill':
      return ['skill', outcome.value.sentence, percent(outcome.value.confidence)];
    case 'ask':
      return ['asks', outcome.value.question, ''];
    case 'unknown':
    case undefined:
      return ['unknown', '', ''];
    default: {
      const nothing: never = outcome;
      return nothing;
    }
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
