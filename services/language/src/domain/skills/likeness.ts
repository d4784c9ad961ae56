import type { Skill, Slot } from '@karna/proto/gen/skill/v1/skill';
import { learnedWords } from '../learning/words.ts';
import { isSlip, type Unit, unitsOf } from '../wording/wording.ts';
import { deniedIn, fittingPhrases, isDenying, isNegated, isNot, isOfNobody } from './denying.ts';
import type { Heard, Phrase } from './heard.ts';

/** How like a wish is to what a skill was taught with, by what its words mean; shares are 0..1. */
export interface Likeness {
  /** How much of its likest phrase was said. */
  readonly said: number;
  /** How much of its phrases on average. */
  readonly usual: number;
  /** How much of its name. */
  readonly named: number;
  /** How much of what was said, of the words that skills have, is in one of its phrases. */
  readonly meant: number;
  /** How much of what was said is in no skill, and cannot be a value of this one either. */
  readonly strange: number;
  /** How much the likest phrase and the wish have in common, of both. */
  readonly shared: number;
  /** How much each unit of what was said speaks for it; what is written like a value does not. */
  readonly evidence: readonly number[];
  /** The wish says the opposite of what one of its phrases does, be it said there, too: `drop my reservation` is no reserving. */
  readonly opposed: boolean;
  /** The wish says "not", and none of its phrases does. */
  readonly negated: boolean;
  /** Its own deed is said of something that is so already, and to be otherwise: `continue with the closed case`, `the stand is too low`. */
  readonly already: boolean;
  /** Nothing but a word like "put" is its own, and what it would have to take for a value are words for something else. */
  readonly hollow: boolean;
  /** There is a name that it has no use for. */
  readonly spare: boolean;
  /** There is a date, and it takes none. */
  readonly undated: boolean;
  /** It takes a date, and there is none. */
  readonly dateless: boolean;
}

export interface Likenesses {
  /** Of the skills that share anything with what was said. */
  readonly bySkill: ReadonlyMap<string, Likeness>;
  /** How much of what was said is in no skill; what is written like a value does not count. */
  readonly strange: number;
}

/** The same in other words. */
const bySense = { least: 0.45, most: 0.9 } as const;
/** A slip of the keys is a little less than the word. */
const bySlip = 0.9;

/** For each unit of skills, what of the wish means it. */
type HeardAt = ReadonlyMap<number, readonly { readonly index: number; readonly much: number }[]>;

interface Taught {
  readonly id: string;
  /** Places of units; the name is last. */
  readonly phrases: readonly Phrase[];
  /** Values that any words can be. */
  readonly texts: number;
  readonly hasNumber: boolean;
  readonly hasDate: boolean;
  readonly needsDate: boolean;
}

