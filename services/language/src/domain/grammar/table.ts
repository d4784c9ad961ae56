import type { VerbParser, VerbTable } from '../clause.ts';
import type { Phrase, Place } from '../phrase.ts';
import { phrases } from '../phrase.ts';
import { chooseVerbs } from './choose.ts';
import { clickVerbs } from './click.ts';
import { dragVerbs } from './drag.ts';
import { fillVerbs } from './fill.ts';
import { keyVerbs } from './keys.ts';
import { openVerbs } from './open.ts';
import { readVerbs } from './read-out.ts';
import { scrollVerbs } from './scroll.ts';
import { typeVerbs } from './type.ts';
import { waitVerbs } from './wait.ts';

const tables: readonly VerbTable[] = [
  clickVerbs,
  keyVerbs,
  typeVerbs,
  fillVerbs,
  chooseVerbs,
  scrollVerbs,
  openVerbs,
  dragVerbs,
  waitVerbs,
  readVerbs,
];

/** How each verb is said, and who reads what follows. */
const parsers: ReadonlyMap<string, VerbParser> = new Map(
  tables.flat().flatMap(([said, parse]) => said.map((phrase) => [phrase, parse] as const)),
);
const verbs = phrases(...parsers.keys());

export interface VerbFound extends Place {
  readonly parse: VerbParser;
}

/** The verb that a phrase begins with: the longest. */
export function findVerb(phrase: Phrase): VerbFound | undefined {
  const place = phrase.match(verbs);
  const parse = place && parsers.get(place.said);
  return place && parse && { ...place, parse };
}

/** Every way to say a verb, for "did you mean". */
export const verbWords: readonly string[] = [
  ...new Set([...parsers.keys()].map((phrase) => phrase.split(' ')[0] ?? '')),
];
