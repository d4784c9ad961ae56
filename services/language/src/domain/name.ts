import type { Role } from '@karna/proto/gen/target/v1/target';
import { sure } from './clause.ts';
import { isCapitalised, type Phrase, type Place, phrases, type Token } from './phrase.ts';
import { fits, type Purpose, type RoleWords, roleFor, roleWords } from './roles.ts';
import { isDeed } from './wording/wording.ts';

export type Name =
  | {
      readonly is: 'found';
      readonly text: string;
      readonly role: Role;
      readonly exact: boolean;
      readonly confidence: number;
    }
  | { readonly is: 'nothing' }
  | { readonly is: 'strange'; readonly part: string };

export interface Around {
  readonly hasArticle: boolean;
  readonly hasOrdinal: boolean;
}

/** Between a kind and a name: `the button called Save`. */
const calling = phrases(
  ...'called|which is called|that is called|with name|with label|named|labelled|labeled|titled|saying|that says|with the text|with text|with the label|with the name|which says|reading|that reads|which reads|containing|that contains|with the word'.split(
    '|',
  ),
);
/** `the row with Miller`, `the row for Miller`: what stands in it. */
const parts: readonly Role[] = ['ROLE_ROW', 'ROLE_CELL'];
/** `the tab of Orders`. */
const belonging = phrases('of');
const holding = phrases('with', 'for', 'of', 'that has', 'which has', 'which contains', 'where it says');
/** `New tab`, `Insert row`: after these a loose role word is more likely the end of a name. */
const makers = new Set(
  'new add insert create close delete remove show hide open next previous edit rename select split move copy duplicate'.split(
    ' ',
  ),
);
/** `Print label`, `Share list`: nobody clicks a text or a list, but a button may be called so. */
const rarelyDoneTo: readonly Role[] = ['ROLE_TEXT', 'ROLE_SELECT'];
const things = phrases(
  ...'table|column|panel|pane|section|area|page|group|form|toolbar|tool bar|sidebar|card|folder|file|item|option|entry|header|footer|element|thing|control|tile|bar|line|paragraph'.split(
    '|',
  ),
);
const joints = phrases('then', ';', '\n');
const joiners = phrases('and', ',', '.', '!', '?');
/** Longer names without quotes are rather sentences. */
const maxWords = 5;

/** A name with or without its kind, without article and place: `Save button`, `"Save"`, `button called Save`, `checkbox`. */
export function readName(phrase: Phrase, purpose: Purpose, around: Around): Name {
  if (phrase.isEmpty) return { is: 'nothing' };
  if (phrase.hasQuoted) return readQuotedName(phrase, purpose);
  return readKindFirst(phrase, purpose, around) ?? readKindLast(phrase, purpose, around);
}

function readQuotedName(phrase: Phrase, purpose: Purpose): Name {
  const at = phrase.tokens.findIndex(({ kind }) => kind === 'quoted');
  const text = phrase.tokens[at]?.value ?? '';
  const before = phrase.slice(0, at);
  const after = phrase.slice(at + 1);
  if (text.trim() === '') return { is: 'nothing' };
  const called = before.matchEnd(calling);
  const kind = kindOnly(called ? before.before(called) : before, purpose) ?? kindOnly(after, purpose);
  const isWhole =
    [before, after].every((side) => side.isEmpty || kindOnly(side, purpose) || isThing(side)) ||
    (called && after.isEmpty);
  if (!isWhole || (!before.isEmpty && !after.isEmpty)) {
    return { is: 'strange', part: (after.isEmpty ? before : after).trimmed().text };
  }
  return { is: 'found', text, role: kind?.role ?? 'ROLE_UNSPECIFIED', exact: true, confidence: sure.exactly };
}

/** `the "Users" table`: a kind that elements do not have. */
const isThing = (phrase: Phrase): boolean => phrase.match(things)?.length === phrase.length;

