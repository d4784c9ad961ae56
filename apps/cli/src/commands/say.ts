import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { KarnaError } from '@karna/client';
import type { Said } from '@karna/proto/gen/channel/v1/control';
import { type Turn, TurnKind } from '@karna/proto/gen/language/v1/conversation';
import { type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting, word } from '@karna/proto/words';
import type { Command } from 'commander';
import { answered, numbered, turnJson } from '../answered.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { Progress } from '../progress.ts';
import { complain, type Session, withSession } from '../session.ts';
import { ago } from '../table.ts';
import { taskJson } from '../task-json.ts';

interface SayOptions {
  readonly desktop?: string;
  readonly domain?: string;
  readonly history?: boolean;
  readonly forget?: boolean;
}

const help = `
Say commands, and speak about them:
  do it again · the same for Ada · do it again with customer Acme
  no, the other one · no, Berlin · I meant "Save as"
  undo that · what happened? · what is it doing? · what can you do here?
  stop · pause · go on · cancel
Questions are answered by number or in words: 2, the second, Save as, neither; yes or no.
The conversation goes on where it was, also tomorrow and from another machine with the same token's name; \`--forget\` ends that.

Examples:
  karna say                               at a terminal: a conversation; an empty line, "bye" or Ctrl-D ends it
  karna say "click Save"                  one turn
  printf 'type Ada into Name\\nthe same for Grace\\n' | karna say

Lines of a pipe are said one after the other, each when the one before has ended or waits for somebody.
Exit codes, of the last turn: 0 done or answered, 1 error, 2 needs teaching or an answer, 3 halted, refused, failed or cancelled.`;

export function addSayCommand(program: Command): void {
  program
    .command('say')
    .description('talk with a desktop: commands, and words about what was said and done before')
    .argument('[text...]', 'one turn; without it the lines of the terminal, or of a pipe')
    .option('-d, --desktop <name>', 'which desktop (needed when there are several)')
    .option('--domain <name>', 'the application or site it is about')
    .option('--history', 'show what was said last, and leave')
    .option('--forget', 'forget what was said to this desktop, and leave')
    .addHelpText('after', help)
    .action((words: string[], options: SayOptions, command: Command) =>
      withSession(command, (session) => talk(session, words.join(' '), options)),
    );
}

async function talk(session: Session, text: string, options: SayOptions): Promise<number> {
  const { client, say, tell } = session;
  if (options.forget) {
    await client.forgetThread(options.desktop);
    say('forgotten');
    tell({ forgotten: true });
    return exitCodes.completed;
  }
  if (options.history) return history(session, await client.thread(options.desktop));
  if (text !== '') return turn(session, text, options, undefined);
  return lines(session, options);
}

function history({ say, tell }: Session, turns: readonly Turn[]): number {
  for (const { at, said, sentence, choices, kind, taskId, taskState, taskSentence } of turns) {
    say(`${ago(at)}  > ${said}\n  ${sentence}`);
    if (kind === TurnKind.TURN_KIND_ASKED) for (const line of numbered(choices)) say(`  ${line}`);
    if (taskId && taskSentence) say(`  ${word(taskState, ' ')}: ${taskSentence}`);
  }
  for (const one of turns) tell(turnJson(one));
  if (turns.length === 0) say('nothing was said yet');
  return exitCodes.completed;
}

/** The lines of a terminal or a pipe, one turn each. */
async function lines(session: Session, options: SayOptions): Promise<number> {
  const screen = new Screen();
  const isTerminal = !session.json && process.stdin.isTTY === true;
  const input = createInterface({ input: process.stdin, output: screen, terminal: isTerminal });
  const stop = () => input.close();
  session.signal.addEventListener('abort', stop, { once: true });
  let code: number = exitCodes.completed;
  try {
    input.setPrompt('> ');
    if (isTerminal) input.prompt();
    for await (const line of input) {
      screen.isHiding = false;
      const text = line.trim();
      if (/^(?:bye|exit|quit|)$/i.test(text) && isTerminal) break;
      if (text !== '') code = await safely(session, () => turn(session, text, options, screen));
      if (isTerminal) input.prompt();
    }
  } finally {
    session.signal.removeEventListener('abort', stop);
    input.close();
  }
  return code;
}

/** The terminal, on which what is typed is not always shown. */
class Screen extends Writable {
  isHiding = false;

  get columns(): number {
    return process.stdout.columns;
  }

  override _write(chunk: Uint8Array, _: BufferEncoding, done: () => void): void {
    if (!this.isHiding) process.stdout.write(chunk);
    done();
  }
}

/** A turn that failed is said, and the conversation goes on. */
async function safely({ json }: Session, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KarnaError && (error.code.startsWith('auth.') || error.code === 'request.cancelled'))
      throw error;
    return complain(error, json);
  }
}

async function turn(session: Session, text: string, options: SayOptions, screen: Screen | undefined): Promise<number> {
  const { client, signal } = session;
  const { desktop = '', domain = '' } = options;
  const said = await client.say(text, { desktop, domain, signal });
  const code = answered(session, said);
  const last = await followed(session, said);
  if (!last) return code;
  if (last.clarification?.secret && screen) screen.isHiding = true;
  const isTakenBack = last.undoing && last.state === TaskState.TASK_STATE_ROLLED_BACK;
  // Who asked for that has what he wanted.
  if (isTakenBack && said.turn?.kind === TurnKind.TURN_KIND_STEERED) return exitCodes.completed;
  return exitCodeOf(last.state);
}

/** The task that a turn set going, to where it has ended or waits for somebody. */
async function followed(session: Session, { turn: spoken, task }: Said): Promise<Task | undefined> {
  const isMoved = spoken?.kind === TurnKind.TURN_KIND_RAN || spoken?.kind === TurnKind.TURN_KIND_STEERED;
  if (!isMoved || !task || task.state === TaskState.TASK_STATE_PAUSED) return undefined;
  const progress = new Progress();
  let last: Task | undefined;
  for await (const now of session.client.follow(task.id, { signal: session.signal })) {
    last = now;
    for (const line of progress.next(now, (task) => spokenLines(task, spoken.sentence))) session.say(line);
    session.tell(taskJson(now));
    if (isEnded(now.state) || isResting(now.state)) break;
  }
  return last;
}

/** How it stands, in a conversation: what can be done about it is said in words. A question that the turn has `told` is not said again. */
export function spokenLines({ state, answer, fault, clarification, sentence }: Task, told: string): string[] {
  if (clarification) {
    const { question, choices } = clarification;
    return [...(question === told ? [] : [question]), ...numbered(choices)];
  }
  if (state === TaskState.TASK_STATE_AWAITING_APPROVAL) return [sentence, 'Say yes or no.'];
  if (answer) return [answer];
  if (fault) return [`${word(state, ' ')}: ${fault.message} [${fault.code}]`];
  return state === TaskState.TASK_STATE_NEEDS_TEACHING ? [sentence] : [word(state, ' ')];
}
