// A skill's steps, with the values of its slots put in.
import { DomainError } from '@karna/common/errors';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Skill, SkillStep, Slot } from '@karna/proto/gen/skill/v1/skill';
import type { RememberedTarget, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Choice, Clarification, Step } from '@karna/proto/gen/task/v1/task';
import { stepsFor } from './plan.ts';
import { retargeted, targetsOf } from './targets.ts';
import { isSameName } from './text-match.ts';

export type Values = Readonly<Record<string, string>>;

/** Longest value of a slot (characters). */
const longestValue = 2_000;

/** The steps of a skill, by the steps of the task that carry them out. */
export class Lesson {
  readonly skill: Skill;
  readonly values: Values;

  constructor(skill: Skill, values: Values) {
    this.skill = skill;
    this.values = values;
  }

  /** Undefined when the skill has no such step any more. */
  of({ skillStepId, undoes }: Step): SkillStep | undefined {
    const step = this.skill.steps.find(({ id }) => id === skillStepId);
    const meant = undoes === '' ? step : step?.inverse;
    return meant && filledIn(withoutStrangers(meant), this.values);
  }

  /** Whether it types what nobody but the person is to know. */
  isSecret({ skillStepId }: Step): boolean {
    const secret = this.skill.slots.filter(({ type }) => type === 'SLOT_TYPE_SECRET').map(({ name }) => name);
    const step = this.skill.steps.find(({ id }) => id === skillStepId);
    return step !== undefined && secret.some((name) => namesIn(step.action).has(name));
  }
}

/** The task's steps for a skill. Those that need the value of a slot that has none, and needs none, are left out. */
export function stepsOf({ steps, slots }: Skill, values: Values): Step[] {
  const without = slots.filter(({ name, optional }) => optional && values[name] === undefined).map(({ name }) => name);
  return steps
    .filter((step) => !without.some((name) => namesIn([step.action, step.target, step.end]).has(name)))
    .map((step) => stepOf(step, values));
}

/** The step of a task that takes back what another did. */
export const undoingStep = (done: Step, inverse: SkillStep, values: Values): Step => ({
  ...stepOf(inverse, values),
  skillStepId: done.skillStepId,
  canBeUndone: false,
  undoes: done.id,
});

function stepOf(step: SkillStep, values: Values): Step {
  const shown = step.sensitive ? hushed(values) : values;
  const { action = nothing, sentence } = filledIn(step, shown);
  const [plain] = stepsFor([{ ...(step.sensitive ? withoutText(action) : action), sentence }]);
  if (!plain) throw new Error('no step for an action');
  const { optional, irreversible, sensitive, inverse } = step;
  return { ...plain, skillStepId: step.id, optional, irreversible, sensitive, canBeUndone: inverse !== undefined };
}

const nothing: DirectAction = { sentence: '', confidence: 0 };

const hushed = (values: Values): Values => Object.fromEntries(Object.keys(values).map((name) => [name, '•••']));

function withoutText(action: DirectAction): DirectAction {
  const { verb } = action;
  return verb?.$case === 'typeText' ? { ...action, verb: { ...verb, value: { ...verb.value, text: '' } } } : action;
}

/** What is remembered of one record alone must not stand for the record that is asked for: its words, which name the slot, go on. */
function withoutStrangers(step: SkillStep): SkillStep {
  const { target, end, alternatives } = step;
  const own = (one: RememberedTarget) => knowsSlots(one, step, 'target');
  return {
    ...step,
    target: target && own(target) ? target : undefined,
    alternatives: alternatives.filter(own),
    end: end && knowsSlots(end, step, 'to') ? end : undefined,
  };
}

/** Whether every slot that a step names its element by is in what tells the remembered one from others. */
export function knowsSlots({ text, label, row }: RememberedTarget, { action }: SkillStep, part: string): boolean {
  const query = action && targetsOf(action).find(([which]) => which === part)?.[1];
  const known = namesIn([text, label, row]);
  return [...namesIn(query)].every((name) => known.has(name));
}

/** The step with every `{slot}` in its texts replaced, and words for what it only remembers. */
export function filledIn(step: SkillStep, values: Values): SkillStep {
  const { inverse, ...own } = step;
  const filled: SkillStep = { ...deeply(own, (text) => put(text, values)), id: step.id, inverse };
  return { ...filled, action: filled.action && asHeld(withWords(filled.action, filled), filled) };
}

/** What a field is to hold alone takes the place of what stands there by then: a form may keep what was typed into it the last time. */
function asHeld(action: DirectAction, { checks, target }: SkillStep): DirectAction {
  const { verb } = action;
  if (verb?.$case !== 'typeText' || target?.role !== 'ROLE_TEXT_FIELD') return action;
  const isAlone = checks.some(({ what }) => what?.$case === 'holds' && what.value === verb.value.text);
  return isAlone ? { ...action, verb: { ...verb, value: { ...verb.value, replace: true } } } : action;
}

const slotName = /\{(\w+)\}/g;

const put = (text: string, values: Values): string =>
  text.replace(slotName, (whole, name: string) => values[name] ?? whole);

/** Every slot that is named in the texts of something. */
export function namesIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  deeply(value, (text) => {
    for (const [, name] of text.matchAll(slotName)) if (name !== undefined) names.add(name);
    return text;
  });
  return names;
}