/** The role, when the phrase is a role word and nothing else. */
function kindOnly(phrase: Phrase, purpose: Purpose): RoleWords | undefined {
  const place = phrase.match(roleWords);
  return place && place.length === phrase.length ? roleFor(place.said, purpose) : undefined;
}

/** `button called Save`, `menu item Copy`, `row 3`. */
function readKindFirst(phrase: Phrase, purpose: Purpose, around: Around): Name | undefined {
  const place = phrase.match(roleWords);
  const words = place && roleFor(place.said, purpose);
  if (!place || !words || place.length === phrase.length || isCapitalised(phrase.tokens[0])) return undefined;
  const after = phrase.after(place);
  const called =
    after.match(calling) ??
    (parts.includes(words.role)
      ? after.match(holding)
      : words.role === 'ROLE_TAB'
        ? after.match(belonging)
        : undefined);
  const name = withoutArticle((called ? after.after(called) : after).trimmed(), called?.said === 'of');
  const isNamed = called ?? (/^\p{Lu}/u.test(name.raw) || /^\p{N}/u.test(name.low(0)));
  if (!isNamed || name.isEmpty || (!called && name.matchEnd(roleWords))) return undefined;
  return bare(name, words.role, called || around.hasArticle ? sure.kind : sure.likely);
}

const article = phrases('the');
/** `the row of the Linen skirt`. */
const withoutArticle = (name: Phrase, isOfOne: boolean): Phrase => {
  const place = isOfOne && !isCapitalised(name.tokens[0]) ? name.match(article) : undefined;
  return place && place.length < name.length ? name.after(place) : name;
};

