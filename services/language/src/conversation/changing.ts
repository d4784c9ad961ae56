import type { Turn, TurnChoice } from '@karna/proto/gen/language/v1/conversation';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting } from '@karna/proto/words';
import { chosen } from '../domain/conversation/choosing.ts';
import { filledInstead, placesIn, replaced } from '../domain/conversation/replacing.ts';
import { undoingOf } from '../domain/conversation/undoing.ts';
import { reply } from './answering.ts';
import { asked, isClear, type Kept, type Part, refused, Talk } from './talk.ts';

const noLast = 'There is no last command here to refer to. Say what to do.';
const hadSecret = 'The last command had a secret in it, which I do not keep. Say it once more.';

/** The last command once more, `instead`: with this in the place of a value. */
export async function again(talk: Talk, instead: string | undefined): Promise<Part> {
  const run = talk.lastRun;
  if (!run) return refused(noLast);
  if (run.hadSecret) return refused(hadSecret);
  if (instead === undefined) return talk.run(run.command, run.domain);
  const ways = await waysToPut(talk, run, instead);
  return oneOf(ways, run, (command) => talk.run(command, run.domain));
}

/** Not what was meant. `isMeaning`: the words themselves were misunderstood, not a value in them. */
export async function correct(talk: Talk, instead: string | undefined, isMeaning: boolean): Promise<Part> {
  // "No, the second" is an answer while something is asked.
  const isAsked = talk.question !== undefined || talk.last?.task.state === 'TASK_STATE_NEEDS_CLARIFICATION';
  if (isAsked && instead !== undefined) return reply(withText(talk, instead), 'command');
  const run = talk.lastRun;
  if (!run) return refused(noLast);
  const others = othersOf(talk, run);
  if (instead === undefined) return theOther(talk, run, others);
  const other = others[chosen(labelsOf(others), instead) ?? -1];
  if (other) return theOther(talk, run, [other]);
  if (isClear((await talk.explained(instead, run.domain)).outcome)) return meant(talk, run, instead, isMeaning);
  if (run.hadSecret) return refused(hadSecret);
  return oneOf(await waysToPut(talk, run, instead), run, (command) => correctedValue(talk, run, command));
}

function withText(talk: Talk, text: string): Talk {
  const { parts, saying, turns, last } = talk;
  return new Talk(parts, { ...saying, text }, turns, last, (order) => talk.perform(order));
}

const labelsOf = (choices: readonly TurnChoice[]): string[] => choices.map(({ label }) => label);

/** What could have been chosen when the last command asked. */
function othersOf({ turns }: Talk, { taskId }: Turn): readonly TurnChoice[] {
  return turns.findLast((turn) => turn.kind === 'TURN_KIND_STEERED' && turn.taskId === taskId)?.choices ?? [];
}

async function theOther(talk: Talk, run: Turn, others: readonly TurnChoice[]): Promise<Part> {
  const [other] = others;
  if (!other) return asked('Which other one? Say it: "the second Edit button", or what is beside it.');
  if (others.length > 1)
    return {
      ...asked(
        'Which of the others?',
        others.map((one) => withCommand(one, run)),
      ),
      domain: run.domain,
    };
  // A place on the screen has no words of its own: the command asks again.
  return other.command === '' ? talk.runInstead(run.command, run.domain) : meant(talk, run, other.command, true);
}

const withCommand = ({ label, command }: TurnChoice, run: Turn): TurnChoice => ({
  label,
  command: command || run.command,
});

async function meant(talk: Talk, run: Turn, command: string, isMeaning: boolean): Promise<Part> {
  const part = await talk.runInstead(command, run.domain);
  if (isMeaning && run.command !== '') {
    const { principal } = talk.saying;
    const lesson = { text: run.command, domain: run.domain, meant: command, principal };
    // The command counts; the lesson may be lost.
    await talk.parts.confirming.confirm({ ...lesson, origin: 'EXAMPLE_ORIGIN_CORRECTED' }).catch(() => undefined);
  }
  return part;
}

