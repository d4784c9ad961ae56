import { DomainError } from '@karna/common/errors';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Ask, InterpretReply } from '@karna/proto/gen/language/v1/language';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Choice, Step, Task } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { requeued } from '../domain/endings.ts';
import { entry, type Happening, pickDetails } from '../domain/journal.ts';
import { clarificationOf, commandOf, commandWith, currentStep, replanned, withStep } from '../domain/plan.ts';
import { namedChoice, pickOf, retargeted } from '../domain/targets.ts';
import type { Parts } from './parts.ts';
import { checkPlan, meaningOf } from './plan-task.ts';
import { checkWords } from './submit.ts';

export interface Answer {
  readonly taskId: string;
  readonly choiceId: string;
  readonly text: string;
  readonly actor: string;
}

/**
 * Takes the answer to a task's question, and puts the task back in line. An answer is a choice (by its id, or words
 * that name it), the value that was asked for, other words for the target that was asked about, or a new command for
 * everything not done yet.
 * What is not understood leaves the question open (`command.not_understood`).
 */
export async function answer(parts: Parts, given: Answer): Promise<Task> {
  const task = await parts.tasks.get(given.taskId);
  checkAsked(task);
  const choices = task.clarification?.choices ?? [];
  const choice = given.choiceId === '' ? namedChoice(choices, given.text) : chosen(choices, given.choiceId);
  if (choice) return takeChoice(parts, task, choice, given.actor);
  checkWords(given.text);
  const { answerIn = '' } = task.clarification ?? {};
  if (answerIn !== '') return takeMeaning(parts, task, commandWith(answerIn, given.text), given.actor);
  return takeWords(parts, task, given.text, given.actor);
}

/** A command that the question offered: with it, what the task's own words meant is clear. */
async function takeMeaning(parts: Parts, task: Task, command: string, actor: string): Promise<Task> {
  const taken = await takeWords(parts, task, command, actor);
  const { command: text, domain } = task;
  const origin = 'EXAMPLE_ORIGIN_CLARIFIED';
  await parts.interpreter.confirm({ text, domain, meant: command, principal: actor, origin });
  return taken;
}

function checkAsked({ state }: Task): void {
  if (state === 'TASK_STATE_NEEDS_CLARIFICATION' || state === 'TASK_STATE_NEEDS_TEACHING') return;
  throw new DomainError('task.state', `only a task that asks can be answered: this one is ${word(state, ' ')}`);
}

function chosen(choices: readonly Choice[], id: string): Choice {
  const choice = choices.find((one) => one.id === id);
  if (!choice) throw new DomainError('input.invalid', 'that is none of the choices');
  return choice;
}

async function takeChoice(parts: Parts, task: Task, choice: Choice, actor: string): Promise<Task> {
  const command = commandOf(choice);
  if (command !== undefined) return takeMeaning(parts, task, command, actor);
  const step = currentStep(task.steps);
  const pick = pickOf(choice);
  if (!step || !pick) throw new DomainError('input.invalid', 'that choice leads nowhere');
  return goOn(parts, task, { event: 'answered', actor, stepId: step.id, details: pickDetails(pick) });
}

async function takeWords(parts: Parts, task: Task, text: string, actor: string): Promise<Task> {
  const happening = { event: 'answered' as const, actor };
  const reply = await parts.interpreter.interpret(text, task.domain, actor);
  const { outcome } = reply;
  if (outcome?.$case === 'understood') {
    checkPlan(outcome.value.actions.length);
    return goOn(parts, { ...task, steps: replanned(task.steps, outcome.value.actions) }, happening);
  }
  if (outcome?.$case === 'skill') return takeSkill(parts, task, reply, actor);
  const step = currentStep(task.steps);
  const target = step?.action && (await targetIn(parts, text));
  if (step?.action && target) return goOn(parts, { ...task, steps: aimed(task.steps, step, target) }, happening);
  if (outcome?.$case === 'ask') return askOn(parts, task, outcome.value, actor);
  throw new DomainError(
    'command.not_understood',
    'That was not understood. Choose one of the choices, or say it in other words.',
  );
}

/** A skill was meant: as far as it is known how it is done, it takes the place of what is not done yet. */
function takeSkill(parts: Parts, task: Task, reply: InterpretReply, actor: string): Promise<Task> {
  const { change, event, details } = meaningOf(reply);
  const answered = { event: 'answered' as const, actor };
  if (change.state === 'TASK_STATE_RUNNING') {
    const done = task.steps.filter(({ state }) => state === 'STEP_STATE_DONE');
    return goOn(parts, { ...task, steps: [...done, ...(change.steps ?? [])] }, answered);
  }
  return parts.tasks.advance({ ...task, clarification: undefined, ...change }, [
    entry(answered),
    entry({ event, details }),
  ]);
}

const aimed = (steps: readonly Step[], { id, action }: Step, target: TargetQuery): Step[] =>
  withStep(steps, id, action ? { action: retargeted(action, target) } : {});

async function targetIn({ interpreter }: Parts, text: string): Promise<TargetQuery | undefined> {
  const { outcome } = await interpreter.interpretTarget(text);
  return outcome?.$case === 'understood' ? targetOfFirst(outcome.value.actions) : undefined;
}

/** A target is understood as one hover over it. */
export const targetOfFirst = ([action]: readonly DirectAction[]): TargetQuery | undefined =>
  action?.verb?.$case === 'hover' ? action.verb.value.target : undefined;

const goOn = ({ tasks }: Parts, task: Task, happening: Happening): Promise<Task> =>
  tasks.requeue({ ...task, ...requeued(task, 'Waits for its turn to go on') }, [entry(happening)]);

/** The answer raises a question of its own. */
function askOn({ tasks }: Parts, task: Task, ask: Ask, actor: string): Promise<Task> {
  const clarification = clarificationOf(ask);
  const asked = { ...task, state: 'TASK_STATE_NEEDS_CLARIFICATION' as const, clarification, sentence: ask.question };
  return tasks.advance(asked, [entry({ event: 'answered', actor }), entry({ event: 'asked' })]);
}
