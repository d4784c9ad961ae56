import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Step, Verb } from '../clause.ts';
import type { Outcome } from '../interpret.ts';
import { folded } from '../learning/words.ts';
import { sayAll } from '../say.ts';
import { saySkill } from '../skills/filling.ts';
import { type Setting, valueFor } from '../skills/slot-values.ts';
import { unquoted } from '../skills/templates.ts';

/** A place in a command where another value may stand. */
export interface Place {
  /** For people: `customer`, `the text for Name`. */
  readonly label: string;
  /** Values before names of rows, these before names of elements: "for Berlin" means the text that was typed, not the field. */
  readonly rank: 0 | 1 | 2;
  readonly accepts: (value: string) => boolean;
  /** The command with the value there. */
  readonly with: (value: string) => string;
}

/** The places in what a command meant. */
export function placesIn(outcome: Outcome, skill: Skill | undefined, setting: Setting): Place[] {
  if (outcome.$case === 'skill' && skill) return slotPlaces(outcome.value.slots, skill, setting);
  if (outcome.$case !== 'understood') return [];
  const steps = stepsOf(outcome);
  return steps.flatMap((step, index) =>
    verbPlaces(step.verb).map(({ label, rank, put }) => ({
      label,
      rank,
      accepts: (value: string) => value.trim() !== '',
      with: (value: string) => sayAll(steps.with(index, { ...step, verb: put(value) })),
    })),
  );
}

/** The command with a value in the place that is meant; several, when it is not clear which. */
export function replaced(places: readonly Place[], value: string): { label: string; command: string }[] {
  const named = places.flatMap((place) => {
    const own = namedValue(place.label, value);
    return own !== undefined && place.accepts(own) ? [{ label: place.label, command: place.with(own) }] : [];
  });
  if (named.length > 0) return named;
  const fitting = places.filter((place) => place.accepts(value));
  const best = Math.min(...fitting.map(({ rank }) => rank));
  return fitting
    .filter(({ rank }) => rank === best)
    .map((place) => ({ label: place.label, command: place.with(unquoted(value)) }));
}

/** `customer Acme`, `Acme as customer`. */
function namedValue(label: string, said: string): string | undefined {
  const low = folded(said);
  const name = folded(label);
  if (low.length !== said.length) return undefined;
  if (low.startsWith(`${name} `)) return unquoted(said.slice(name.length + 1).trim());
  const behind = [` as the ${name}`, ` as ${name}`].find((end) => low.endsWith(end));
  return behind === undefined ? undefined : unquoted(said.slice(0, -behind.length).trim());
}

function slotPlaces(
  said: readonly { readonly name: string; readonly said: string }[],
  skill: Skill,
  setting: Setting,
): Place[] {
  const values = said
    .filter((one) => one.said !== '')
    .map((one) => ({ slot: one.name, said: one.said, confidence: 1 }));
  return skill.slots
    .filter(({ type }) => type !== 'SLOT_TYPE_SECRET')
    .map((slot) => ({
      label: slot.name.replaceAll('_', ' '),
      // A value that was said is what changes; one that was not may be meant as well.
      rank: values.some((one) => one.slot === slot.name) ? 0 : 1,
      accepts: (value: string) => valueFor(slot, value, setting).is === 'good',
      with: (value: string) =>
        saySkill(skill, [
          ...values.filter((one) => one.slot !== slot.name),
          { slot: slot.name, said: value, confidence: 1 },
        ]),
    }));
}

interface VerbPlace {
  readonly label: string;
  readonly rank: Place['rank'];
  readonly put: (value: string) => Verb;
}

function verbPlaces(verb: Verb): VerbPlace[] {
  switch (verb.$case) {
    case 'typeText': {
      const { value } = verb;
      const label = value.target?.text ? `the text for ${value.target.text}` : 'the text';
      return [{ label, rank: 0, put: (text) => ({ ...verb, value: { ...value, text } }) }];
    }
    case 'selectOption': {
      const { value } = verb;
      const label = value.target?.text ? `the choice for ${value.target.text}` : 'the choice';
      return [{ label, rank: 0, put: (option) => ({ ...verb, value: { ...value, option } }) }];
    }
    case 'open': {
      const { what } = verb.value;
      return what
        ? [{ label: 'what is opened', rank: 0, put: (value) => ({ ...verb, value: { what: { ...what, value } } }) }]
        : [];
    }
    case 'drag': {
      const { value } = verb;
      return [
        ...namePlaces(value.from, 'what is dragged', (from) => ({ ...verb, value: { ...value, from } })),
        ...namePlaces(value.to, 'where it goes', (to) => ({ ...verb, value: { ...value, to } })),
      ];
    }
    case 'click':
      return namePlaces(verb.value.target, 'the target', (target) => ({ ...verb, value: { ...verb.value, target } }));
    case 'setChecked':
      return namePlaces(verb.value.target, 'the target', (target) => ({ ...verb, value: { ...verb.value, target } }));
    case 'scroll':
      return namePlaces(verb.value.target, 'the target', (target) => ({ ...verb, value: { ...verb.value, target } }));
    case 'waitFor':
      return namePlaces(verb.value.target, 'the target', (target) => ({ ...verb, value: { ...verb.value, target } }));
    case 'readOut':
      return namePlaces(verb.value.target, 'the target', (target) => ({ ...verb, value: { ...verb.value, target } }));
    case 'hover':
      return namePlaces(verb.value.target, 'the target', (target) => ({ ...verb, value: { ...verb.value, target } }));
    case 'pressKeys':
      return [];
    default: {
      const nothing: never = verb;
      return nothing;
    }
  }
}

/** The name of the row that an element belongs to goes before its own. */
function namePlaces(query: TargetQuery | undefined, label: string, put: (query: TargetQuery) => Verb): VerbPlace[] {
  if (!query) return [];
  const { relation } = query;
  if (relation?.anchor?.text) {
    const anchor = relation.anchor;
    return [
      {
        label: `what is beside ${query.text || label}`,
        rank: 1,
        put: (text) => put({ ...query, relation: { ...relation, anchor: { ...anchor, text } } }),
      },
    ];
  }
  return query.text === '' ? [] : [{ label, rank: 2, put: (text) => put({ ...query, text }) }];
}

/** The command in which what was typed takes the place of what stood there; undefined where nothing was added to a field. */
export function filledInstead(outcome: Outcome): string | undefined {
  const steps = outcome.$case === 'understood' ? stepsOf(outcome) : [];
  const isAdded = (verb: Verb) => verb.$case === 'typeText' && !verb.value.replace && verb.value.target !== undefined;
  if (!steps.some(({ verb }) => isAdded(verb))) return undefined;
  const filled = steps.map((step) =>
    step.verb.$case === 'typeText' && isAdded(step.verb)
      ? { ...step, verb: { ...step.verb, value: { ...step.verb.value, replace: true } } }
      : step,
  );
  return sayAll(filled);
}

const stepsOf = ({ value }: Extract<Outcome, { $case: 'understood' }>): Step[] =>
  value.actions.flatMap(({ verb, confidence, onlyIf }) => (verb ? [{ verb, confidence, onlyIf }] : []));
