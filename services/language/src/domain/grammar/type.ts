import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type Clause, either, missing, type Reading, read, step, strange, sure, type VerbTable } from '../clause.ts';
import { isCapitalised, type Phrase, type Place, phrases } from '../phrase.ts';
import { fieldWords, roleWords } from '../roles.ts';
import { readTarget, type Target } from '../target.ts';
import { readKeys } from './key-words.ts';
import { readTyped, type Typed } from './typed.ts';

/** Said, these may stand without a place: the text goes to what has the keyboard focus. */
const typing = ['type', 'type in', 'type out', 'key in', 'write', 'enter', 'input'];
export const typeVerbs: VerbTable = [
  [[...typing, 'put'], readType],
  [['type into', 'write into', 'enter into', 'type in the', 'write in the', 'enter in the'], readPlaceFirst],
];
/** Openings of `in the Name field, type Ada`. */
export const placeOpenings = phrases('in', 'into', 'inside', 'in the', 'into the', 'inside the');
const typeWords = phrases(...typing, 'put', 'fill in', 'write down');

const into = phrases('into', 'in to', 'inside', 'inside of');
const weak = phrases('in', 'to', 'on', 'under', 'as the');
const weakForEntering = phrases('in', 'to', 'on', 'under', 'as', 'as the', 'for');
const joiners = phrases('and', ',');
const inWord = phrases('in');
const nextJoiners = phrases('and', ',', 'then', ';');
const articles = phrases('the', 'a', 'an', 'my', 'your', 'our', 'this', 'that', 'some');

export const typed = (text: string, target: TargetQuery | undefined, replace: boolean, confidence: number): Clause =>
  read({ $case: 'typeText', value: { text, target, replace } }, confidence);

const typedReading = (text: string, target: TargetQuery | undefined, confidence: number): Reading => [
  step({ $case: 'typeText', value: { text, target, replace: false } }, confidence),
];

/** `"Ada" into Name`, `hello`, `into Name` (the text is missing). */
function readType(rest: Phrase, said: string): Clause {
  if (rest.trimmed().isEmpty) return missingText(said);
  const times = said === 'enter' ? readKeys(`Enter ${rest.raw}`) : undefined;
  if (times && times.chords.length > 1 && times.chords.every((chord) => chord === 'Enter') && times.left.length === 0)
    return read({ $case: 'pressKeys', value: { chords: [...times.chords] } }, sure.likely);
  const opening = rest.match(phrases('into', 'in to', 'in', 'inside'));
  if (opening && rest.length > opening.length) return readPlaceFirst(rest.after(opening), said);
  const quoted = rest.tokens[0]?.kind === 'quoted' ? readQuotedText(rest, said) : undefined;
  return quoted ?? readBareText(rest, said);
}

const missingText = (said: string): Clause =>
  said === 'enter'
    ? missing('What should I enter?', [step({ $case: 'pressKeys', value: { chords: ['Enter'] } }, sure.exactly)])
    : missing('What should I type?');

/** `"Ada"` alone or with a place behind it; undefined when more words follow, so that the quotes are part of the text. */
function readQuotedText(rest: Phrase, said: string): Clause | undefined {
  const text = rest.tokens[0]?.value ?? '';
  const behind = rest.slice(1).trimmed();
  if (behind.isEmpty) {
    if (said === 'put') return missing(`Where should I put "${text}"?`);
    return text === '' ? missingText('type') : typed(text, undefined, false, sure.exactly);
  }
  const place = behind.match(into) ?? behind.match(weak);
  if (!place) return undefined;
  if (text === '') return missingText('type');
  const target = readTarget(behind.after(place), 'field');
  if (target.is === 'nothing') return missing(`Where should I type "${text}"?`);
  if (target.is === 'strange') return strange(target.part, 'type');
  return typed(text, target.query, false, target.confidence);
}

