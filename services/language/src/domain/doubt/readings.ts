import type { Step } from '../clause.ts';
import { sure, targetsOf } from '../clause.ts';
import type { Phrase } from '../phrase.ts';
import { hasDoubtfulText, namedIn, type Thing } from './doubt.ts';

export interface NamedReading {
  readonly steps: readonly Step[];
  /** Everything that it names. */
  readonly things: readonly Thing[];
}

/**
 * The readings of one command that would be vouched for by a screen that has all that they name. A text that goes nowhere named needs nothing, and so
 * is none. Where the keys that are pressed or what is opened tell the readings apart, no screen tells: none.
 */
export function namesOfReadings(said: Phrase, readings: readonly (readonly Step[])[]): NamedReading[] {
  if (new Set(readings.map(unseenIn)).size > 1) return [];
  const named = readings.flatMap((steps) => {
    const things = steps.map(thingsOf);
    const isWhole = things.every((all) => all !== undefined) && things.some((all) => all.length > 0);
    const isInDoubt = steps.some(({ confidence }) => confidence < sure.doubtful) || hasDoubtfulText(said, steps);
    return isWhole ? [{ steps, things: things.flat(), isInDoubt }] : [];
  });
  const rivals = named.filter(({ isInDoubt }) => isInDoubt);
  return named.filter((one) => !one.isInDoubt && rivals.every((rival) => isMoreThan(one, rival)));
}

/** A reading that is in doubt itself is never taken, but where it needs no other names, the screen does not speak against it. */
const isMoreThan = (one: NamedReading, other: NamedReading): boolean => {
  const names = new Set(one.things.map(({ target }) => target.text));
  const others = new Set(other.things.map(({ target }) => target.text));
  return names.size > others.size && [...others].every((name) => names.has(name));
};

/** What of a reading leaves no trace on the screen before it is done. */
const unseenIn = (steps: readonly Step[]): string =>
  JSON.stringify(steps.map(({ verb }) => verb).filter(({ $case }) => $case === 'pressKeys' || $case === 'open'));

/** Undefined where a step has something without a name. */
function thingsOf({ verb, onlyIf }: Step, step: number): Thing[] | undefined {
  if (verb.$case === 'pressKeys' || verb.$case === 'open') return [];
  const targets = [...targetsOf(verb), ...(onlyIf?.target ? [onlyIf.target] : [])];
  const named = targets.map(namedIn);
  const isWhole = targets.length > 0 && named.every((names) => names.length > 0);
  return isWhole ? named.flat().map((target) => ({ step, target })) : undefined;
}
