import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { numberOf } from '../numbers.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { type Purpose, roleFor } from '../roles.ts';

/** More at once is a mistake or a misuse. */
const most = 30;
const articles = phrases('the');
const to = new Set(['to', 'through', 'until', 'till', '-', '–']);

/** `the first three checkboxes`, `the last two rows`, `rows 2 to 4`: each of them; none when they are too many. */
export function readRange(words: Phrase, purpose: Purpose = 'any'): TargetQuery[] | undefined {
  const phrase = words.trimmed();
  const article = phrase.match(articles);
  const rest = article ? phrase.after(article) : phrase;
  return firstOnes(rest, purpose) ?? fromTo(rest, purpose);
}

function firstOnes(phrase: Phrase, purpose: Purpose): TargetQuery[] | undefined {
  const count = numberOf(phrase.low(1));
  const role = roleOfMany(phrase.slice(2), purpose);
  if (!role || count === undefined || !Number.isInteger(count) || count < 1) return undefined;
  if (count > most) return [];
  const places = Array.from({ length: count }, (_, index) => index + 1);
  if (phrase.low(0) === 'first') return places.map((place) => queryOf(role, place));
  return phrase.low(0) === 'last' ? places.reverse().map((place) => queryOf(role, -place)) : undefined;
}

function fromTo(phrase: Phrase, purpose: Purpose): TargetQuery[] | undefined {
  const joint = phrase.tokens.findIndex(({ low }) => to.has(low));
  if (joint !== phrase.length - 2 || joint < 2) return undefined;
  const role = roleOfMany(phrase.slice(0, joint - 1), purpose);
  const [from, until] = [numberOf(phrase.low(joint - 1)), numberOf(phrase.low(joint + 1))];
  if (!role || from === undefined || until === undefined || !Number.isInteger(from) || from < 1) return undefined;
  if (!Number.isInteger(until) || until <= from || until - from >= most) return [];
  return Array.from({ length: until - from + 1 }, (_, index) => queryOf(role, from + index));
}

/** The kind, when the phrase is its plural and nothing else. */
function roleOfMany(phrase: Phrase, purpose: Purpose): Role | undefined {
  const said = phrase.text.toLowerCase();
  const singular = said.replace(/(?:(?<=x|ch|sh)es|s)$/, '');
  return singular === said ? undefined : roleFor(singular, purpose)?.role;
}

const queryOf = (role: Role, ordinal: number): TargetQuery => ({
  text: '',
  role,
  ordinal,
  exact: false,
  relation: undefined,
});