function readBareText(rest: Phrase, said: string): Clause {
  const open = rest.trimmed().matchEnd(into);
  if (open && open.at > 0) return missing(`Where should I type "${rest.trimmed().before(open).text}"?`);
  const strong = rest.places(into, 1).at(-1);
  const isTyping = said.startsWith('type') || said.startsWith('write');
  const weakPlaces = rest.places(isTyping ? weak : weakForEntering, 1);
  const place = strong ?? weakPlaces.find((one) => isWholePlace(rest.after(one))) ?? weakPlaces.at(-1);
  const target = place && placeOf(rest, place);
  const body = readTyped(rest);
  if (!body) return strange(rest, 'type');
  const alone = typedReading(body.text, undefined, aloneConfidence(rest, body, said));
  const first = placedFirst(rest, said);
  if (first && !place)
    return either(
      'Is its beginning where to type it?',
      first,
      [...alone].map((one) => ({ ...one, confidence: sure.doubtful })),
    );
  if (!place || !target) return said === 'put' ? missing(`Where should I put "${body.text}"?`) : ask(alone);
  if (target.is === 'strange') return strange(target.part, 'type');
  const text = readTyped(rest.before(place), false);
  if (!text || startsLikeReference(rest.before(place))) return strange(rest, 'type');
  if (target.is === 'nothing') return strong ? missing(`Where should I type "${text.text}"?`) : ask(alone);
  const confidence = Math.min(text.confidence, target.confidence, clearness(rest, place, target.query, said));
  const placed = typedReading(text.text, target.query, confidence);
  if (confidence >= sure.threshold) return { is: 'read', readings: [placed], question: '' };
  return either(`Where does the text end?`, placed, alone);
}

/** `type in address 7 Mill Lane`: the first word may be what the field is called. */
function placedFirst(rest: Phrase, said: string): Reading | undefined {
  const isOpen = said.endsWith(' in') || said === 'enter' || said === 'input';
  if (!isOpen || rest.length < 2 || !fieldWords.has(rest.low(0)) || isCapitalised(rest.tokens[0])) return undefined;
  const [target, text] = [readTarget(rest.slice(0, 1), 'field'), readTyped(rest.slice(1))];
  return target.is === 'found' && text ? typedReading(text.text, target.query, sure.doubtful) : undefined;
}

/** `the box under Title`: a kind of element, and where it is. */
function isWholePlace(words: Phrase): boolean {
  const target = readTarget(words, 'field');
  return target.is === 'found' && target.query.relation !== undefined && target.query.role !== 'ROLE_UNSPECIFIED';
}

const ask = (...readings: readonly Reading[]): Clause => ({ is: 'read', readings, question: '' });

function placeOf(rest: Phrase, place: Place): Target | undefined {
  const behind = rest.after(place);
  return behind.trimmed().isEmpty ? undefined : readTarget(behind, 'field');
}

/** How clear it is that the words behind the preposition are a place and not more text. */
function clearness(rest: Phrase, place: Place, query: TargetQuery, said: string): number {
  const text = rest.before(place);
  // `Ada into Name, Berlin into City`: rather two texts than one.
  if (text.places(into, 1).some((other) => text.after(other).places(joiners).length > 0)) return sure.unlikely;
  if (place.said === 'in' && text.places(inWord, 1).some((other) => text.after(other).places(nextJoiners).length > 0))
    return sure.unlikely;
  if (place.said.startsWith('in') && place.said !== 'in')
    return startsLikeThing(text, said) ? sure.unlikely : sure.exactly;
  if (query.exact || rest.after(place).trimmed().matchEnd(roleWords)) return sure.likely;
  if (place.said === 'in' && participle.test(text.low(text.length - 1))) return sure.unlikely;
  const isName = isCapitalised(rest.after(place).tokens[0]);
  const isTyping = said.startsWith('type') || said.startsWith('write');
  const isShort = text.length === 1 || (said !== 'type' && said !== 'write' && !startsLikeThing(text, said));
  if (isShort && isName && place.said === 'in') return sure.hardly;
  // `type see you on Monday`, `write thanks to Sender`: when and to whom, though there may be such fields.
  return startsLikeThing(text, said) || (isTyping && !/^(?:in|under|as the)$/.test(place.said))
    ? sure.unlikely
    : sure.doubtful;
}

