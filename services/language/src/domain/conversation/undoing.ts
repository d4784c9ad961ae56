import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { JournalEntry, Step, Task } from '@karna/proto/gen/task/v1/task';
import type { Verb } from '../clause.ts';
import { sayAll } from '../say.ts';
import { sentenceOf } from '../sentence.ts';

/** How what a task did can be taken back, as far as that is certain. */
export interface Undoing {
  /** Takes back what can be taken back; empty: nothing of it can. */
  readonly command: string;
  /** What it does, for people. */
  readonly sentences: readonly string[];
  /** What was done and cannot be taken back for certain, the last first. */
  readonly stays: readonly string[];
  /** The application itself may know how: what was done last is typing. */
  readonly isTyping: boolean;
}

type Inverse = { readonly is: 'nothing' } | { readonly is: 'verb'; readonly verb: Verb } | { readonly is: 'unknown' };

/** `earlier`: tasks of the same desktop from before, the newest first: what they left in a field is what comes back. */
export function undoingOf(task: Task, journal: readonly JournalEntry[], earlier: readonly Task[]): Undoing {
  const acted = new Set(journal.flatMap(({ event, stepId }) => (event === 'acting' ? [stepId] : [])));
  const before = earlier.flatMap(({ steps }) => steps.toReversed());
  const done = task.steps.filter(({ id, state }) => acted.has(id) && state !== 'STEP_STATE_SKIPPED');
  const inverses = done
    .map((step, index) => ({ step, inverse: inverseOf(step, [...done.slice(0, index).reverse(), ...before]) }))
    .reverse();
  const verbs = inverses.flatMap(({ inverse }) => (inverse.is === 'verb' ? [inverse.verb] : []));
  const unknown = inverses.filter(({ inverse }) => inverse.is === 'unknown');
  return {
    command: verbs.length > 0 ? sayAll(verbs.map((verb) => ({ verb }))) : '',
    sentences: verbs.map(sentenceOf),
    stays: unknown.map(({ step }) => step.sentence),
    isTyping: unknown[0]?.step.action?.verb?.$case === 'typeText',
  };
}

function inverseOf({ action, state, verification }: Step, before: readonly Step[]): Inverse {
  const verb = action?.verb;
  switch (verb?.$case) {
    case 'readOut':
    case 'waitFor':
    case 'hover':
    case 'scroll':
      return { is: 'nothing' };
    case 'setChecked':
      return state === 'STEP_STATE_DONE' && verification === 'VERIFICATION_CONFIRMED'
        ? { is: 'verb', verb: { ...verb, value: { ...verb.value, checked: !verb.value.checked } } }
        : { is: 'unknown' };
    case 'typeText':
    case 'selectOption': {
      const known = verb.value.target && lastLeft(verb.value.target, before);
      return known ? { is: 'verb', verb: known } : { is: 'unknown' };
    }
    default:
      return { is: 'unknown' };
  }
}

/** What Karna itself left last in this field or list, and saw there. Typing adds to what is unknown. */
function lastLeft(target: TargetQuery, before: readonly Step[]): Verb | undefined {
  const step = before.find(({ action }) => isSame(targetOf(action?.verb), target));
  const verb = step?.action?.verb;
  if (step?.state !== 'STEP_STATE_DONE' || step.verification !== 'VERIFICATION_CONFIRMED') return undefined;
  return verb?.$case === 'selectOption' || (verb?.$case === 'typeText' && verb.value.replace) ? verb : undefined;
}

const targetOf = (verb: Verb | undefined): TargetQuery | undefined =>
  verb?.$case === 'typeText' || verb?.$case === 'selectOption' ? verb.value.target : undefined;

const isSame = (a: TargetQuery | undefined, b: TargetQuery): boolean =>
  a !== undefined && JSON.stringify({ ...a, exact: false }) === JSON.stringify({ ...b, exact: false });