/** What of a phrase stands for what of a wish: one word for one word. */
interface Alignment {
  /** How much of the phrase was said. */
  readonly share: number;
  /** For each unit of the wish, how well the phrase has it. */
  readonly had: readonly number[];
  /** Places of the phrase that nothing was said for. */
  readonly unsaid: readonly number[];
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
    this.#taught = skills.map(({ id, name, phrases, slots }, index) => {
      const taken = [...phrases, name].map((phrase) => {
        const units = unitsOf(phrase.replaceAll(/\{\w+\}/g, ' '));
        return { places: units.map((unit) => this.#place(unit, index)), isDenying: units.some(isDenying) };
      });
      return {
        id,
        phrases: taken,
        texts: slots.filter(({ type }) => isText(type)).length,
        hasNumber: slots.some(({ type }) => type === 'SLOT_TYPE_NUMBER' || type === 'SLOT_TYPE_MONEY'),
        hasDate: slots.some(({ type }) => type === 'SLOT_TYPE_DATE' || type === 'SLOT_TYPE_TIME'),
        needsDate: slots.some(({ type, optional }) => type === 'SLOT_TYPE_DATE' && !optional),
      };
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
    for (const sense of unit.senses)
      for (const place of this.#bySense.get(sense) ?? []) {
        const other = this.#units[place];
        if (other) found.set(place, likenessOf(unit.senses, other.senses));
      }
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
    const kins = said.flatMap(({ kin, contraries }) => (contraries ? [kin, contraries] : [kin]));
    const candidates = new Set(kins.flatMap((kin) => this.#holdersOf(kin)));
    const heardAt = {
      plain: placesOf(said.map(({ kin, contraries }) => contraries ?? kin)),
      denying: placesOf(said.map(({ kin }) => kin)),
    };
    const bySkill = new Map<string, Likeness>();
    for (const index of candidates) {
      const taught = this.#taught[index];
      if (taught) bySkill.set(taught.id, this.#likeness(taught, said, heardAt));
    }
    const plain = said.filter(({ unit }) => !unit.isValue);
    const strange = sum(plain.filter(({ rarity }) => rarity === 0).map(({ unit }) => unit.weight));
    return { bySkill, strange: plain.length === 0 ? 0 : strange / sum(plain.map(({ unit }) => unit.weight)) };
  }

  #heardIn(text: string): Heard[] {
    const words = learnedWords(text);
    const units = unitsOf(text);
    const denied = deniedIn(units, words);
    return units.map((unit) => {
      const kin = isNot(unit) ? this.#kinOfDenial(unit) : this.#kinOrSlips(unit);
      const [at = 0] = unit.at;
      const before = words[at - 1] ?? '';
      const isDefinite = definite.has(before);
      const isState = /ed$/.test(words[at] ?? '') && at + 1 < words.length && (isDefinite || /'s$/.test(before));
      const isTooMuch = before === 'too';
      const contraries = denied.has(unit) ? this.#contraries(unit) : undefined;
      return { unit, kin, contraries, rarity: this.#rarity(unit, kin), isDefinite, isState, isTooMuch };
    });
  }

  #kinOfDenial(unit: Unit): Map<number, number> {
    const [ending] = unitsOf('no longer');
    return new Map([...this.#kin({ ...unit, senses: ending?.senses ?? unit.senses }), ...this.#kin(unit)]);
  }

  #contraries({ senses }: Unit): Map<number, number> | undefined {
    const found = new Map<number, number>();
    const others = new Set([...senses].map((sense) => sense ^ 1));
    for (const sense of others)
      for (const place of this.#bySense.get(sense) ?? [])
        found.set(place, likenessOf(others, this.#units[place]?.senses ?? others));
    return found.size > 0 ? found : undefined;
  }

  /** It is the second of two meanings that oppose each other: to reject, to remove. */
  #isContrary(place: number): boolean {
    return [...(this.#units[place]?.senses ?? [])].some((sense) => sense % 2 === 1);
  }

  #holdersOf(kin: ReadonlyMap<number, number>): number[] {
    return [...kin.keys()].flatMap((place) => this.#holders[place] ?? []);
  }

  #likeness(
    taught: Taught,
    said: readonly Heard[],
    heardAt: { readonly plain: HeardAt; readonly denying: HeardAt },
  ): Likeness {
    const fitting = fittingPhrases(taught.phrases, said);
    const alignments = fitting.map(({ places, isDenying: is }) =>
      this.#align(places, said, is ? heardAt.denying : heardAt.plain),
    );
    const best = alignments.reduce((one, other) => (other.share > one.share ? other : one));
    const had = said.map((_, index) => Math.max(...alignments.map((alignment) => alignment.had[index] ?? 0)));
    const parts = partsOf(said, had, taught);
    const isDated = said.some(({ unit: { form } }) => form === 'date');
    return {
      said: best.share,
      usual: sum(alignments.map(({ share }) => share)) / alignments.length,
      named: alignments.at(-1)?.share ?? 0,
      meant: meantBy(had, said, parts),
      shared: Math.max(...alignments.map((one) => harmonic(one.share, meantBy(one.had, said, parts)))),
      strange: strangeIn(said, parts),
      evidence: said.map(({ unit, rarity }, index) => (unit.isValue ? 0 : (had[index] ?? 0) * rarity)),
      negated:
        isOfNobody(said, had) ||
        (isNegated(said, had, fitting) && !best.unsaid.some((place) => this.#isContrary(place))),
      already: isAlready(said, had) || said.some(({ isTooMuch }, index) => isTooMuch && (had[index] ?? 0) > 0),
      hollow: isHollow(said, had, parts),
      opposed: this.#isOpposed(new Set(fitting.flatMap(({ places }) => places)), said, had),
      spare: said.some(({ unit }, index) => unit.isValue && parts[index] === 'free'),
      undated: isDated && !taught.hasDate,
      dateless: !isDated && taught.needsDate,
    };
  }

  /** Each word for one word, the likest first. */
  #align(phrase: readonly number[], said: readonly Heard[], heardAt: HeardAt): Alignment {
    const pairs = phrase.flatMap((place, at) => (heardAt.get(place) ?? []).map((heard) => ({ at, ...heard })));
    pairs.sort((a, b) => b.much - a.much);
    const had = new Array<number>(said.length).fill(0);
    const heard = new Array<number>(phrase.length).fill(0);
    for (const { at, index, much } of pairs) {
      if (had[index] !== 0 || heard[at] !== 0) continue;
      had[index] = much;
      heard[at] = much;
    }
    let [whole, part] = [0, 0];
    phrase.forEach((place, at) => {
      whole += this.#rarities[place] ?? 0;
      part += (this.#rarities[place] ?? 0) * (heard[at] ?? 0);
    });
    return {
      share: whole === 0 ? 0 : part / whole,
      had,
      unsaid: phrase.filter((_, at) => heard[at] === 0),
    };
  }

  #isOpposed(phrases: ReadonlySet<number>, said: readonly Heard[], had: readonly number[]): boolean {
    return said.some(
      ({ unit }, index) =>
        had[index] === 0 &&
        unit.weight === 1 &&
        [...phrases].some((place) => {
          const senses = this.#units[place]?.senses ?? new Set<number>();
          return [...unit.senses].some((sense) => senses.has(sense ^ 1));
        }),
    );
  }
}

const definite = new Set(['the', 'my', 'our', 'your', 'his', 'her', 'their']);
/** Verbs that say nothing by themselves: `put`, `take in`. */
const lightVerb = /^(?:put|tak|get|giv|mak|do|hav|let|go|bring|keep|set)(?: |$)/;

/** `continue with the closed case`: the deed is in none of its phrases, and its own is how something is. */
function isAlready([first, ...rest]: readonly Heard[], [one, ...others]: readonly number[]): boolean {
  const isDeedUnknown = first?.unit.at[0] === 0 && !first.unit.isValue && one === 0;
  return isDeedUnknown && rest.some(({ isState }, index) => isState && (others[index] ?? 0) > 0);
}

/** `put Ada on the list` is no `put {program} on {computer}` for sure. */
function isHollow(said: readonly Heard[], had: readonly number[], parts: readonly Part[]): boolean {
  const isLight = said.every(
    ({ unit }, index) => (had[index] ?? 0) === 0 || unit.weight < 1 || lightVerb.test(unit.stem),
  );
  return isLight && said.some(({ unit, isDefinite }, index) => isDefinite && parts[index] === 'value' && !unit.isValue);
}

function placesOf(kins: readonly ReadonlyMap<number, number>[]): HeardAt {
  const found = new Map<number, { index: number; much: number }[]>();
  kins.forEach((kin, index) => {
    for (const [place, much] of kin) {
      const known = found.get(place);
      if (known) known.push({ index, much });
      else found.set(place, [{ index, much }]);
    }
  });
  return found;
}

/** Another word for it is a little less than the word, and the less the more both can mean besides. */
function likenessOf(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let shared = 0;
  for (const sense of one) if (other.has(sense)) shared++;
  return bySense.least + (bySense.most - bySense.least) * (shared / Math.sqrt(one.size * other.size));
}

const textTypes: ReadonlySet<Slot['type']> = new Set([
  'SLOT_TYPE_TEXT',
  'SLOT_TYPE_RECORD',
  'SLOT_TYPE_FILE',
  'SLOT_TYPE_SECRET',
  'SLOT_TYPE_UNSPECIFIED',
]);
const isText = (type: Slot['type']): boolean => textTypes.has(type);

/** What a unit of a wish is to a skill: had by a phrase, of no matter, the value of a text, or neither. */
type Part = 'had' | 'nothing' | 'value' | 'free';

/** A word within a turn that was found says nothing more, nor does what has the form of a value that is wanted. */
function partsOf(said: readonly Heard[], had: readonly number[], { texts, hasNumber, hasDate }: Taught): Part[] {
  const isHad = (index: number) => (had[index] ?? 0) > 0;
  const covered = new Set(said.flatMap(({ unit }, index) => (isHad(index) ? unit.at : [])));
  const parts = said.map(({ unit }, index): Part => {
    const { form, at } = unit;
    if (isHad(index)) return 'had';
    if (isDenying(unit) && said[index + 1]?.contraries && isHad(index + 1)) return 'nothing';
    const isWanted = (form === 'date' && hasDate) || (form === 'number' && hasNumber);
    return isWanted || at.every((place) => covered.has(place)) ? 'nothing' : 'free';
  });
  const worth = (run: readonly number[]) => sum(run.map((index) => worthAsValue(said[index])));
  const runs = runsOf(parts).sort((a, b) => worth(b) - worth(a));
  for (const index of runs.slice(0, texts).flat()) parts[index] = 'value';
  return parts;
}

/** What is written like a name is one; what no skill has is rather one than what some have. */
const worthAsValue = (heard: Heard | undefined): number => (heard?.unit.isValue ? 10 : heard?.rarity === 0 ? 2 : 1);

/** Places that are free, where nothing but small words stands between. */
function runsOf(parts: readonly Part[]): number[][] {
  const runs: number[][] = [];
  let isOpen = false;
  parts.forEach((part, index) => {
    if (part === 'nothing') return;
    if (part === 'free' && isOpen) runs.at(-1)?.push(index);
    else if (part === 'free') runs.push([index]);
    isOpen = part === 'free';
  });
  return runs;
}

/** How much of the words that skills have was meant; names that are values aside. */
function meantBy(had: readonly number[], said: readonly Heard[], parts: readonly Part[]): number {
  let [whole, part] = [0, 0];
  said.forEach(({ unit, rarity }, index) => {
    if (parts[index] === 'nothing' || (parts[index] === 'value' && unit.isValue)) return;
    whole += rarity;
    part += rarity * (had[index] ?? 0);
  });
  return whole === 0 ? 0 : part / whole;
}

/** A word that no skill has, and that may be a value, is half as strange. */
const strangeAsValue = 0.5;

function strangeIn(said: readonly Heard[], parts: readonly Part[]): number {
  let [whole, part] = [0, 0];
  said.forEach(({ unit, rarity }, index) => {
    if (parts[index] === 'nothing' || (unit.isValue && parts[index] !== 'had')) return;
    whole += unit.weight;
    if (rarity === 0) part += unit.weight * (parts[index] === 'value' ? strangeAsValue : 1);
  });
  return whole === 0 ? 0 : part / whole;
}

const harmonic = (one: number, other: number): number => (one + other === 0 ? 0 : (2 * one * other) / (one + other));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
