// Purposes as steps of a skill: what is done, to what, and what is to be seen afterwards.
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import { DraftStep } from '@karna/proto/gen/recording/v1/draft';
import { type Check, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Change } from '@karna/proto/gen/vision/v1/element';
import { type Around, checksFor } from './checks.ts';
import { fields, type Purpose, type Sight } from './purposes.ts';
import { sentenceOf } from './wording.ts';

/** Names a secret's slot until somebody names it better. */
export type SecretNames = (sight: Sight | undefined) => string;

/** The step of a purpose. `changes`: what became of the screen by it; `written`: what was typed until then. */
export function stepOf(
  purpose: Purpose,
  changes: readonly Change[],
  id: string,
  secretName: SecretNames,
  around: Around = {},
): DraftStep {
  const sight = sightOf(purpose);
  const verb = verbOf(purpose, secretName);
  const action: DirectAction = { ...plain, verb, sentence: sentenceOf(verb) };
  const isSecret = purpose.kind === 'type' && purpose.isSecret;
  const step: SkillStep = {
    ...SkillStep.create({ id }),
    sentence: action.sentence,
    action,
    target: sight?.target,
    end: purpose.kind === 'drag' ? purpose.end?.target : undefined,
    window: purpose.window && { application: purpose.window.application, title: '' },
    checks: checksFor(purpose, changes, around),
    sensitive: isSecret,
    inverse: inverseOf(purpose, id),
  };
  return {
    ...DraftStep.create({}),
    step,
    before: purpose.before,
    after: purpose.after,
    box: sight?.element.box,
    firstAct: purpose.firstAct,
    lastAct: purpose.lastAct,
    doubts: doubtsOf(purpose, sight),
  };
}

const plain: DirectAction = { sentence: '', confidence: 1, verb: undefined, onlyIf: undefined };

type Verb = NonNullable<DirectAction['verb']>;

function verbOf(purpose: Purpose, secretName: SecretNames): Verb {
  switch (purpose.kind) {
    case 'click': {
      const { sight, button, count } = purpose;
      return { $case: 'click', value: { target: sight && queryOf(sight.target), button, count } };
    }
    case 'type': {
      const { sight, isSecret, text, replace } = purpose;
      const typed = isSecret ? `{${secretName(sight)}}` : text;
      return { $case: 'typeText', value: { target: sight && queryOf(sight.target), text: typed, replace } };
    }
    case 'choose':
      return { $case: 'selectOption', value: { target: queryOf(purpose.sight.target), option: purpose.option } };
    case 'check':
      return { $case: 'setChecked', value: { target: queryOf(purpose.sight.target), checked: purpose.isChecked } };
    case 'press':
      return { $case: 'pressKeys', value: { chords: [...purpose.chords] } };
    case 'scroll':
      return { $case: 'scroll', value: scrollOf(purpose) };
    case 'open':
      return { $case: 'open', value: { what: { $case: 'application', value: purpose.application.toLowerCase() } } };
    case 'visit':
      return { $case: 'open', value: { what: { $case: 'address', value: purpose.address } } };
    case 'drag':
      return {
        $case: 'drag',
        value: { from: purpose.sight && queryOf(purpose.sight.target), to: purpose.end && queryOf(purpose.end.target) },
      };
    default: {
      const nothing: never = purpose;
      return nothing;
    }
  }
}

/** Until what comes next is in sight, where that has a name: how far that is depends on the screen. */
function scrollOf({ right, down, to }: Extract<Purpose, { kind: 'scroll' }>) {
  const isSideways = Math.abs(right) > Math.abs(down);
  const clicks = Math.abs(isSideways ? right : down);
  const way = isSideways ? (right > 0 ? 'RIGHT' : 'LEFT') : down > 0 ? 'DOWN' : 'UP';
  const query = to && queryOf(to.target);
  const direction = `SCROLL_DIRECTION_${way}` as const;
  return query?.text ? { target: query, direction, clicks: 0 } : { target: undefined, direction, clicks };
}

/** The words for what is remembered. */
export function queryOf({ role, text, label, ordinal, equals }: RememberedTarget): TargetQuery {
  const name = fields.includes(role) || role === 'ROLE_SELECT' ? label || text : text || label;
  return { text: name, role, ordinal: name === '' && equals > 1 ? ordinal : 0, relation: undefined, exact: false };
}

export function sightOf(purpose: Purpose): Sight | undefined {
  return 'sight' in purpose ? purpose.sight : undefined;
}

/** Ticks and choices are taken back by the state that was there before. */
function inverseOf(purpose: Purpose, id: string): SkillStep | undefined {
  if (purpose.kind !== 'check' && (purpose.kind !== 'choose' || purpose.was === '')) return undefined;
  const target = queryOf(purpose.sight.target);
  const verb: Verb =
    purpose.kind === 'check'
      ? { $case: 'setChecked', value: { target, checked: !purpose.isChecked } }
      : { $case: 'selectOption', value: { target, option: purpose.was } };
  const sentence = sentenceOf(verb);
  return {
    ...SkillStep.create({ id: `${id}_back`, sentence }),
    action: { ...plain, verb, sentence },
    target: purpose.sight.target,
    window: purpose.window && { application: purpose.window.application, title: '' },
  };
}

function doubtsOf(purpose: Purpose, sight: Sight | undefined): string[] {
  const doubts: string[] = [];
  const needsSight = purpose.kind === 'click' || purpose.kind === 'drag';
  if (needsSight && !sight) doubts.push('Nothing was recognised there: draw its box, or leave the step out.');
  if (purpose.kind === 'drag' && sight && !purpose.end) doubts.push('Nothing was recognised where the drag ended.');
  if (purpose.kind === 'type' && !sight)
    doubts.push('It is typed wherever the keyboard is: the field was not recognised.');
  if (sight && !sight.unique && !sight.target.row) doubts.push('It was hard to tell from others on its own picture.');
  if (purpose.gap) doubts.push('Something may be missing before this step: the agent was away.');
  return doubts;
}

export const holdsCheck = (text: string): Check => ({ what: { $case: 'holds', value: text }, limitMs: 0 });
