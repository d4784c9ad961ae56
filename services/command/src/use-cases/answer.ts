import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Ask, SkillMeant } from '@karna/proto/gen/language/v1/language';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Choice, Step, Task } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { cancelled, requeued } from '../domain/endings.ts';
import { entry, type Happening, type Pick, pickDetails } from '../domain/journal.ts';
import { missingSlot, slotValueOf, valuesFor } from '../domain/lesson.ts';
import { type Deed, deedOf, namedDeed } from '../domain/offers.ts';
import { clarificationOf, commandOf, commandWith, currentStep, replanned, withStep } from '../domain/plan.ts';
import { fingerprintOf, namedChoice, pickOf, retargeted, targetOfFirst } from '../domain/targets.ts';
import { LastLook } from './last-look.ts';
import type { Parts } from './parts.ts';
import { checkPlan, skillPlan } from './plan-task.ts';
import { stopFault } from './steering.ts';
import { checkWords } from './submit.ts';
import { propose } from './teaching.ts';
import { undo } from './undo.ts';
import { vouch } from './vouch.ts';

export interface Answer {
  readonly taskId: string;
  readonly choiceId: string;
  readonly text: string;
  /** Where the element is, on the picture that the question is about. */
  readonly box?: Box | undefined;
  readonly actor: string;
  /** What is shown changes the skill; else it is only proposed. */
  readonly mayTeach?: boolean;
}

/**
 * Takes the answer to a task's question, and puts the task back in line. An answer is a choice (by its id, or words
 * that name it), the place of the element on the question's picture, the value that was asked for, other words for the
 * target that was asked about, or a new command for everything not done yet. What is not understood leaves the question
 * open (`command.not_understood`).
 */
export async function answer(parts: Parts, given: Answer, signal: AbortSignal): Promise<Task> {
  const task = await parts.tasks.get(given.taskId);
  checkAsked(task);
  if (given.box) return takePlace(parts, task, given.box, given);
  const choices = task.clarification?.choices ?? [];
  const choice =
    given.choiceId === ''
      ? (namedDeed(choices, given.text) ?? namedChoice(choices, given.text))
      : chosen(choices, given.choiceId);
  if (choice) return takeChoice(parts, task, choice, given, signal);
  checkWords(given.text);
  if (isAskedForValue(task)) return takeValue(parts, task, given.text, given.actor);
  const { answerIn = '' } = task.clarification ?? {};
  if (answerIn !== '') return takeMeaning(parts, task, commandWith(answerIn, given.text), given, signal);
  return takeWords(parts, task, given.text, given, signal);
}

/** A command that the question offered: with it, what the task's own words meant is clear. */
async function takeMeaning(
  parts: Parts,
  task: Task,
  command: string,
  given: Answer,
  signal: AbortSignal,
): Promise<Task> {
  const taken = await takeWords(parts, task, command, given, signal);
  const { command: text, domain } = task;
  const origin = 'EXAMPLE_ORIGIN_CLARIFIED';
  await parts.interpreter.confirm({ text, domain, meant: command, principal: given.actor, origin });
  return taken;
}

function checkAsked({ state, clarification }: Task): void {
  if (state === 'TASK_STATE_NEEDS_CLARIFICATION' || state === 'TASK_STATE_NEEDS_TEACHING') return;
  if (state === 'TASK_STATE_HALTED' && clarification) return;
  throw new DomainError('task.state', `only a task that asks can be answered: this one is ${word(state, ' ')}`);
}

function chosen(choices: readonly Choice[], id: string): Choice {
  const choice = choices.find((one) => one.id === id);
  if (!choice) throw new DomainError('input.invalid', 'that is none of the choices');
  return choice;
}

async function takeChoice(parts: Parts, task: Task, choice: Choice, given: Answer, signal: AbortSignal): Promise<Task> {
  const { actor } = given;
  const command = commandOf(choice);
  if (command !== undefined) return takeMeaning(parts, task, command, given, signal);
  const value = slotValueOf(choice);
  if (value !== undefined) return takeValue(parts, task, value, actor);
  const deed = deedOf(choice);
  if (deed) return takeDeed(parts, task, deed, actor);
  const step = currentStep(task.steps);
  const pick = pickOf(choice);
  if (!step || !pick) throw new DomainError('input.invalid', 'that choice leads nowhere');
  if (step.skillStepId !== '') return takePlace(parts, task, pick.box, given, pick);
  return goOn(parts, task, { event: 'answered', actor, stepId: step.id, details: pickDetails(pick) });
}