/** `made in Italy`, `based in Oslo`, `living in Rome`: the place belongs to the text. */
const participle = /^(?:made|born|built|grown|sold|held|found|written|spoken|left|lost|known|\p{Ll}{3,}(?:ed|ing))$/u;

/** `write a letter`, `put the kettle on`, `write to my boss`, `type it again`: a wish rather than a text. */
const startsLikeThing = (text: Phrase, said: string): boolean => {
  if (startsLikeReference(text) || /^(?:\p{Ll}+ly|faster|slower|again)$/u.test(text.trimmed().raw)) return true;
  if (manner.test(text.trimmed().raw) || (said.endsWith(' in') && script.test(text.trimmed().raw))) return true;
  if (said === 'type' || text.length < 2) return false;
  if (said === 'enter' && text.length > 2 && fieldWords.has(text.low(0)) && text.places(joiners).length > 0)
    return true;
  return text.match(articles) !== undefined || (!isCapitalised(text.tokens[0]) && text.match(directions) !== undefined);
};
/** `something nice`, `up the minutes`, `home about it`: what and how, not the text itself. */
const manner =
  /^(?:of|too|like|with|very|as|at (?:your|my|the|an?)) |^(?:some|any|no|every)thing \p{Ll}+$|^(?:up|out|down|off) (?:the|an?|my|your|our|this|that) |^home\b|\p{Ll} about (?:it|that|this)$/u;
/** `type in capital letters`. */
const script =
  /^(?:all )?(?:capital|bold|italic|upper ?case|lower ?case|block|small|big)s?(?: (?:letters|capitals|print|type|caps))?$|^all caps$/;
const startsLikeReference = (text: Phrase): boolean =>
  text.trimmed().match(references)?.length === text.trimmed().length;
/** Words for a text that was not said. */
const references = phrases(
  ...'it|it again|it down|it out|it up|it in|that down|this down|that again|this again|the same|the same again|something|anything|whatever|everything|nothing|something else|some text|more'.split(
    '|',
  ),
);
const directions = phrases(...'me us him her them to off down up about on out for of with over'.split(' '));

const aloneConfidence = (rest: Phrase, body: Typed, said: string): number =>
  startsLikeThing(rest, said) ? sure.doubtful : body.confidence;

/** `Name "Ada"`, `Name: Ada`, `the Name field type Ada` without its verb: the place came first. */
export function readPlaceFirst(rest: Phrase, said: string): Clause {
  const at = textStart(rest);
  const target = readTarget(at ? rest.before(at) : rest, 'field');
  if (target.is === 'nothing') return missing('Where should I type, and what?');
  if (target.is === 'strange') return strange(target.part, 'type');
  const text = at && readTyped(rest.after(at));
  if (!text) return missing(`What should I type into ${rest.trimmed().text}?`);
  return typed(text.text, target.query, said.startsWith('fill'), Math.min(target.confidence, text.confidence));
}

/** Where the text begins behind a place: at a verb (`type`), a colon or a last quotation. */
function textStart(rest: Phrase): Place | undefined {
  const verb = rest.places(typeWords, 1)[0];
  if (verb) return verb;
  const colon = rest.places(phrases(':'), 1)[0];
  if (colon && colon.at + 1 < rest.length) return colon;
  const last = rest.trimmed().length - 1;
  const isQuotedLast = last > 0 && rest.trimmed().tokens[last]?.kind === 'quoted';
  const before = rest.slice(0, last).trimmed();
  return isQuotedLast && !before.isEmpty && !before.matchEnd(phrases('called', 'named', 'labelled'))
    ? { at: last, length: 0, said: '' }
    : undefined;
}
