import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Phrase } from './phrase.ts';

export type Verb = NonNullable<DirectAction['verb']>;
export type VerbCase = Verb['$case'];

/** Only done when this is on the screen, or gone. */
export type Condition = NonNullable<DirectAction['onlyIf']>;

export interface Step {
  readonly verb: Verb;
  readonly confidence: number;
  readonly onlyIf?: Condition | undefined;
  /** What is meant instead where the screen has such a thing: `copy` is a key, or a button that is called so. */
  readonly instead?: Verb | undefined;
}

/** One meaning of a part of a command: usually a single step. */
export type Reading = readonly Step[];

/**
 * What one part of a command means.
 * `read`: one reading, or several between which somebody has to choose. `missing`: a verb without what it needs.
 * `strange`: words that mean nothing here, with the family whose examples help.
 */
export type Clause =
  | { readonly is: 'read'; readonly readings: readonly Reading[]; readonly question: string }
  | { readonly is: 'missing'; readonly question: string; readonly readings: readonly Reading[] }
  | { readonly is: 'strange'; readonly part: string; readonly family: Family };

export type Family =
  | 'any'
  | 'target'
  | 'click'
  | 'keys'
  | 'type'
  | 'choose'
  | 'scroll'
  | 'open'
  | 'drag'
  | 'wait'
  | 'read';

/** How sure a reading is. What is below `threshold` is asked, not done. */
export const sure = {
  /** Everything that could be misread was quoted, or is a closed word. */
  exactly: 1,
  /** A name without quotes, with the kind of element: `the Save button`. */
  kind: 0.95,
  /** A name without quotes. */
  name: 0.92,
  /** Said in other words than the documented ones. */
  reworded: 0.9,
  /** Another reading is thinkable; this is the documented one. */
  likely: 0.85,
  /** Another reading is well thinkable. */
  hardly: 0.8,
  threshold: 0.75,
  /** As good as the other reading; the screen may tell. */
  doubtful: 0.6,
  /** A reading that no screen makes likely: there may well be such a field, and the words be meant otherwise. */
  unlikely: 0.4,
} as const;

/** The same, but no surer than this. */
export const atMost = (clause: Clause, confidence: number): Clause =>
  clause.is === 'strange'
    ? clause
    : {
        ...clause,
        readings: clause.readings.map((reading) =>
          reading.map((one) => ({ ...one, confidence: Math.min(one.confidence, confidence) })),
        ),
      };

export const step = (verb: Verb, confidence: number): Step => ({ verb, confidence });

export const read = (verb: Verb, confidence: number): Clause => ({
  is: 'read',
  readings: [[step(verb, confidence)]],
  question: '',
});

export const either = (question: string, ...readings: readonly Reading[]): Clause => ({
  is: 'read',
  readings,
  question,
});

export const missing = (question: string, ...readings: readonly Reading[]): Clause => ({
  is: 'missing',
  question,
  readings,
});

export const strange = (part: Phrase | string, family: Family): Clause => ({
  is: 'strange',
  part: typeof part === 'string' ? part : part.text,
  family,
});

/** Reads what follows a verb. `said` is the verb as the table has it. */
export type VerbParser = (rest: Phrase, said: string) => Clause;

/** The verbs of one family: how each is said, and who reads what follows. */
export type VerbTable = readonly (readonly [said: readonly string[], parse: VerbParser])[];

/** What a step is about: what is dragged first, and then where to. */
export function targetsOf(verb: Verb): TargetQuery[] {
  if (verb.$case === 'pressKeys' || verb.$case === 'open') return [];
  const targets = verb.$case === 'drag' ? [verb.value.from, verb.value.to] : [verb.value.target];
  return targets.filter((target) => target !== undefined);
}

export const targetOf = (verb: Verb | undefined): TargetQuery | undefined => verb && targetsOf(verb)[0];
