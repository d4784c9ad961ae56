import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Ask, Unknown } from '@karna/proto/gen/language/v1/language';
import type { Ruling } from '@karna/proto/gen/policy/v1/policy';
import type { Choice, Clarification, Step } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';

/** A plan of one command is at most so long: more is a mistake or a misuse. */
export const maxSteps = 100;

/** One step per action, none begun. */
export const stepsFor = (actions: readonly DirectAction[]): Step[] =>
  actions.map((action) => ({
    id: freshId('step'),
    sentence: action.sentence,
    state: 'STEP_STATE_PENDING',
    action,
    confidence: 0,
    targetBox: undefined,
    beforePicture: '',
    afterPicture: '',
    verification: 'VERIFICATION_UNSPECIFIED',
    fault: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    skillStepId: '',
    optional: false,
    irreversible: false,
    sensitive: false,
    undoes: '',
    canBeUndone: false,
    applicationMs: 0,
    rulings: [],
  }));

/** The step to go on with: the first that is neither done nor skipped. */
export const currentStep = (steps: readonly Step[]): Step | undefined =>
  steps.find(({ state }) => state !== 'STEP_STATE_DONE' && state !== 'STEP_STATE_SKIPPED');

export const withStep = (steps: readonly Step[], id: string, change: Partial<Step>): Step[] =>
  steps.map((step) => (step.id === id ? { ...step, ...change } : step));

/** Those that are asked about now, each with why, and no others. */
export const withRulings = (steps: readonly Step[], rulings: ReadonlyMap<string, Ruling>): Step[] =>
  steps.map((step) => {
    const ruling = rulings.get(step.id);
    return { ...step, rulings: ruling ? [ruling] : [] };
  });

/** What was done stays; everything else is planned anew. */
export const replanned = (steps: readonly Step[], actions: readonly DirectAction[]): Step[] => [
  ...steps.filter(({ state }) => state === 'STEP_STATE_DONE'),
  ...stepsFor(actions),
];

/** The interpreter's question. A choice's id carries the command that it stands for, so any replica can plan from it. */
export const clarificationOf = ({ question, meanings, answerIn, secret }: Ask): Clarification => ({
  question,
  choices: meanings.map(({ label, command }) => ({
    id: `say_${Buffer.from(command).toString('base64url')}`,
    label,
    box: undefined,
  })),
  picture: '',
  answerIn,
  secret,
});

/** The command that answers a question for a value with these words. */
export const commandWith = (answerIn: string, words: string): string =>
  answerIn.replace('{}', () => `"${words.trim().replaceAll(/["\\]/g, (mark) => `\\${mark}`)}"`);

/** The command that a choice stands for; undefined for a choice of a place. */
export const commandOf = ({ id }: Choice): string | undefined =>
  id.startsWith('say_') ? Buffer.from(id.slice('say_'.length), 'base64url').toString() : undefined;

/** What was not understood, and what to say instead. */
export function teachingSentence({ part, examples }: Unknown): string {
  const try_ = examples.length > 0 ? ` Try: ${examples.map((example) => `"${example}"`).join(', ')}.` : '';
  return `I do not know what "${part}" means.${try_}`;
}
