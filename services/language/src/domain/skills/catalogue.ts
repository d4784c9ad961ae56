import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { FeatureSpace, type Vector } from '../learning/feature-space.ts';
import { folded } from '../learning/words.ts';
import { type Likenesses, Wordings } from './likeness.ts';
import { type Capture, type Captured, captureOf, type Plain, plainOf, slotsOf, templateOf } from './templates.ts';

const most = { skills: 2_000, phrases: 200, phraseCharacters: 500, slots: 30 } as const;

interface Entry {
  readonly skill: Skill;
  readonly capture: Capture;
  readonly vector: Vector;
}

export interface Match {
  readonly skill: Skill;
  /** 0..1: how much of the phrase was said, and of what was said is in the phrase. */
  readonly likeness: number;
  /** The words of its slots, when it was said just like this. */
  readonly captured: readonly Captured[] | undefined;
}

/** The skills there are, ready to be looked up by their phrases. Immutable: a change makes another one. */
export class Catalogue {
  readonly version: number;
  readonly skills: readonly Skill[];
  readonly #entries: readonly Entry[];
  readonly #space: FeatureSpace;
  readonly #byId: ReadonlyMap<string, Skill>;
  readonly #wordings: Wordings;

  /** Skills that break a rule are left out; `refused` is told which and why. */
  constructor(
    version: number,
    skills: readonly Skill[],
    refused: (skillId: string, error: DomainError) => void = () => {},
  ) {
    this.version = version;
    this.skills = skills.slice(0, most.skills).filter((skill) => {
      const fault = faultOf(skill);
      if (fault) refused(skill.id, new DomainError('skill.invalid', fault));
      return !fault;
    });
    const phrases = this.skills.flatMap((skill) => [...skill.phrases, skill.name].map((phrase) => ({ skill, phrase })));
    this.#space = FeatureSpace.of(
      'order',
      phrases.map(({ phrase }) => withoutSlots(phrase)),
    );
    this.#entries = phrases.map(({ skill, phrase }) => ({
      skill,
      capture: captureOf(templateOf(phrase)),
      vector: this.#space.vector(withoutSlots(phrase)),
    }));
    this.#wordings = new Wordings(this.skills);
    this.#byId = new Map(this.skills.map((skill) => [skill.id, skill]));
  }

  /** How like what was said is to each skill, by what its words mean. */
  likenesses(text: string): Likenesses {
    return this.#wordings.of(text);
  }

  get(skillId: string): Skill | undefined {
    return this.#byId.get(skillId);
  }

  /** By name, letter case and accents aside. */
  named(name: string): readonly Skill[] {
    return this.skills.filter((skill) => folded(skill.name) === folded(name));
  }

  /** For each skill of the domain that shares words with what was said, its likest phrase; the likest first. */
  matches(text: string, domain: string): Match[] {
    const vector = this.#space.vector(text);
    const said = plainOf(text);
    const weights = new Map<number, number>();
    vector.rows.forEach((row, index) => {
      weights.set(row, vector.weights[index] ?? 0);
    });
    const best = new Map<string, Match>();
    for (const entry of this.#entries) {
      if (!fits(entry.skill, domain)) continue;
      const match = matchOf(entry, said, weights, vector.known);
      const known = best.get(entry.skill.id);
      if (match && (!known || isBetter(match, known))) best.set(entry.skill.id, match);
    }
    return [...best.values()].sort((a, b) => (isBetter(a, b) ? -1 : isBetter(b, a) ? 1 : 0));
  }
}

const isBetter = (a: Match, b: Match): boolean =>
  (a.captured ? 1 : 0) !== (b.captured ? 1 : 0) ? a.captured !== undefined : a.likeness > b.likeness;

export const fits = ({ domain: own }: Skill, domain: string): boolean =>
  own === '' || domain === '' || folded(own) === folded(domain);

const withoutSlots = (phrase: string): string => phrase.replaceAll(/\{\w+\}/g, ' ');

function matchOf(
  { skill, capture, vector }: Entry,
  text: Plain,
  said: ReadonlyMap<number, number>,
  known: number,
): Match | undefined {
  const captured = capture(text);
  if (captured) return { skill, likeness: 1, captured };
  let likeness = 0;
  vector.rows.forEach((row, index) => {
    likeness += (said.get(row) ?? 0) * (vector.weights[index] ?? 0);
  });
  // Words that are in no phrase are values, or another wish.
  return likeness > 0 ? { skill, likeness: likeness * Math.sqrt(known), captured: undefined } : undefined;
}

/** What is wrong with a skill, in words for the one who saved it. */
export function faultOf({ name, phrases, slots }: Skill): string | undefined {
  if (name.trim() === '') return 'a skill has a name';
  if (phrases.length > most.phrases) return `a skill has ${most.phrases} phrases at most`;
  if (phrases.some((phrase) => phrase.trim() === '' || phrase.length > most.phraseCharacters))
    return 'a phrase is empty or too long';
  if (slots.length > most.slots) return `a skill has ${most.slots} slots at most`;
  if (new Set(slots.map((slot) => slot.name)).size < slots.length) return 'two slots have the same name';
  if (slots.some((slot) => !/^\w+$/.test(slot.name))) return 'the name of a slot has letters, digits and underscores';
  const unknown = phrases.flatMap(slotsOf).find((slot) => !slots.some((known) => known.name === slot));
  return unknown === undefined ? undefined : `a phrase has the slot {${unknown}}, which the skill does not have`;
}