/** `Save button`, `Save`, `checkbox`. */
function readKindLast(phrase: Phrase, purpose: Purpose, around: Around): Name {
  const place = phrase.matchEnd(roleWords);
  const words = place && roleFor(place.said, purpose);
  if (!place || !words || !isKind(phrase, place, words, purpose, around)) {
    return bare(phrase, 'ROLE_UNSPECIFIED', sure.name);
  }
  const before = phrase.before(place).trimmed();
  // `Bob's row`: what stands in it is "Bob".
  const owned = parts.includes(words.role) ? before.text.replace(/['’]s$/u, '') : before.text;
  if (owned !== before.text) return { is: 'found', text: owned, role: words.role, exact: false, confidence: sure.kind };
  if (place.at > 0) return bare(before, words.role, sure.kind);
  const confidence = around.hasArticle || around.hasOrdinal ? sure.kind : sure.likely;
  return { is: 'found', text: '', role: words.role, exact: false, confidence };
}

function isKind(phrase: Phrase, place: Place, words: RoleWords, purpose: Purpose, around: Around): boolean {
  const isAlone = place.at === 0;
  const isMarked = around.hasArticle || around.hasOrdinal;
  if (!fits(words.role, purpose)) return false;
  if (isAlone && words.role === 'ROLE_UNSPECIFIED') return false;
  if (isAlone) return isMarked || (words.isPlain && !isCapitalised(phrase.tokens[0]));
  if (isMarked) return true;
  if (isCapitalised(phrase.tokens[place.at])) return words.isPlain && purpose === 'any';
  const before = phrase.low(place.at - 1);
  return words.isPlain || !(makers.has(before) || (rarelyDoneTo.includes(words.role) && isDeed(before)));
}

/** A name without quotes. What reads like more than a name lowers the confidence below asking. */
function bare(phrase: Phrase, role: Role, confidence: number): Name {
  if (phrase.isEmpty || phrase.text.toLowerCase() === 'one') return { is: 'nothing' };
  const [joint] = phrase.places(joints);
  if (joint && joint.at + joint.length < phrase.length)
    return { is: 'strange', part: phrase.after(joint).trimmed().text };
  const isMore = phrase.length > maxWords || hasTail(phrase) || saysWhen(phrase) || isNoName(phrase);
  const doubt = isMore ? sure.doubtful : sure.exactly;
  return { is: 'found', text: phrase.text, role, exact: false, confidence: Math.min(confidence, doubt) };
}

/** No name begins so, unless it is written like one: `for help`, `up the phone`. */
const noOpenings = new Set(
  `for with to from of up down off out away at by into onto than over around through as and or but not no nor is are was were be
  front between inside within near beside underneath beneath in on me we he she they there's anyone someone everyone
  it there here him them us you myself yourself himself herself itself ourselves themselves
  somewhere anywhere elsewhere everywhere ahead along around apart across together whole entire about`.split(/\s+/),
);
/** Or ends so: something is missing. */
const noEndings = new Set(
  'of with for from the a an and or my your at by into onto than if when unless until because while'.split(' '),
);
/** `Next until Done`, `Save before closing`, `Edit first`: when and how often, not what. */
const noMiddles = new Set('until till before after every whenever instead at is are was were'.split(' '));
const noRuns = phrases(
  ...'as i|as you|as we|like before|with the|with a|with my|for a|for an|using the|using a|so that|in order|or else|that i|that you|i said|from the|on the|on a|on that|on my|on your|about it|about that|off the|in the'.split(
    '|',
  ),
);
const noLasts = new Set('first again instead then too tomorrow twice'.split(' '));

/** Whether words without quotes are hardly what something on a screen is called. */
export function isNoName(phrase: Phrase): boolean {
  const [only] = phrase.tokens;
  if (phrase.length < 2) return /^\d+(st|nd|rd|th)$/.test(phrase.low(0)) || (only !== undefined && isManner(only));
  const last = phrase.low(phrase.length - 1);
  const isPlain = (at: number) => phrase.tokens[at]?.value === phrase.low(at);
  if (phrase.places(noRuns, 1).length > 0 || (phrase.length > 2 && (last === 'it' || last === 'them'))) return true;
  return (
    (isPlain(0) && noOpenings.has(phrase.low(0))) ||
    (isPlain(phrase.length - 1) && (noEndings.has(last) || noLasts.has(last))) ||
    phrase.tokens.some(({ low }, at) => at > 0 && at < phrase.length - 1 && isPlain(at) && noMiddles.has(low))
  );
}

/** `ahead`, `wisely`: how or where to something is done; `monthly` and `reply` are on screens. */
const isManner = ({ value, low }: Token): boolean =>
  value === low && (manners.has(low) || (/^\p{Ll}{4,}ly$/u.test(low) && !named.test(low)));
const manners = new Set(
  `ahead along around apart across together through regardless somewhere anywhere elsewhere everywhere nowhere out off in on into
  over under by past aside hard harder fast faster twice once`.split(/\s+/),
);
const named =
  /(?:day|week|month|year|hour|night|quarter|ear|app|rep|fami|mul?tip|assemb|sup|anoma)ly$|^(?:dai|ju|on)ly$/;

const conditions = phrases(...'if unless when while whenever because or except but'.split(' '));
const quantities = phrases(...'all every each both any some two three four five'.split(' '));
const times = phrases('times');

/** `Save if it is visible`, `every checkbox`, `Save 3 times`: more is asked than to find one thing. */
const saysWhen = (phrase: Phrase): boolean =>
  phrase.places(conditions, 1).some(({ at }) => at + 1 < phrase.length) ||
  (!isCapitalised(phrase.tokens[0]) && phrase.match(quantities) !== undefined) ||
  phrase.matchEnd(times) !== undefined;

/** `Save and delete all files`: behind "and" come several words in lower case. */
const hasTail = (phrase: Phrase): boolean =>
  phrase.places(joiners).some((place) => {
    const tail = phrase.after(place);
    return (tail.length >= 2 && !isCapitalised(tail.tokens[0])) || tail.match(bareVerbs)?.length === tail.length;
  });
/** Whole commands of one word: `the icon and wait`. */
const bareVerbs = phrases('wait', 'scroll', 'type', 'click', 'press', 'see', 'hold');
