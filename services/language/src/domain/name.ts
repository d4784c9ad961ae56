import type { Role } from '@karna/proto/gen/target/v1/target';
import { sure } from './clause.ts';
import { isCapitalised, type Phrase, type Place, phrases } from './phrase.ts';
import { fits, type Purpose, type RoleWords, roleFor, roleWords } from './roles.ts';

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
  ...'called|named|labelled|labeled|titled|saying|that says|with the text|with text|with the label|with the name|which says|reading|that reads|which reads|containing|that contains|with the word'.split(
    '|',
  ),
);
/** `New tab`, `Insert row`: after these a loose role word is more likely the end of a name. */
const makers = new Set(
  'new add insert create close delete remove show hide open next previous edit rename select split move copy duplicate'.split(
    ' ',
  ),
);
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
  const called = after.match(calling);
  const name = (called ? after.after(called) : after).trimmed();
  const isNamed = called ?? (isCapitalised(name.tokens[0]) || /^\p{N}/u.test(name.low(0)));
  if (!isNamed || name.isEmpty || (!called && name.matchEnd(roleWords))) return undefined;
  return bare(name, words.role, called || around.hasArticle ? sure.kind : sure.likely);
}

/** `Save button`, `Save`, `checkbox`. */
function readKindLast(phrase: Phrase, purpose: Purpose, around: Around): Name {
  const place = phrase.matchEnd(roleWords);
  const words = place && roleFor(place.said, purpose);
  if (!place || !words || !isKind(phrase, place, words, purpose, around)) {
    return bare(phrase, 'ROLE_UNSPECIFIED', sure.name);
  }
  if (place.at > 0) return bare(phrase.before(place).trimmed(), words.role, sure.kind);
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
  return words.isPlain || !makers.has(phrase.low(place.at - 1));
}

/** A name without quotes. What reads like more than a name lowers the confidence below asking. */
function bare(phrase: Phrase, role: Role, confidence: number): Name {
  if (phrase.isEmpty || phrase.text.toLowerCase() === 'one') return { is: 'nothing' };
  const [joint] = phrase.places(joints);
  if (joint && joint.at + joint.length < phrase.length)
    return { is: 'strange', part: phrase.after(joint).trimmed().text };
  const isMore = phrase.length > maxWords || hasTail(phrase) || saysWhen(phrase);
  const doubt = isMore ? sure.doubtful : sure.exactly;
  return { is: 'found', text: phrase.text, role, exact: false, confidence: Math.min(confidence, doubt) };
}

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
    return tail.length >= 2 && !isCapitalised(tail.tokens[0]);
  });
