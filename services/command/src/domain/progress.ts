import type { RulingKind } from '@karna/proto/gen/policy/v1/policy';
import type { Step, StepState } from '@karna/proto/gen/task/v1/task';
import { lasting, undoable } from './offers.ts';

/** How far a step is in each of its states (share of the step). */
const share: Readonly<Record<StepState, number>> = {
  STEP_STATE_UNSPECIFIED: 0,
  STEP_STATE_PENDING: 0,
  STEP_STATE_LOCATING: 0.1,
  STEP_STATE_ACTING: 0.5,
  STEP_STATE_VERIFYING: 0.8,
  STEP_STATE_DONE: 1,
  STEP_STATE_HALTED: 0,
  STEP_STATE_SKIPPED: 1,
};

/** 0..1, all steps alike. A plan that is not made yet is no progress. */
export const progressOf = (steps: readonly Step[]): number =>
  steps.length === 0 ? 0 : steps.reduce((sum, { state }) => sum + share[state], 0) / steps.length;

/** The step at hand in words: `Step 2 of 5: Click "Save"`. */
export function stepSentence(steps: readonly Step[], step: Step): string {
  const place = steps.findIndex(({ id }) => id === step.id) + 1;
  return steps.length > 1 ? `Step ${place} of ${steps.length}: ${step.sentence}` : step.sentence;
}

/** The end in words. */
export const doneSentence = (steps: readonly Step[]): string => {
  const unseen = steps.filter(({ verification }) => verification === 'VERIFICATION_UNSEEN').length;
  const done = steps.length === 1 ? `Done: ${steps[0]?.sentence ?? ''}` : `Done: all ${steps.length} steps`;
  return unseen === 0 ? done : `${done} (${unseen === 1 ? 'one effect' : `${unseen} effects`} could not be seen)`;
};

/** What was taken back, and what stays, in words. */
export function rolledBackSentence(steps: readonly Step[]): string {
  const taken = steps.filter(({ undoes, state }) => undoes !== '' && state === 'STEP_STATE_DONE').length;
  const stays = lasting(steps).map(({ sentence }) => sentence);
  const said = `Took back ${taken === 1 ? 'one step' : `${taken} steps`}.`;
  return stays.length === 0 ? said : `${said} Could not be taken back: ${stays.join('; ')}.`;
}

/** What is about to be taken back, the last first, and what stays whatever is done. */
export function undoingSentence(steps: readonly Step[]): string {
  const back = undoable(steps).map(({ sentence }) => sentence);
  const stays = lasting(steps).map(({ sentence }) => sentence);
  const said = `Takes back: ${back.join('; ')}.`;
  return stays.length === 0 ? said : `${said} Stays: ${stays.join('; ')}.`;
}

/** What a dry run found, in words. */
export function dryRunSentence(steps: readonly Step[]): string {
  const located = steps.filter(({ targetBox }) => targetBox !== undefined).length;
  const plan = steps.length === 1 ? 'one step' : `${steps.length} steps`;
  const refused = stepsWith(steps, 'RULING_KIND_REFUSED');
  const asked = stepsWith(steps, 'RULING_KIND_NEEDS_APPROVAL');
  return [
    `Would take ${plan}; ${located} of the targets ${located === 1 ? 'is' : 'are'} on the screen now.`,
    ...(refused ? [`Would be refused: ${refused}.`] : []),
    ...(asked ? [`Would need an approval: ${asked}.`] : []),
    'Nothing was done.',
  ].join(' ');
}

/** `step 2`, `steps 2 and 4`; empty: none. */
function stepsWith(steps: readonly Step[], kind: RulingKind): string {
  const places = steps.flatMap(({ rulings }, index) =>
    rulings.some((ruling) => ruling.kind === kind) ? [String(index + 1)] : [],
  );
  if (places.length < 2) return places.map((place) => `step ${place}`).join('');
  return `steps ${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
}
