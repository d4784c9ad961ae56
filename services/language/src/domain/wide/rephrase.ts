import { isCapitalised, type Phrase } from '../phrase.ts';
import { phraseOf, rephrasedBy, ruleOf } from './pattern.ts';
import { rephrasings } from './rephrasings.ts';

const rules = rephrasings.map(ruleOf);
/** Rules by what a command may begin with, so that few of them are tried; `undefined`: anything. */
const byFirst = new Map<string | undefined, typeof rules>();
for (const rule of rules)
  for (const first of firstWords(rule)) byFirst.set(first, [...(byFirst.get(first) ?? []), rule]);

function firstWords({ pieces }: (typeof rules)[number]): (string | undefined)[] {
  const firsts: (string | undefined)[] = [];
  for (const piece of pieces) {
    if (piece.is === 'capture') return [...firsts, undefined];
    firsts.push(...piece.words);
    if (!piece.mayLack) break;
  }
  return firsts;
}

/** Longer parts hold a text, and need none of these. */
const mostWords = 40;

/** The plain ways to say a part that was said in a wider way, likeliest first. */
export function* rephrased(phrase: Phrase): Generator<Phrase> {
  if (phrase.length > mostWords) return;
  const words = phrase.trimmed();
  for (const rule of [...(byFirst.get(words.low(0)) ?? []), ...(byFirst.get(undefined) ?? [])]) {
    const plain = rephrasedBy(rule, words);
    if (plain) yield plain;
  }
}

/** `clicking Save` as `click Save`, when that is a verb. */
export function withoutGerund(phrase: Phrase, isVerb: (phrase: Phrase) => boolean): Phrase | undefined {
  const said = phrase.low(0);
  if (!said.endsWith('ing')) return undefined;
  const stem = said.slice(0, -'ing'.length);
  const rest = phrase.slice(1).raw;
  const stems = [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1')];
  return stems.map((verb) => phraseOf(`${verb} ${rest}`)).find(isVerb);
}

/** Slips of the tongue: `um`, and words said twice. */
const hesitations = new Set(['um', 'uh', 'er', 'erm', 'uhm', 'hmm', 'hm', 'ehm', 'ah']);
const articles = new Set(['the', 'a', 'an', 'to', 'on', 'in', 'my']);

const saidTwice = new Set(['click', 'press', 'open', 'select', 'check', 'scroll']);

export function withoutSlips(phrase: Phrase): Phrase | undefined {
  const kept = phrase.tokens.filter(({ kind, low }, index) => {
    if (kind !== 'word') return true;
    const mayBeTwice = articles.has(low) || (index === 0 && phrase.length > 2 && saidTwice.has(low));
    const isTwice =
      mayBeTwice &&
      phrase.tokens[index + 1]?.low === low &&
      !isCapitalised(phrase.tokens[index + 1]) &&
      // `set Ship to to Oslo`: the name may end so.
      !(isCapitalised(phrase.tokens[index - 1]) && /^(?:to|on|in)$/.test(low)) &&
      (index === 0 || !isCapitalised(phrase.tokens[index]));
    return !hesitations.has(low) && !isTwice;
  });
  if (kept.length === phrase.length) return undefined;
  return phraseOf(kept.map(({ start, end }) => phrase.source.slice(start, end)).join(' '));
}
