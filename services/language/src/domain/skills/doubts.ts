import type { Likeness } from './likeness.ts';

/** So much as speaks for the one and not for the other may speak for the other and not for the one: less is no rival. */
const rivalShare = 0.8;

/**
 * Whether what was said has something for the other skill that the first one, of the same matter, leaves unexplained: `the guests of table 4 are
 * gone` is no "Open table" where there is a "Close table" and its guests have left.
 */
export function isRival(likely: Likeness, other: Likeness): boolean {
  let [forLikely, forOther, isSameMatter] = [0, 0, false];
  likely.evidence.forEach((one, index) => {
    const another = other.evidence[index] ?? 0;
    if (one > 0 && another > 0) isSameMatter = true;
    else if (another === 0) forLikely += one;
    else forOther += another;
  });
  return isSameMatter && forOther > 0 && forOther >= rivalShare * forLikely;
}

/** What speaks against doing it, however much else agrees: the end may be just the contrary, or another thing. */
export const isDoubtful = ({ opposed, negated, hollow }: Likeness): boolean => opposed || negated || hollow;

/** Words that no skill has, where not even most of the likest phrase was said: only who is surely meant is meant. */
const leastSaid = 0.7;
const mostStrange = 0.2;
export const isStrange = ({ said, strange }: Likeness): boolean => said < leastSaid && strange >= mostStrange;

/** `have Nina sign the contract`, `get Paul to call me`: somebody else is to do it. */
const delegating =
  /^(?:have (?:\p{Lu}\S*|him|her|them|someone|somebody|everyone|everybody|people)|get (?:\p{Lu}\S*|him|her|them|someone|somebody|everyone|everybody|people) to) \p{Ll}+ /u;
const delegated = /\b(?:ask|have|get|make|let|tell|send|request|assign)\b/i;
export const isForAnother = (text: string, phrases: readonly string[]): boolean =>
  delegating.test(text) && !phrases.some((phrase) => delegated.test(phrase));
