import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Likeness } from './likeness.ts';
import type { Captured } from './templates.ts';

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
export const isDoubtful = ({ opposed, negated, hollow, already }: Likeness): boolean =>
  opposed || negated || hollow || already;

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

/** `let Ada borrow the bowl`, `get feedback from Sam`: done by somebody else, which may be another skill's. */
const byAnother = /^(?:let|have|make) (?!sure\b)|^get .* (?:by|from) \p{Lu}/u;
const nearly = 0.5;
export const isOneSided = (text: string, likely: Likeness, other: Likeness): boolean =>
  byAnother.test(text) && likely.evidence.every((one, index) => (other.evidence[index] ?? 0) >= nearly * one);

/** `what is still missing from the shop` wants to be told something. */
const questioning = /^(?:what|where|who|which|how|when|why)\b[^,;]*$/i;
const telling =
  /^(?:what|where|who|which|how|when|why|is|are|do|does|did|can|has|have|show|list|display|read|check|find|look|see|get|tell|print|open|search|measure|track|report|count)\b/i;
export const isOnlyQuestion = (text: string, { name, phrases }: Skill): boolean =>
  questioning.test(text) && ![name, ...phrases].some((phrase) => telling.test(phrase));

/** `Hamlet are free again, refund them`: a sentence of its own, and no value. */
const clause = /[,;] \S+ \S| (?:is|are|was|were|has|have|had|will) \S/;
export const hasClause = (values: readonly Captured[]): boolean => values.some(({ said }) => clause.test(said));

/** Half of what another skill is asked for with, among words that are the value of this one. */
const halfSaid = 0.5;
export const isWithin = (other: Likeness, own: Likeness): boolean =>
  other.said >= halfSaid && other.evidence.some((one, index) => one > 0 && own.evidence[index] === 0);
