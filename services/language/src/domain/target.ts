import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { sure } from './clause.ts';
import { readName } from './name.ts';
import { ordinalOf } from './numbers.ts';
import { isCapitalised, type Phrase, type Place, phrases } from './phrase.ts';
import { type Purpose, relationOf, relationWords, roleWords } from './roles.ts';

/** `nothing`: no words for it; `strange`: words that fit nowhere. */
export type Target =
  | { readonly is: 'found'; readonly query: TargetQuery; readonly confidence: number }
  | { readonly is: 'nothing' }
  | { readonly is: 'strange'; readonly part: string };

const articles = phrases('the', 'a', 'an', 'this', 'that', 'my', 'your', 'our');
const pronouns = phrases(
  ...'it|nothing|both|neither|either|this|that|them|us|yourself|myself|whatever|someone|these|those|something|anything|everything|all|one|him|her|me|you|the one|here|there|somewhere|anywhere|the one below|the one above|the one next to it|the other one|the other|the next one|the best one|the right one'.split(
    '|',
  ),
);
/** Verbs whose "in" belongs to the name: `Sign in`. */
const beforeIn = new Set('sign log logged zoom check opt plug fill turn built made'.split(' '));
/** `row 3` is the third; `button 3` may well be called so. */
const counted = new Set('box row cell image picture checkbox radio tab link slider window'.split(' '));
const numberWords = phrases('number', 'no', 'nr', 'no.', 'nr.');

/** `the second "Edit" button right of Ada`. An anchor may have one anchor of its own. */
export function readTarget(words: Phrase, purpose: Purpose = 'any', depth = 0): Target {
  const phrase = withoutWhereabouts(words.trimmed());
  if (phrase.isEmpty || isPronoun(phrase)) return { is: 'nothing' };
  const relation = depth < 2 ? findRelation(phrase) : undefined;
  if (!relation) return readHead(phrase, purpose);
  const said = phrase.before(relation);
  const link = said.matchEnd(links);
  const head = readHead(link && link.at > 0 ? said.before(link) : said, purpose);
  const anchor = readTarget(phrase.after(relation), 'any', depth + 1);
  if (head.is !== 'found') return head;
  if (anchor.is !== 'found') return anchor.is === 'nothing' ? { is: 'strange', part: phrase.text } : anchor;
  if (relation.said === 'in' && !anchor.query.exact && noPlace.test(phrase.after(relation).text))
    return { is: 'strange', part: phrase.text };
  const kind = relationOf.get(relation.said) ?? 'RELATION_KIND_UNSPECIFIED';
  const doubt =
    relation.said === 'in' && isBare(phrase.after(relation)) ? sureOfPlace(phrase.after(relation)) : sure.exactly;
  return {
    is: 'found',
    query: { ...head.query, relation: { kind, anchor: anchor.query } },
    confidence: Math.min(head.confidence, anchor.confidence, doubt),
  };
}

/** `the button Add that is in the first row`. */
const links = phrases('that is', "that's", 'which is', 'that stands', 'which stands');

/** `in 5 minutes`, `in a new tab`, `in front of it`: no place on a screen where something is. */
const noPlace =
  /^(?:\S+ )?(?:seconds?|minutes?|hours?|days?|weeks?|moment|order|time|general|particular|case|total|advance)$|^(?:an? )?new (?:tab|window)$|^(?:front|between|half|two|three)\b/i;

/** `at the top`, `in the upper right corner`: helps people to look. Two that match still halt. */
function withoutWhereabouts(phrase: Phrase): Phrase {
  const place = phrase.matchEnd(whereabouts);
  return place && place.at > 0 ? phrase.before(place).trimmed() : phrase;
}

const sides = ['top', 'bottom', 'upper', 'lower', 'left', 'right'];
const corners = [
  'top left',
  'top right',
  'bottom left',
  'bottom right',
  'upper left',
  'upper right',
  'lower left',
  'lower right',
];
const whereabouts = phrases(
  ...['top', 'bottom', 'very top', 'very bottom'].map((side) => `at the ${side}`),
  ...['left', 'right'].map((side) => `on the ${side}`),
  ...corners.flatMap((corner) => [
    `in the ${corner}`,
    `at the ${corner}`,
    `on the ${corner}`,
    `in the ${corner} corner`,
  ]),
  ...sides.flatMap((side) => [`on the ${side} side`, `in the ${side} corner`]),
  ...['of the screen', 'of the page', 'of the window'].flatMap((whole) =>
    ['top', 'bottom'].map((side) => `at the ${side} ${whole}`),
  ),
  'in the middle',
  'in the corner',
  'from the top',
  'from the left',
  'on the screen',
  'on the page',
  'on this page',
  'on screen',
);

const isPronoun = (phrase: Phrase): boolean => phrase.match(pronouns)?.length === phrase.length;

/** `Find in page` is as likely a name. */
const sureOfPlace = (place: Phrase): number => (isCapitalised(place.tokens[0]) ? sure.hardly : sure.doubtful);

/** No article, no quotes, no kind of element: perhaps the rest of a name, as in `Save in Cloud`. */
const isBare = (phrase: Phrase): boolean =>
  !phrase.hasQuoted && !phrase.match(articles) && !phrase.trimmed().matchEnd(roleWords);