/** A plan of a skill is made when all its values are there. */
const isAskedForValue = ({ skill, steps, state }: Task): boolean =>
  state === 'TASK_STATE_NEEDS_CLARIFICATION' && !!skill?.skillId && steps.length === 0;

async function takeValue(parts: Parts, task: Task, said: string, actor: string): Promise<Task> {
  const { skill: doing } = task;
  if (!doing) throw new DomainError('input.invalid', 'that choice leads nowhere');
  const skill = await parts.skills.get(doing.skillId, doing.version);
  const missing = missingSlot(skill, doing.slots);
  const slots = { ...valuesFor(skill, doing.slots, missing ? { [missing.name]: said.trim() } : {}) };
  return goOn(parts, { ...task, skill: { ...doing, slots } }, { event: 'answered', actor });
}

function takeDeed(parts: Parts, task: Task, deed: Deed, actor: string): Promise<Task> {
  const step = currentStep(task.steps);
  if (!step) throw new DomainError('input.invalid', 'that choice leads nowhere');
  if (deed === 'undo') return undo(parts, task, actor);
  if (deed === 'stop') return stop(parts, task, actor);
  const state = deed === 'skip' ? 'STEP_STATE_SKIPPED' : 'STEP_STATE_DONE';
  const change = { state, fault: undefined, finishedAt: parts.clock.now() } as const;
  const event = deed === 'skip' ? 'skipped' : 'by_hand';
  return goOn(parts, { ...task, steps: withStep(task.steps, step.id, change) }, { event, actor, stepId: step.id });
}

function stop({ tasks, clock }: Parts, task: Task, actor: string): Promise<Task> {
  const fault = stopFault({ verb: 'TASK_VERB_CANCEL', actor, fault: undefined });
  return tasks.advance({ ...task, ...cancelled(task, fault, clock.now()) }, [
    entry({ event: 'cancelled', actor, details: { code: fault.code } }),
  ]);
}

/** An element that somebody showed: the step goes on with it, and the skill learns it or is offered it. */
async function takePlace(parts: Parts, task: Task, box: Box, given: Answer, chosen?: Pick): Promise<Task> {
  const { actor, mayTeach = false } = given;
  const step = currentStep(task.steps);
  const picture = task.clarification?.picture ?? '';
  if (!step?.skillStepId || picture === '')
    throw new DomainError('input.invalid', 'nothing was asked that a place answers');
  const png = await parts.pictures.get(picture);
  const { element } = await parts.eyes.remember(png, box, task.desktopId);
  if (!element?.box) throw new DomainError('element.none', 'Nothing was seen at that place.');
  const pick = chosen ?? { part: 'target', box: element.box, text: fingerprintOf(element) };
  const { skill, proposal } = await teach(parts, task, step, { png, pick, actor, mayTeach });
  const details = pickDetails({ ...pick, ...(proposal === undefined ? {} : { proposal }) });
  return goOn(parts, { ...task, skill }, { event: 'answered', actor, stepId: step.id, details });
}

interface Lesson {
  readonly png: Uint8Array;
  readonly pick: Pick;
  readonly actor: string;
  readonly mayTeach: boolean;
}

/** The version to go on with, or the proposal that waits for somebody's word. */
async function teach(
  parts: Parts,
  task: Task,
  step: Step,
  { png, pick, actor, mayTeach }: Lesson,
): Promise<{ skill: Task['skill']; proposal?: string }> {
  const { skill: doing } = task;
  if (!doing || step.undoes !== '') return { skill: doing };
  const shown = { picture: png, box: pick.box, part: pick.part, because: `Shown by ${actor || 'somebody'}`, by: actor };
  const proposal = await propose(parts, task, step, shown);
  if (!proposal) return { skill: doing };
  if (!mayTeach) return { skill: doing, proposal: proposal.id };
  const { version } = await parts.skills.accept(proposal.id, actor);
  // Somebody changed it meanwhile: this run goes on as it began, with what was shown to it.
  return version === doing.version + 1 ? { skill: { ...doing, version } } : { skill: doing };
}

