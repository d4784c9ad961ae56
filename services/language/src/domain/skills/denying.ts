import { stemOf } from '../wording/stem.ts';
import type { Unit } from '../wording/wording.ts';

const denying = /^(?:not|no|never|nobody|none|nothing|without|neither|nor|cannot|\p{L}+n't)$/u;
/** `instead of merging`, `enough water`: what is not wanted, although nothing says "not". */
const sparing: ReadonlySet<string> = new Set(['instead', 'enough'].map(stemOf));

/** A word that says "not", by its form. */
export const isDenying = ({ stem }: Unit): boolean => denying.test(stem);

/** `no`, `isn't`: said of the whole, where `nobody` and `without` are of something in it. */
export const isNot = ({ stem }: Unit): boolean => /^(?:not|no|never|cannot|\p{L}+n't)$/u.test(stem);

/** Says that what comes next is not wanted. */
export const isDenial = (unit: Unit): boolean => isDenying(unit) || sparing.has(unit.stem);

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
