// What a person can do about a skill that halted.
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Choice, Clarification, Step, Task } from '@karna/proto/gen/task/v1/task';
import type { Candidate } from '@karna/proto/gen/vision/v1/element';
import { choicesOf } from './targets.ts';

export type Deed = 'by_hand' | 'skip' | 'undo' | 'stop';

const labels: Readonly<Record<Deed, string>> = {
  by_hand: 'I did this step by hand: go on after it',
  skip: 'Leave this step out and go on',
  undo: 'Take back what was done',
  stop: 'Stop here',
};

/** Said instead of choosing. */
const words: Readonly<Record<string, Deed>> = {
  'by hand': 'by_hand',
  done: 'by_hand',
  'done by hand': 'by_hand',
  continue: 'by_hand',
  skip: 'skip',
  undo: 'undo',
  'take back': 'undo',
  stop: 'stop',
  cancel: 'stop',
};

/** The places that it may be, and the ways to go on. */
export function offers(
  question: string,
  { steps, undoing }: Pick<Task, 'steps' | 'undoing'>,
  picture: string,
  places?: { readonly candidates: readonly Candidate[]; readonly part: string; readonly frame: Frame },
): Clarification {
  const picks = places ? choicesOf(places.candidates, places.part, places.frame) : [];
  const deeds: Deed[] = [
    'by_hand',
    'skip',
    ...(!undoing && undoable(steps).length > 0 ? (['undo'] as const) : []),
    'stop',
  ];
  return { question, picture, answerIn: '', secret: false, choices: [...picks, ...deeds.map(choiceFor)] };
}

const choiceFor = (deed: Deed): Choice => ({ id: `do_${deed}`, label: labels[deed], box: undefined });

/** What a choice has done; undefined for one of a place or of words. */
export const deedOf = ({ id }: Choice): Deed | undefined =>
  Object.keys(labels).find((deed): deed is Deed => id === `do_${deed}`);

/** The offer that words mean. */
export function namedDeed(choices: readonly Choice[], said: string): Choice | undefined {
  const deed = words[said.trim().toLowerCase()];
  return deed && choices.find(({ id }) => id === `do_${deed}`);
}

/** What was done and can be taken back, the last first. */
export const undoable = (steps: readonly Step[]): Step[] =>
  steps.filter(({ state, canBeUndone }) => state === 'STEP_STATE_DONE' && canBeUndone).reverse();

/** What was done and cannot be taken back. */
export const lasting = (steps: readonly Step[]): Step[] =>
  steps.filter(
    ({ state, canBeUndone, undoes, action }) =>
      state === 'STEP_STATE_DONE' && !canBeUndone && undoes === '' && !harmless.has(action?.verb?.$case),
  );

/** Nothing stays of these. */
const harmless: ReadonlySet<string | undefined> = new Set(['waitFor', 'readOut', 'hover', 'scroll']);
