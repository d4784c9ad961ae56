import type { Unit } from '../wording/wording.ts';

/** A unit of what was said, and the units of skills that mean it. */
export interface Heard {
  readonly unit: Unit;
  /** `the menu`, `my list`: something that is there, no value. */
  readonly isDefinite: boolean;
  /** `the closed case`, `Ada's lent book`: how something is, and nothing to do. */
  readonly isState: boolean;
  /** `too low`: it is so, and should not be. */
  readonly isTooMuch: boolean;
  readonly kin: ReadonlyMap<number, number>;
  /** What means the contrary, where it is said "not" about: `don't accept` is to refuse. */
  readonly contraries: ReadonlyMap<number, number> | undefined;
  readonly rarity: number;
}

/** A phrase of a skill, taken apart. */
export interface Phrase {
  readonly places: readonly number[];
  /** It says "not": `{person} pays no fee`. */
  readonly isDenying: boolean;
}
