import { type Phrase, phrases } from '../phrase.ts';
import { tokenize } from '../tokens.ts';
import type { SaidValue } from './filling.ts';

export interface NamedSkill {
  readonly name: string;
  readonly values: readonly SaidValue[];
}

const openings = phrases('run skill', 'run the skill', 'do skill', 'do the skill', 'use skill', 'use the skill');

/** Reads `run skill "Send invoice" with number "17" and customer "Acme"`: nothing in it can be mistaken. */
export function readNamedSkill(text: string): NamedSkill | undefined {
  const { phrase, unclosed } = tokenize(text);
  const opening = unclosed === undefined ? phrase.match(openings) : undefined;
  const rest = opening && phrase.after(opening);
  const name = rest?.tokens[0]?.kind === 'quoted' ? rest.tokens[0].value : undefined;
  if (!rest || name === undefined) return undefined;
  const values = rest.length === 1 ? [] : valuesIn(rest.slice(1));
  return values && { name, values };
}

function valuesIn(phrase: Phrase): SaidValue[] | undefined {
  if (phrase.low(0) !== 'with') return undefined;
  const values: SaidValue[] = [];
  let at = 1;
  while (at < phrase.length) {
    const [slot, value] = [phrase.tokens[at], phrase.tokens[at + 1]];
    if (slot?.kind !== 'word' || value?.kind !== 'quoted') return undefined;
    values.push({ slot: slot.value, said: value.value, confidence: 1 });
    at += 2;
    if (at < phrase.length && phrase.low(at) !== 'and' && phrase.low(at) !== ',') return undefined;
    at++;
  }
  return values;
}
