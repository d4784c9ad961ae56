import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { isSlip, type Unit, unitsOf } from '../wording/wording.ts';

/** How like a wish is to what a skill was taught with, by what its words mean; each 0..1. */
export interface Likeness {
  /** How much of its likest phrase was said. */
  readonly said: number;
  /** How much of its phrases on average. */
  readonly usual: number;
  /** How much of its name. */
  readonly named: number;
  /** How much of what was said, of the words that skills have, is in its phrases. */
  readonly meant: number;
}

export interface Likenesses {
  /** Of the skills that share anything with what was said. */
  readonly bySkill: ReadonlyMap<string, Likeness>;
  /** How much of what was said is in no skill; what is written like a value does not count. */
  readonly strange: number;
}

/** The same meaning in another word is a little less; so is a slip of the keys. */
const bySense = 0.8;
const bySlip = 0.9;

/** A unit of what was said, and the units of skills that mean it. */
interface Heard {
  readonly unit: Unit;
  readonly kin: ReadonlyMap<number, number>;
  readonly rarity: number;
}

interface Taught {
  readonly id: string;
  /** Places of units; the name is last. */
  readonly phrases: readonly (readonly number[])[];
  readonly all: readonly number[];
}

/** What skills are called and how they are said, taken apart once. Immutable. */
export class Wordings {
  readonly #taught: readonly Taught[];
  readonly #units: Unit[] = [];
  readonly #placeOf = new Map<string, number>();
  readonly #byStem = new Map<string, number[]>();
  readonly #bySense = new Map<number, number[]>();
  /** Skills that have a unit. */
  readonly #holders: number[][] = [];
  readonly #rarities: number[];

  constructor(skills: readonly Skill[]) {
    this.#taught = skills.map(({ id, name, phrases }, index) => {
      const places = [...phrases, name].map((phrase) =>
        unitsOf(phrase.replaceAll(/\{\w+\}/g, ' ')).map((unit) => this.#place(unit, index)),
      );
      return { id, phrases: places, all: [...new Set(places.flat())] };
    });
    this.#rarities = this.#units.map((unit) => this.#rarity(unit, this.#kin(unit)));
  }

  #place(unit: Unit, skill: number): number {
    const key = `${unit.stem}|${unit.weight}`;
    const known = this.#placeOf.get(key);
    const place = known ?? this.#units.push(unit) - 1;
    if (known === undefined) {
      this.#placeOf.set(key, place);
      this.#byStem.set(unit.stem, [...(this.#byStem.get(unit.stem) ?? []), place]);
      for (const sense of unit.senses) this.#bySense.set(sense, [...(this.#bySense.get(sense) ?? []), place]);
    }
    const holders = this.#holders[place] ?? [];
    if (holders.at(-1) !== skill) holders.push(skill);
    this.#holders[place] = holders;
    return place;
  }

  /** Units that mean the same, and how much so. */
  #kin(unit: Unit): Map<number, number> {
    const found = new Map<number, number>();
    for (const sense of unit.senses) for (const place of this.#bySense.get(sense) ?? []) found.set(place, bySense);
    for (const place of this.#byStem.get(unit.stem) ?? []) found.set(place, 1);
    return found;
  }

  #kinOrSlips(unit: Unit): Map<number, number> {
    const kin = this.#kin(unit);
    if (kin.size === 0 && unit.senses.size === 0)
      this.#units.forEach((other, place) => {
        if (isSlip(unit.stem, other.stem)) kin.set(place, bySlip);
      });
    return kin;
  }

  /** Few skills share a rare meaning, so it says more. */
  #rarity({ weight }: Unit, kin: ReadonlyMap<number, number>): number {
    const holders = new Set(this.#holdersOf(kin));
    return holders.size === 0 ? 0 : weight * Math.log(1 + this.#taught.length / holders.size);
  }

  of(text: string): Likenesses {
    const said = this.#heardIn(text);
    const candidates = new Set(said.flatMap(({ kin }) => this.#holdersOf(kin)));
    const heard = this.#loudness(said);
    const bySkill = new Map<string, Likeness>();
    for (const index of candidates) {
      const taught = this.#taught[index];
      if (taught) bySkill.set(taught.id, this.#likeness(taught, said, heard));
    }
    const plain = said.filter(({ unit }) => !unit.isValue);
    const strange = sum(plain.filter(({ rarity }) => rarity === 0).map(({ unit }) => unit.weight));
    return { bySkill, strange: plain.length === 0 ? 0 : strange / sum(plain.map(({ unit }) => unit.weight)) };
  }

  #heardIn(text: string): Heard[] {
    return unitsOf(text).map((unit) => {
      const kin = this.#kinOrSlips(unit);
      return { unit, kin, rarity: this.#rarity(unit, kin) };
    });
  }

  #holdersOf(kin: ReadonlyMap<number, number>): number[] {
    return [...kin.keys()].flatMap((place) => this.#holders[place] ?? []);
  }

  /** How clearly each unit was said. */
  #loudness(said: readonly Heard[]): Float64Array {
    const heard = new Float64Array(this.#units.length);
    for (const { kin } of said) for (const [place, much] of kin) heard[place] = Math.max(heard[place] ?? 0, much);
    return heard;
  }

  #likeness({ phrases, all }: Taught, said: readonly Heard[], heard: Float64Array): Likeness {
    const shares = phrases.map((phrase) => this.#share(phrase, heard));
    let [whole, part] = [0, 0];
    for (const { kin, rarity } of said) {
      whole += rarity;
      let best = 0;
      for (const place of all) best = Math.max(best, kin.get(place) ?? 0);
      part += rarity * best;
    }
    return {
      said: Math.max(0, ...shares),
      usual: sum(shares) / Math.max(1, shares.length),
      named: shares.at(-1) ?? 0,
      meant: whole === 0 ? 0 : part / whole,
    };
  }

  #share(phrase: readonly number[], heard: Float64Array): number {
    let [whole, part] = [0, 0];
    for (const place of phrase) {
      whole += this.#rarities[place] ?? 0;
      part += (this.#rarities[place] ?? 0) * (heard[place] ?? 0);
    }
    return whole === 0 ? 0 : part / whole;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