/** What was typed was added to something: whether that may go with it, only a person knows. */
async function correctedValue(talk: Talk, run: Turn, command: string): Promise<Part> {
  const filling = filledInstead((await talk.explained(command, run.domain)).outcome);
  if (filling === undefined) return talk.runInstead(command, run.domain);
  const ways = [
    { label: 'Replace all that stands there', command: filling },
    { label: 'Add to it', command },
  ];
  return { ...asked('What was typed stands there now. What shall I do?', ways), domain: run.domain };
}

async function waysToPut(talk: Talk, run: Turn, value: string): Promise<TurnChoice[]> {
  const { outcome, knowledge } = await talk.explained(run.command, run.domain);
  const skill = outcome.$case === 'skill' ? knowledge.catalogue.get(outcome.value.skillId) : undefined;
  return replaced(placesIn(outcome, skill, talk.parts.interpreter.setting()), value);
}

async function oneOf(ways: readonly TurnChoice[], run: Turn, take: (command: string) => Promise<Part>): Promise<Part> {
  const [way] = ways;
  if (!way)
    return refused(`I do not see what in "${run.command}" that could take the place of. Say the whole command.`);
  if (ways.length === 1) return take(way.command);
  return { ...asked('In the place of what?', ways), domain: run.domain };
}

/** Takes the last command back as far as that is certain, and says what is not. */
export async function undo(talk: Talk): Promise<Part> {
  const { last } = talk;
  if (!last) return talk.run(talk.saying.text); // the application's own undo
  const { task, journal } = last;
  if (!isEnded(task.state) && !isResting(task.state)) return refused('It is still being done. Say "stop" first.');
  if (task.state === 'TASK_STATE_ROLLED_BACK') return refused('It was taken back already.');
  const isWhole = isResting(task.state) || task.state === 'TASK_STATE_COMPLETED';
  const known = isWhole && !task.undoing ? task.steps.filter(isUndoable) : [];
  if (known.length > 0) return talk.steer(task, 'TASK_VERB_UNDO', takingBack(task.steps, known));
  const { command, sentences, stays, isTyping } = undoingOf(task, journal, await earlier(talk, last));
  const cannot = stays.length > 0 ? `I cannot take this back: ${stays.join('; ')}.` : '';
  if (command !== '' && cannot === '') return talk.run(command, task.domain);
  const offer = sentences.join('; ');
  if (command !== '') return asked(`${cannot} I can do this: ${offer}. Shall I?`, [{ label: offer, command }]);
  if (!isTyping) return refused(cannot || 'Nothing was changed, so there is nothing to take back.');
  const undoKey = { label: 'Press Control+z', command: 'press ctrl+z' };
  return asked('I do not know what stood there before. The application may: shall I press Control+z?', [undoKey]);
}

/** Its skill says how. */
const isUndoable = ({ state, canBeUndone }: Step): boolean => state === 'STEP_STATE_DONE' && canBeUndone;

function takingBack(steps: readonly Step[], known: readonly Step[]): string {
  const stays = steps.filter((step) => step.state === 'STEP_STATE_DONE' && !known.includes(step));
  const rest = stays.length > 0 ? ` This stays: ${sentencesOf(stays)}.` : '';
  return `I take this back, the last first: ${sentencesOf(known)}.${rest}`;
}

const sentencesOf = (steps: readonly Step[]): string => steps.map(({ sentence }) => sentence).join('; ');

/** Older tasks of the thread, the newest first. */
async function earlier({ turns, parts }: Talk, { task }: Kept) {
  const ids = [...new Set(turns.map(({ taskId }) => taskId))].filter((id) => id !== '' && id !== task.id).reverse();
  const found = await Promise.all(ids.slice(0, 10).map((id) => parts.tasks.get(id)));
  return found.flatMap((kept) => (kept ? [kept.task] : []));
}
