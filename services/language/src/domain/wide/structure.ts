import { numberOf } from '../numbers.ts';
import { type Phrase, type Phrases, type Place, phrases } from '../phrase.ts';

/** How parts of a command hang together when it is more than one after the other. */
export type Structure =
  | { readonly is: 'if'; readonly thing: Phrase; readonly gone: boolean; readonly doing: Phrase }
  | { readonly is: 'when'; readonly thing: Phrase; readonly gone: boolean; readonly doing: Phrase }
  | { readonly is: 'times'; readonly count: number; readonly what: Phrase }
  | { readonly is: 'order'; readonly first: Phrase; readonly second: Phrase };

const seen = phrases(
  ...'appears|shows|shows up|pops up|comes up|is visible|is shown|is there|is displayed|is open|is present|is on the screen|exists|is on screen|can be seen|becomes visible|is showing|has appeared|opens|loads|is loaded'.split(
    '|',
  ),
);
const unseen = phrases(
  ..."is not visible|is not shown|is not there|is not open|is not displayed|isn't visible|isn't shown|isn't there|isn't open|is gone|is missing|is hidden|does not appear|doesn't appear|disappears|has disappeared|is not on the screen|vanishes|goes away|is closed|closes".split(
    '|',
  ),
);
const thereIs = phrases(
  ..."there is a|there is an|there is the|there is|there's a|there's an|there's|you see a|you see the|you see|you can see|you find|i see".split(
    '|',
  ),
);
const shown = phrases(
  'are shown',
  'is shown',
  'are visible',
  'is visible',
  'appear',
  'appears',
  'are there',
  'is there',
);
const thereIsNo = phrases(
  ..."there is no|there's no|there isn't a|there isn't any|you do not see|you don't see|you can't see|no".split('|'),
);
const ifWords = phrases('if', 'in case', 'provided that', 'only if');
const unlessWords = phrases('unless', 'if not');
const whenWords = phrases('when', 'once', 'as soon as', 'after', 'the moment');
const before = phrases('before');
const after = phrases('after');
const first = phrases('but first', 'but before that', 'but before');
const repeats = phrases(
  'do this',
  'do that',
  'do the following',
  'repeat this',
  'repeat the following',
  'repeat',
  'do',
);
const frequencies = new Map([
  ['twice', 2],
  ['thrice', 3],
]);

/** Longer commands are lists of parts. */
const mostWords = 100;

/** Whether a part begins like one of these, so that what stands before it is a command of its own. */
export const opensStructure = (phrase: Phrase): boolean =>
  [ifWords, unlessWords].some((words) => phrase.match(words) !== undefined);

/** What is said around the commands, if anything is. `isVerb`: whether a command may begin there. */
export function structureOf(words: Phrase, isVerb: (phrase: Phrase) => boolean): Structure | undefined {
  const phrase = words.trimmed();
  if (phrase.length > mostWords) return undefined;
  return timesOf(phrase) ?? conditionOf(phrase, isVerb) ?? orderOf(phrase, isVerb) ?? behindOf(phrase, isVerb);
}

const isMark = (phrase: Phrase, at: number): boolean => phrase.tokens[at]?.kind === 'mark';

/** `repeat three times: press Tab`, `twice press Tab`. */
function timesOf(phrase: Phrase): Structure | undefined {
  const said = phrase.match(repeats);
  const rest = said ? phrase.after(said) : phrase;
  const known = frequencies.get(rest.low(0));
  const counted = rest.low(1) === 'times' || rest.low(1) === 'time' ? numberOf(rest.low(0)) : undefined;
  const count = known ?? counted;
  const what = rest.slice(known === undefined ? 2 : 1).trimmed();
  if (count === undefined || !Number.isInteger(count) || count < 1 || what.isEmpty) return undefined;
  return { is: 'times', count, what };
}