const findRelation = (phrase: Phrase): Place | undefined =>
  phrase.places(relationWords, 1).find((place) => !isPartOfName(phrase, place));

/** `Delete on the third row`; else "on" is part of a name: `Log on`. */
const rows = phrases('row', 'line', 'card', 'tab', 'toolbar', 'dialog', 'popup');

function isPartOfName(phrase: Phrase, place: Place): boolean {
  const after = phrase.after(place).trimmed();
  if (after.isEmpty) return true;
  // `over 18` is no place.
  if (/^\d+$/.test(after.text)) return true;
  if (place.said === 'next to' && after.low(0) === 'last') return true;
  if (isCapitalised(phrase.tokens[place.at]) && place.length === 1) return true;
  if (relationOf.get(place.said) !== 'RELATION_KIND_INSIDE') return false;
  if (place.said === 'on') return !after.matchEnd(rows) || after.matchEnd(rows)?.at === 0;
  if (after.matchEnd(roleWords)?.at === 0) return true;
  const before = phrase.low(place.at - 1);
  return (beforeIn.has(before) || /^\p{L}{3,}ed$/u.test(before)) && isBare(after) && place.said === 'in';
}

function readHead(words: Phrase, purpose: Purpose): Target {
  const article = articleOf(words);
  if (article?.length === words.length) return { is: 'nothing' };
  const placed = readOrdinal(article ? words.after(article) : words, article !== undefined);
  const name = readName(placed.rest.trimmed(), purpose, {
    hasArticle: article !== undefined,
    hasOrdinal: placed.ordinal !== 0,
  });
  if (name.is !== 'found') return name;
  const query = queryOf(name.text, name.role, placed.ordinal, name.exact);
  return { is: 'found', query, confidence: name.confidence };
}

/** `A` in capitals is a name, `My orders` begins one. */
const articleOf = (words: Phrase): Place | undefined =>
  /^(?:A|My|Your|Our)$/.test(words.tokens[0]?.value ?? '') ? undefined : words.match(articles);

const queryOf = (text: string, role: Role, ordinal: number, exact: boolean): TargetQuery => ({
  text,
  role,
  ordinal,
  relation: undefined,
  exact,
});

interface Placed {
  readonly ordinal: number;
  readonly rest: Phrase;
}

function readOrdinal(phrase: Phrase, hasArticle: boolean): Placed {
  const front = ordinalInFront(phrase);
  if (front && isOrdinal(phrase, front, hasArticle)) return { ordinal: front.ordinal, rest: front.rest };
  return ordinalBehind(phrase) ?? { ordinal: 0, rest: phrase };
}

function ordinalInFront(phrase: Phrase): Placed | undefined {
  const [first, second, third] = [phrase.low(0), phrase.low(1), phrase.low(2)];
  if (first === 'topmost' || first === 'uppermost') return { ordinal: 1, rest: phrase.slice(1) };
  if (first === 'bottommost' || first === 'lowest' || first === 'bottom') return { ordinal: -1, rest: phrase.slice(1) };
  if (first === 'penultimate') return { ordinal: -2, rest: phrase.slice(1) };
  if (first === 'next' && second === 'to' && third === 'last') return { ordinal: -2, rest: phrase.slice(3) };
  if (first === 'last') return { ordinal: -1, rest: phrase.slice(1) };
  const place = ordinalOf(first);
  if (place === undefined) return undefined;
  if ((second === 'to' || second === 'from') && third === 'last') return { ordinal: -place, rest: phrase.slice(3) };
  if (second === 'last') return { ordinal: -place, rest: phrase.slice(2) };
  return { ordinal: place, rest: phrase.slice(1) };
}

/** `First name` and `Last updated` are names; `the first Edit button`, `second "Edit"` are places. */
function isOrdinal(phrase: Phrase, { rest }: Placed, hasArticle: boolean): boolean {
  if (rest.trimmed().isEmpty) return false;
  if (rest.low(0) === 'name' || rest.low(0) === 'names') return false;
  if (rest.hasQuoted) return true;
  if (isCapitalised(phrase.tokens[0])) return false;
  return hasArticle || rest.trimmed().matchEnd(roleWords) !== undefined;
}

function ordinalBehind(phrase: Phrase): Placed | undefined {
  const last = phrase.low(phrase.length - 1);
  const hash = /^#(\d{1,3})$/.exec(last)?.[1];
  if (hash !== undefined && Number(hash) > 0) return { ordinal: Number(hash), rest: phrase.slice(0, -1) };
  const said = phrase.slice(0, -1).matchEnd(numberWords);
  const digits = /^\d{1,3}$/.test(last) ? Number(last) : cardinal(last);
  const isCounted = phrase.length === 2 && counted.has(phrase.low(0)) && phrase.tokens[0]?.value === phrase.low(0);
  if (!said && isCounted && digits) return { ordinal: digits, rest: phrase.slice(0, 1) };
  if (!said || !digits || said.at === 0) return undefined;
  return { ordinal: digits, rest: phrase.slice(0, said.at) };
}

const cardinal = (word: string): number =>
  'one two three four five six seven eight nine ten'.split(' ').indexOf(word) + 1;
