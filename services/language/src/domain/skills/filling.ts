import type { Meaning, SlotValue } from '@karna/proto/gen/language/v1/language';
import type { Skill, Slot } from '@karna/proto/gen/skill/v1/skill';
import { quote } from '../say.ts';
import { type Setting, valueFor } from './slot-values.ts';

export interface SaidValue {
  readonly slot: string;
  readonly said: string;
  readonly confidence: number;
}

export type Filled =
  | { readonly is: 'filled'; readonly slots: SlotValue[] }
  | {
      readonly is: 'ask';
      readonly question: string;
      readonly meanings: Meaning[];
      /** A command in which `{}` stands for the answer, quoted. */
      readonly answerIn: string;
      /** The answer is a secret. */
      readonly secret: boolean;
    };

const mostChoices = 6;
/** A value that the tagger is no surer of is asked about. What has to be a number or a date is checked besides. */
const sureEnough = { checked: 0.3, anything: 0.5 } as const;
const checkedTypes: ReadonlySet<Slot['type']> = new Set([
  'SLOT_TYPE_NUMBER',
  'SLOT_TYPE_MONEY',
  'SLOT_TYPE_DATE',
  'SLOT_TYPE_TIME',
  'SLOT_TYPE_CHOICE',
]);
const leastFor = ({ type }: Slot): number => (checkedTypes.has(type) ? sureEnough.checked : sureEnough.anything);

/** Whether a value is sure enough to be taken without asking. */
export const isSureOf = (skill: Skill, { slot, confidence }: SaidValue): boolean =>
  skill.slots.some((one) => one.name === slot && confidence >= leastFor(one));

/** Every slot with its value, or the question about the first that has none. Nothing runs on a value that was not checked. */
export function fill(skill: Skill, said: readonly SaidValue[], setting: Setting): Filled {
  const slots: SlotValue[] = [];
  for (const slot of skill.slots) {
    const values = said.filter((value) => value.slot === slot.name && value.confidence >= leastFor(slot));
    const different = new Set(values.map((value) => value.said.toLowerCase()));
    const [value] = values;
    if (different.size > 1) return askBetween(skill, slot, values, said);
    if (!value) {
      if (slot.defaultValue !== '') slots.push({ name: slot.name, said: '', value: slot.defaultValue, confidence: 1 });
      else if (!slot.optional) return askFor(skill, slot, said, slot.choices);
      continue;
    }
    const checked = valueFor(slot, value.said, setting);
    if (checked.is === 'bad') return askAgain(skill, slot, said, checked);
    slots.push({ name: slot.name, said: value.said, value: checked.value, confidence: value.confidence });
  }
  return { is: 'filled', slots };
}

const label = ({ name }: Slot): string => name.replaceAll('_', ' ');
const questionFor = (slot: Slot): string => (slot.question === '' ? `Which ${label(slot)}?` : slot.question);

function askFor(skill: Skill, slot: Slot, said: readonly SaidValue[], choices: readonly string[]): Filled {
  return question(skill, slot, said, questionFor(slot), choices);
}

function askAgain(
  skill: Skill,
  slot: Slot,
  said: readonly SaidValue[],
  { because, choices }: { because: string; choices: readonly string[] },
): Filled {
  return question(skill, slot, said, `${questionFor(slot)} What was said does not do: ${because}.`, choices);
}

function askBetween(skill: Skill, slot: Slot, values: readonly SaidValue[], said: readonly SaidValue[]): Filled {
  const choices = values.map((value) => value.said);
  return question(skill, slot, said, `${questionFor(slot)} Several were said.`, choices);
}

function question(
  skill: Skill,
  slot: Slot,
  said: readonly SaidValue[],
  words: string,
  choices: readonly string[],
): Filled {
  const others = said.filter((value) => value.slot !== slot.name);
  const open = saySkill(skill, [...others, { slot: slot.name, said: '{}', confidence: 1 }]);
  return {
    is: 'ask',
    question: words,
    meanings: meaningsOf(skill, slot, said, choices),
    answerIn: `${open.slice(0, open.lastIndexOf('"{}"'))}{}`,
    secret: slot.type === 'SLOT_TYPE_SECRET',
  };
}

const meaningsOf = (skill: Skill, slot: Slot, said: readonly SaidValue[], choices: readonly string[]): Meaning[] =>
  choices.slice(0, mostChoices).map((choice) => {
    const others = said.filter((value) => value.slot !== slot.name);
    const values = [...others, { slot: slot.name, said: choice, confidence: 1 }];
    return { label: choice, command: saySkill(skill, values) };
  });

/** The command that means this skill with these values and nothing else: `run skill "Send invoice" with number "17"`. */
export function saySkill({ name }: Skill, values: readonly SaidValue[]): string {
  const given = values.map(({ slot, said }) => `${slot} ${quote(said)}`);
  return [`run skill ${quote(name)}`, ...(given.length > 0 ? [`with ${given.join(' and ')}`] : [])].join(' ');
}
