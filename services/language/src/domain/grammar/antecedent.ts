import { type Clause, sure, targetOf, type Verb } from '../clause.ts';
import { isCapitalised, type Phrase } from '../phrase.ts';
import { sayTarget } from '../say.ts';
import { readTarget } from '../target.ts';
import { phraseOf } from '../wide/pattern.ts';
import { alsoOnButtons, readKeys } from './key-words.ts';
import { beginsCommand, readPart } from './part.ts';

const pronouns = new Set(['it', 'that', 'this']);

/** Parts in order: `it` in one means what the one before was about. */
export function said(parts: readonly Phrase[], about: string | undefined): Clause[] {
  let meant = about;
  let last: Verb | undefined;
  return parts.map((part) => {
    const clause = goesOn(part, last) ?? readAbout(part, meant);
    last = clause.is === 'read' ? clause.readings[0]?.at(-1)?.verb : undefined;
    const target = clause.is === 'read' ? targetOf(clause.readings.at(0)?.at(-1)?.verb) : undefined;
    if (target) meant = sayTarget(target);
    return clause;
  });
}

/** `click Name and then on City`, `click File, then Export`: the verb is said once. */
function goesOn(part: Phrase, last: Verb | undefined): Clause | undefined {
  if (last?.$case !== 'click') return undefined;
  const isOn = part.low(0) === 'on' && part.length > 1;
  return isOn || namesThing(part, true) ? readPart(phraseOf(`click ${part.raw}`)) : undefined;
}

/** `Export`, `"Export"`, `the Export button`: nothing but a thing, plainly named. */
export function namesThing(part: Phrase, isClicked: boolean): boolean {
  const words = part.trimmed();
  if (beginsCommand(words) || (!words.hasQuoted && isKey(words, isClicked))) return false;
  const target = readTarget(words);
  if (target.is !== 'found' || target.confidence < sure.threshold) return false;
  return target.query.exact || target.query.role !== 'ROLE_UNSPECIFIED' || /^\p{Lu}/u.test(target.query.text);
}

/** `click File, then Print`: rather a name than a key. */
function isKey(words: Phrase, isClicked: boolean): boolean {
  const keys = readKeys(words.raw);
  return keys !== undefined && !(isClicked && isCapitalised(words.tokens[0]) && alsoOnButtons.has(keys.first));
}

/** `click it`: what is missing is what was spoken of. */
function readAbout(part: Phrase, meant: string | undefined): Clause {
  const clause = readPart(part);
  const at = part.tokens.findIndex(({ kind, low }) => kind === 'word' && pronouns.has(low));
  if (clause.is === 'read' || meant === undefined || at < 0) return clause;
  const resolved = readPart(phraseOf(`${part.slice(0, at).raw} ${meant} ${part.slice(at + 1).raw}`));
  return resolved.is === 'read' ? resolved : clause;
}

/** `turn it off`. */
export const hasPronoun = (part: Phrase): boolean =>
  part.tokens.some(({ kind, low }) => kind === 'word' && pronouns.has(low));
