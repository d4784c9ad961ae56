import { stemOf } from '../wording/stem.ts';
import type { Unit } from '../wording/wording.ts';
import type { Heard, Phrase } from './heard.ts';

const denying = /^(?:not|no|never|nobody|none|nothing|without|neither|nor|cannot|\p{L}+n't)$/u;
/** `instead of merging`, `enough water`: what is not wanted, although nothing says "not". */
const sparing: ReadonlySet<string> = new Set(['instead', 'enough'].map(stemOf));

/** A word that says "not", by its form. */
export const isDenying = ({ stem }: Unit): boolean => denying.test(stem);

/** `no`, `isn't`: said of the whole, where `nobody` and `without` are of something in it. */
export const isNot = ({ stem }: Unit): boolean => /^(?:not|no|never|cannot|\p{L}+n't)$/u.test(stem);

/** Says that what comes next is not wanted. */
const isDenial = (unit: Unit): boolean => isDenying(unit) || sparing.has(unit.stem);

const between = new Set(['be', 'been', 'being', 'to', 'get', 'have']);

/** The deeds that a word just before them says "not" about: `don't accept`, `isn't to be accepted`; of `we don't want the offer` none. */
export function deniedIn(units: readonly Unit[], words: readonly string[]): ReadonlySet<Unit> {
  const denials = units.filter((unit) => (isNot(unit) && unit.stem !== 'no') || /^no long/.test(unit.stem));
  return new Set(
    denials.flatMap((denial) => {
      let at = (denial.at.at(-1) ?? 0) + 1;
      while (between.has(words[at] ?? '')) at++;
      return units.find((unit) => unit.at[0] === at && unit.weight === 1) ?? [];
    }),
  );
}

/** What is not wanted any more is to be ended, and the skill is for that. */
const anyMore = /^(?:any|no) (?:mor|long)/;

/** A phrase that says "not" is for wishes that do. */
export function fittingPhrases(phrases: readonly Phrase[], said: readonly Heard[]): readonly Phrase[] {
  if (said.some(({ unit }) => isDenial(unit) || anyMore.test(unit.stem))) return phrases;
  const plain = phrases.filter(({ isDenying: is }) => !is);
  return plain.length > 0 ? plain : phrases;
}

/** Not this is to be done, but something else: the word that is said "not" about is one of the skill's. */
export function isNegated(said: readonly Heard[], had: readonly number[], phrases: readonly Phrase[]): boolean {
  if (said.some(({ unit }, index) => (had[index] ?? 0) > 0 && anyMore.test(unit.stem))) return false;
  return said.some(({ unit }, index) => {
    if ((had[index] ?? 0) > 0 || !isDenial(unit)) return false;
    const next = said.findIndex((other, at) => at > index && other.unit.weight === 1);
    const heard = said[next];
    if (heard?.contraries && (had[next] ?? 0) === 0)
      return phrases.some(({ places }) => places.some((place) => heard.kin.has(place)));
    return heard?.contraries === undefined && (had[next] ?? 0) > 0;
  });
}

/** `nobody should see the folder`: what that means for the folder is not said. */
export const isOfNobody = (said: readonly Heard[], had: readonly number[]): boolean =>
  said.some(({ unit }, index) => {
    if (!isDenying(unit) || isNot(unit) || (had[index] ?? 0) > 0) return false;
    const next = said.findIndex((other, at) => at > index && other.unit.weight === 1);
    return next >= 0 && had[next] === 0 && said[next]?.unit.isValue === false;
  });