async function takeWords(parts: Parts, task: Task, text: string, given: Answer, signal: AbortSignal): Promise<Task> {
  const { actor } = given;
  const happening = { event: 'answered' as const, actor };
  const step = currentStep(task.steps);
  if (step?.skillStepId) return takeNamed(parts, task, text, given);
  const { outcome: heard } = await parts.interpreter.interpret(text, task.domain, actor);
  if (heard?.$case === 'skill') return takeSkill(parts, task, heard.value, actor);
  const target = step?.action && heard?.$case !== 'understood' && (await targetIn(parts, text));
  if (step?.action && target) return goOn(parts, { ...task, steps: aimed(task.steps, step, target) }, happening);
  const outcome = heard && (await vouch(parts, task, heard, new LastLook(parts.clock), signal));
  if (outcome?.$case === 'understood') {
    checkPlan(outcome.value.actions.length);
    return goOn(parts, { ...task, steps: replanned(task.steps, outcome.value.actions) }, happening);
  }
  if (outcome?.$case === 'ask') return askOn(parts, task, outcome.value, actor);
  throw notUnderstood();
}

/** A skill was meant: as far as it is known how it is done, it takes the place of what is not done yet. */
async function takeSkill(
  parts: Parts,
  task: Task,
  { skillId, version, slots }: SkillMeant,
  actor: string,
): Promise<Task> {
  const said = Object.fromEntries(slots.map(({ name, value }) => [name, value]));
  const { change, event, details } = skillPlan(await parts.skills.get(skillId, version), said);
  const answered = { event: 'answered' as const, actor };
  if (change.state === 'TASK_STATE_RUNNING') {
    const done = task.steps.filter(({ state }) => state === 'STEP_STATE_DONE');
    return goOn(parts, { ...task, ...change, steps: [...done, ...(change.steps ?? [])] }, answered);
  }
  return parts.tasks.advance({ ...task, clarification: undefined, ...change }, [
    entry(answered),
    entry({ event, details }),
  ]);
}

const notUnderstood = (): DomainError =>
  new DomainError(
    'command.not_understood',
    'That was not understood. Choose one of the choices, or say it in other words.',
  );

/** Other words for a skill's element: where they are beyond doubt on the question's picture, that is the place. */
async function takeNamed(parts: Parts, task: Task, text: string, given: Answer): Promise<Task> {
  const target = await targetIn(parts, text);
  const picture = task.clarification?.picture ?? '';
  if (!target || picture === '') throw notUnderstood();
  const png = await parts.pictures.get(picture);
  const reply = await parts.eyes.locate(png, target, { desktopId: task.desktopId });
  const box = reply.unique ? reply.candidates[0]?.element?.box : undefined;
  if (!box)
    throw new DomainError('command.not_understood', 'That is not beyond doubt on the picture. Say it in other words.');
  return takePlace(parts, task, box, given);
}

const aimed = (steps: readonly Step[], { id, action }: Step, target: TargetQuery): Step[] =>
  withStep(steps, id, action ? { action: retargeted(action, target) } : {});

async function targetIn({ interpreter }: Parts, text: string): Promise<TargetQuery | undefined> {
  const { outcome } = await interpreter.interpretTarget(text);
  return outcome?.$case === 'understood' ? targetOfFirst(outcome.value.actions) : undefined;
}

const goOn = ({ tasks }: Parts, task: Task, happening: Happening): Promise<Task> =>
  tasks.requeue({ ...task, ...requeued(task, 'Waits for its turn to go on') }, [entry(happening)]);

/** The answer raises a question of its own. */
function askOn({ tasks }: Parts, task: Task, ask: Ask, actor: string): Promise<Task> {
  const clarification = clarificationOf(ask);
  const asked = { ...task, state: 'TASK_STATE_NEEDS_CLARIFICATION' as const, clarification, sentence: ask.question };
  return tasks.advance(asked, [entry({ event: 'answered', actor }), entry({ event: 'asked' })]);
}
