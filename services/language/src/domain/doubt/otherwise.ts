import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Step, Verb } from '../clause.ts';
import { sure } from '../clause.ts';
import { kindsOfApplications } from '../sentence.ts';
import { isDoubtfulName } from './doubt.ts';
import { applicationWords, purposeWords } from './words.ts';

/**
 * The same steps as they could be meant on a screen that has such things: `click Edit by Ada` with a thing called "Edit" and another called "Ada",
 * `open orders` with something on it called so. Undefined where there is no such way; asked about unless the screen has all of it.
 */
export function meantOtherwise(steps: readonly Step[]): Step[] | undefined {
  const others = steps.map((step) => ({ step, verbs: step.instead ? [step.instead] : otherVerbs(step.verb) }));
  if (!others.some(({ verbs }) => verbs)) return undefined;
  return others.flatMap(
    ({ step, verbs }) => verbs?.map((verb) => ({ ...step, verb, confidence: sure.doubtful })) ?? [step],
  );
}

const otherVerbs = (verb: Verb): Verb[] | undefined => clickEach(verb) ?? only(otherVerb(verb));
const only = (verb: Verb | undefined): Verb[] | undefined => verb && [verb];

/** `click Save and Next`: one button, or two. */
function clickEach(verb: Verb): Verb[] | undefined {
  const target = verb.$case === 'click' && verb.value.count === 1 ? verb.value.target : undefined;
  const names = target?.text.split(/ and (?=\p{Lu})/u) ?? [];
  if (verb.$case !== 'click' || !target || names.length !== 2 || !isPlain(target)) return undefined;
  return names.map((text) => ({ ...verb, value: { ...verb.value, target: { ...target, text } } }));
}

const isPlain = ({ exact, relation, role, ordinal }: TargetQuery): boolean =>
  !exact && !relation && role === 'ROLE_UNSPECIFIED' && ordinal === 0;

function otherVerb(verb: Verb): Verb | undefined {
  switch (verb.$case) {
    case 'click':
    case 'hover':
    case 'setChecked': {
      const target = verb.value.target && placed(verb.value.target);
      return target && ({ ...verb, value: { ...verb.value, target } } as Verb);
    }
    case 'open':
      return verb.value.what?.$case === 'application' ? clickOpened(verb.value.what.value) : undefined;
    default:
      return undefined;
  }
}

const beside = /^(.+?) (by|at|for|of|from) (?:the )?(.+)$/u;

/** `Edit by Dry wreath`: what stands beside it. `Delivered for 4 Station Road`: what stands in one row with it. */
function placed(target: TargetQuery): TargetQuery | undefined {
  const [, text, word, anchor] = beside.exec(target.text) ?? [];
  const isName =
    target.exact || target.relation || !(isDoubtfulName(target.text, false) || /^[\p{Lu}\p{N}]/u.test(anchor ?? ''));
  if (!text || !anchor || isName) return undefined;
  const isNear = word === 'by' || word === 'at';
  const kind = isNear ? 'RELATION_KIND_NEAR' : 'RELATION_KIND_INSIDE';
  const role = isNear ? 'ROLE_UNSPECIFIED' : 'ROLE_ROW';
  return { ...target, text, relation: { kind, anchor: { ...named(anchor), role } } };
}

/** `open orders`: what is called so here, rather than an application that nobody knows. */
const clickOpened = (name: string): Verb | undefined =>
  name.toLowerCase().split(/\s+/).every(isApplicationWord) ? undefined : clickOn(name, 'ROLE_BUTTON');

const isApplicationWord = (word: string): boolean =>
  [applicationWords, kindsOfApplications, purposeWords].some((words) => words.has(word));

export const clickOn = (name: string, role: Role = 'ROLE_UNSPECIFIED'): Verb => ({
  $case: 'click',
  value: { target: { ...named(name), role }, button: 'MOUSE_BUTTON_LEFT', count: 1 },
});

const named = (text: string): TargetQuery => ({
  text,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
});