/** `if X is visible, click it`, `when X appears press Enter`. */
function conditionOf(phrase: Phrase, isVerb: (phrase: Phrase) => boolean): Structure | undefined {
  const opening = [unlessWords, ifWords, whenWords]
    .map((words) => phrase.match(words))
    .find((place) => place !== undefined);
  if (!opening) return undefined;
  const rest = phrase.after(opening);
  const isWhen = phrase.match(whenWords) !== undefined;
  for (let at = 1; at < rest.length; at++) {
    const isComma = isMark(rest, at) || rest.low(at) === 'then';
    const event = eventOf(rest.slice(0, at));
    if (!event || !(isComma || isVerb(rest.slice(at)))) continue;
    const then = withoutThen(rest.slice(isMark(rest, at) ? at + 1 : at));
    if (!isVerb(then)) continue;
    const gone = event.gone !== (phrase.match(unlessWords) !== undefined);
    return { is: isWhen ? 'when' : 'if', thing: event.thing, gone, doing: then };
  }
  return undefined;
}

const withoutThen = (phrase: Phrase): Phrase =>
  phrase.low(0) === 'then' ? phrase.slice(1).trimmed() : phrase.trimmed();

/** `click Skip if it is there`, `press F5 unless Ready is visible`. */
function behindOf(phrase: Phrase, isVerb: (phrase: Phrase) => boolean): Structure | undefined {
  if (!isVerb(phrase)) return undefined;
  for (const [words, isUnless] of [[unlessWords, true] as const, [ifWords, false] as const]) {
    const place = phrase.places(words, 1)[0];
    const event = place && eventOf(phrase.after(place).trimmed());
    if (place && event) {
      return { is: 'if', thing: event.thing, gone: event.gone !== isUnless, doing: phrase.before(place).trimmed() };
    }
  }
  return undefined;
}

interface Event {
  readonly thing: Phrase;
  readonly gone: boolean;
}

function eventOf(words: Phrase): Event | undefined {
  const phrase = words.trimmed();
  if (phrase.text === 'visible' || phrase.text === 'possible' || phrase.text === 'shown') return pronoun(phrase);
  const no = phrase.match(thereIsNo);
  if (no && no.length < phrase.length) {
    const thing = phrase.after(no);
    const place = thing.matchEnd(shown);
    return { thing: place && place.at > 0 ? thing.before(place) : thing, gone: true };
  }
  const is = phrase.match(thereIs);
  if (is && is.length < phrase.length) return { thing: phrase.after(is), gone: false };
  return ending(phrase, unseen, true) ?? ending(phrase, seen, false);
}

/** `if visible`: what the command is about. */
const pronoun = (phrase: Phrase): Event => ({ thing: phrase.slice(0, 0), gone: false });

function ending(phrase: Phrase, table: Phrases, gone: boolean): Event | undefined {
  const place: Place | undefined = phrase.matchEnd(table);
  // `A appears and B appears`: only one thing can be looked for.
  const thing = place && phrase.before(place);
  return thing && place.at > 0 && thing.places(table, 1).length === 0 ? { thing, gone } : undefined;
}

/** `before clicking Save, type Bob`, `click Save, but first type Bob`. */
function orderOf(phrase: Phrase, isVerb: (phrase: Phrase) => boolean): Structure | undefined {
  const opening = phrase.match(before) ?? phrase.match(after);
  const comma = opening && phrase.tokens.findIndex(({ low }) => low === ',');
  if (opening && comma !== undefined && comma > 1) {
    const [early, late] = [phrase.slice(1, comma).trimmed(), phrase.slice(comma + 1).trimmed()];
    if (!isVerb(late)) return undefined;
    return opening.said === 'before'
      ? { is: 'order', first: late, second: early }
      : { is: 'order', first: early, second: late };
  }
  const but = phrase.places(first, 1)[0];
  if (!but || !isVerb(phrase.after(but).trimmed())) return undefined;
  return { is: 'order', first: phrase.after(but).trimmed(), second: phrase.before(but).trimmed() };
}
