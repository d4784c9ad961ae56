import { screenWords } from '../doubt/words.ts';
import type { Phrase } from '../phrase.ts';
import { phraseOf } from './pattern.ts';

/** Words of everyday that are no slips of a verb, though they look like it. */
const otherWords = new Set(
  'pick stay tip ask sell call fix make play book buy send stop help form star dog put god own pen oven open trick strike clock chick crop sort'.split(
    ' ',
  ),
);
const shortest = 4;

/**
 * `clik Save`, `opne Firefox`: the verb with two letters changed about, one left out or one too many. Another letter in
 * the place of one is no slip that can be told from another word (`sell`, `tell`).
 */
export function respelt(phrase: Phrase, verbs: readonly string[]): Phrase | undefined {
  const said = phrase.low(0);
  // `double clikc`
  if (/^(?:double|triple|right|middle|left)$/.test(said) && isSlip(phrase.low(1), 'click'))
    return phraseOf(`${said} click ${phrase.slice(2).raw}`);
  if (said.length < shortest - 1 || otherWords.has(said) || screenWords.has(said) || verbs.includes(said))
    return undefined;
  const meant = verbs.filter((verb) => verb.length >= shortest && isSlip(said, verb));
  const [only] = meant;
  return meant.length === 1 && only ? phraseOf(`${only} ${phrase.slice(1).raw}`) : undefined;
}

export function isSlip(said: string, meant: string): boolean {
  if (said.length === meant.length) return isSwapped(said, meant) || soundsAlike(said, meant);
  const [longer, shorter] = said.length > meant.length ? [said, meant] : [meant, said];
  if (longer.length - shorter.length !== 1 || longer[0] !== shorter[0]) return false;
  return [...longer].some((_, index) => longer.slice(0, index) + longer.slice(index + 1) === shorter);
}

/** `klick`: written as it is heard. */
const soundsAlike = (said: string, meant: string): boolean => said.replaceAll('k', 'c') === meant.replaceAll('k', 'c');

function isSwapped(said: string, meant: string): boolean {
  const at = [...said].findIndex((letter, index) => letter !== meant[index]);
  if (at < 0) return false;
  return said[at] === meant[at + 1] && said[at + 1] === meant[at] && said.slice(at + 2) === meant.slice(at + 2);
}