/** The same, with each of its texts changed. */
function deeply<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((one) => deeply(one, change)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === '$case' ? inner : deeply(inner, change)]),
  ) as T;
}

/** What is remembered has a name, too: for sentences, and for what is looked for by words. */
function withWords(action: DirectAction, { target, end }: SkillStep): DirectAction {
  const isNamed = (part: string) => targetsOf(action).some(([which]) => which === part);
  const aimed = target && !isNamed('target') ? retargeted(action, wordsOf(target)) : action;
  const { verb } = aimed;
  if (verb?.$case !== 'drag' || !end || verb.value.to) return aimed;
  return { ...aimed, verb: { ...verb, value: { ...verb.value, to: wordsOf(end) } } };
}

const wordsOf = ({ role, text, label }: RememberedTarget): TargetQuery => ({
  text: label || text,
  role: label || text ? 'ROLE_UNSPECIFIED' : role,
  ordinal: 0,
  relation: undefined,
  exact: false,
});

/** The first slot that steps need and that has no value. A secret one is typed by the person. */
export const missingSlot = ({ slots, steps }: Skill, values: Values): Slot | undefined => {
  const used = namesIn(steps);
  return slots.find(
    ({ name, type, optional }) =>
      used.has(name) && type !== 'SLOT_TYPE_SECRET' && !optional && values[name] === undefined,
  );
};

/** Asks for a slot's value; its choices, where it has some. */
export const slotQuestion = ({ question, name, choices }: Slot): Clarification => ({
  question: question || `Which ${name.replaceAll('_', ' ')}?`,
  choices: choices.map((label) => ({ id: `slot_${Buffer.from(label).toString('base64url')}`, label, box: undefined })),
  picture: '',
  answerIn: '',
  secret: false,
});

/** The value that a choice stands for; undefined for one of something else. */
export const slotValueOf = ({ id }: Choice): string | undefined =>
  id.startsWith('slot_') ? Buffer.from(id.slice('slot_'.length), 'base64url').toString() : undefined;

/** Defaults, then what was found, then what was given. Rejects with `skill.value`. Secrets are left out. */
export function valuesFor({ slots }: Skill, ...found: readonly Values[]): Values {
  const all: Values = Object.assign({}, ...found);
  const unknown = Object.keys(all).find((name) => !slots.some((slot) => slot.name === name));
  if (unknown !== undefined) throw unfit(`This skill has no "${unknown}".`);
  const values = slots
    .filter(({ type }) => type !== 'SLOT_TYPE_SECRET')
    .map((slot) => [slot.name, checked(slot, all[slot.name] || slot.defaultValue)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function checked(slot: Slot, said: string): string {
  const name = slot.name.replaceAll('_', ' ');
  if ([...said].length > longestValue) throw unfit(`A value has at most ${longestValue} characters: ${name}.`);
  if (said === '') return '';
  if (slot.type === 'SLOT_TYPE_NUMBER' && !/^[+-]?\d[\d.,' ]*$/.test(said.trim())) throw unfit(`${name} is a number.`);
  if (slot.type !== 'SLOT_TYPE_CHOICE' || slot.choices.length === 0) return said;
  const choice = slot.choices.find((one) => one.toLowerCase() === said.trim().toLowerCase());
  if (choice === undefined) throw unfit(`${name} is one of: ${slot.choices.join(', ')}.`);
  return choice;
}

const unfit = (message: string): DomainError => new DomainError('skill.value', message);

/**
 * What was seen of an element in one run, for all runs: the values of that run become slots again. Of its row only the
 * values count where there are any: the rest tells of that one record.
 */
export function generalised(target: RememberedTarget, values: Values): RememberedTarget {
  // Longest first: a value may be a part of another.
  const said = Object.entries(values)
    .filter(([, value]) => value.trim() !== '')
    .sort(([, one], [, other]) => other.length - one.length);
  const slotted = (text: string): string => {
    const [name] = said.find(([, value]) => isSameName(value, text)) ?? [];
    if (name !== undefined) return `{${name}}`;
    return said.reduce((so, [slot, value]) => so.replace(wholeWords(value), `$1{${slot}}`), text);
  };
  const texts = target.row?.texts.map(slotted) ?? [];
  const own = texts.filter((text, index) => text !== target.row?.texts[index]).map(withoutFigures);
  return {
    ...target,
    text: slotted(target.text),
    label: slotted(target.label),
    neighbours: target.neighbours.map((neighbour) => ({ ...neighbour, text: slotted(neighbour.text) })),
    row: target.row && { texts: own.length > 0 ? own : texts },
  };
}

/** Amounts and dates that stand with a value tell of that one record; words may be the same in all of them. */
const withoutFigures = (text: string): string =>
  text.replace(/^(?:[^\p{L}\s{}]+\s+)+(?=.*\{)/u, '').replace(/(?<=\}.*)(?:\s+[^\p{L}\s{}]+)+$/u, '');

/** The value, standing apart from what is around it. */
const wholeWords = (value: string): RegExp =>
  new RegExp(`(^|[^\\p{L}\\p{N}{])${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}}])`, 'giu');
