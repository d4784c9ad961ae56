import type { Turn, TurnChoice } from '@karna/proto/gen/language/v1/conversation';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { chosen } from '../domain/conversation/choosing.ts';
import { mask } from '../domain/conversation/secrets.ts';
import { asked, isClear, type Part, refused, type Talk, told } from './talk.ts';

type Reply = 'yes' | 'no' | 'command';

const nothingDone = 'All right. Nothing was done.';

/** "Yes", "no", a choice, or a command: by what was asked last. */
export async function reply(talk: Talk, is: Reply): Promise<Part> {
  const task = talk.last?.task;
  if (is === 'command' && talk.saying.alone) return talk.run(talk.saying.text);
  if (talk.question) return answerQuestion(talk, talk.question, is);
  if (task?.state === 'TASK_STATE_AWAITING_APPROVAL') return approve(talk, task, is);
  if (task?.state === 'TASK_STATE_NEEDS_CLARIFICATION') return clarify(talk, task, is);
  if (is === 'command') return talk.run(talk.saying.text);
  return refused(`I asked nothing that "${is}" would answer. Say what to do.`);
}

async function answerQuestion(talk: Talk, question: Turn, is: Reply): Promise<Part> {
  const { choices, sentence, domain } = question;
  const choice = choiceOf(choices, talk, is);
  if (choice) return choice.command === '' ? told(nothingDone) : talk.run(choice.command, domain);
  if (is === 'no') return told(nothingDone);
  const { text } = talk.saying;
  // A new command lets the question drop; what is neither is asked again.
  if (is === 'command' && isClear((await talk.explained(text)).outcome)) return talk.run(text);
  return { ...asked(again(sentence), choices), domain };
}

const again = (sentence: string): string =>
  sentence.startsWith(notUnderstood) ? sentence : `${notUnderstood} ${sentence}`;
const notUnderstood = 'I did not understand that as an answer.';

async function approve(talk: Talk, task: Task, is: Reply): Promise<Part> {
  if (is === 'yes') return talk.steer(task, 'TASK_VERB_APPROVE', 'Approved. It goes on.');
  if (is === 'no') return talk.steer(task, 'TASK_VERB_REFUSE', 'Refused. Nothing more is done.');
  return { ...asked(`Please say yes or no first. ${task.sentence}`), taskId: task.id };
}

async function clarify(talk: Talk, task: Task, is: Reply): Promise<Part> {
  const { choices = [], question = '', answerIn = '', secret = false } = task.clarification ?? {};
  const { text } = talk.saying;
  if (secret) talk.hideSaid();
  const choice = choiceOf(choices, talk, is);
  if (choice) {
    const others = await othersThan(choice.label, talk, task);
    return { ...(await talk.answerTask(task, choice.id, '', choice.label)), choices: others };
  }
  if (is === 'no') return talk.steer(task, 'TASK_VERB_CANCEL', nothingDone);
  const isValue = is === 'command' && answerIn !== '';
  if (is === 'command' && !isValue && isClear((await talk.explained(text)).outcome))
    return talk.runInstead(text, talk.saying.domain);
  if (isValue || (is === 'command' && (await describesTarget(talk, text))))
    return talk.answerTask(task, '', text, secret ? mask : text);
  const shown = choices.map(({ label }) => ({ label, command: '' }));
  return { ...asked(`${notUnderstood} ${question}`, shown), taskId: task.id };
}

/** The choice that was named; "yes" takes the only one. */
function choiceOf<T extends { readonly label: string }>(
  choices: readonly T[],
  { saying }: Talk,
  is: Reply,
): T | undefined {
  if (is === 'yes') return choices.length === 1 ? choices[0] : undefined;
  const labels = choices.map(({ label }) => label);
  return is === 'command' ? choices[chosen(labels, saying.text) ?? -1] : undefined;
}

/** Words that describe a target by more than a bare name, which anything could be. */
async function describesTarget(talk: Talk, text: string): Promise<boolean> {
  const target = await talk.parts.interpreter.interpretTarget(text);
  const verb = target.$case === 'understood' ? target.value.actions[0]?.verb : undefined;
  const query = verb?.$case === 'hover' ? verb.value.target : undefined;
  if (!query) return false;
  return query.exact || query.ordinal !== 0 || query.relation !== undefined || query.role !== 'ROLE_UNSPECIFIED';
}

/** What else could have been chosen, in words that mean it where there are some: for "no, the other one". */
async function othersThan(label: string, talk: Talk, task: Task): Promise<TurnChoice[]> {
  const { outcome } = await talk.explained(task.command, task.domain);
  const meanings = outcome.$case === 'ask' ? outcome.value.meanings : [];
  return (task.clarification?.choices ?? [])
    .filter((choice) => choice.label !== label)
    .map((choice) => ({
      label: choice.label,
      command: meanings.find((meaning) => meaning.label === choice.label)?.command ?? '',
    }));
}
