import { atMost, type Clause, either, type Reading, type Step, step, strange, sure } from '../clause.ts';
import { clickOn } from '../doubt/otherwise.ts';
import { withoutEnding, withoutHaste, withoutOneOpening, withoutOpening } from '../filler.ts';
import { findJoints } from '../joints.ts';
import { isCapitalised, type Phrase, phrases } from '../phrase.ts';
import { respelt } from '../wide/misspelt.ts';
import { phraseOf } from '../wide/pattern.ts';
import { rephrased, withoutGerund, withoutSlips } from '../wide/rephrase.ts';
import { chordOf } from '../wide/shortcuts.ts';
import { readClicks } from './click.ts';
import { readBareKeys } from './keys.ts';
import { findVerb, verbWords } from './table.ts';
import { placeOpenings, readPlaceFirst, typeVerbs } from './type.ts';

/** Each thing of a list is looked for in all that follows the one before. */
const maxListed = 30;
const longestShortcut = 8;
const typeWords = phrases(...typeVerbs.flatMap(([said]) => said));

/** What one part of a command means: one verb and what belongs to it. */
export function readPart(said: Phrase): Clause {
  const words = withoutSlips(said) ?? said;
  const { rest, isQuestion } = withoutOpening(words, beginsCommand);
  const phrase = isQuestion ? withoutQuestionMark(rest) : rest;
  const ended = withoutEnding(phrase);
  if (!ended) return readTried(phrase);
  const whole = ended.isLoose ? readWhole(phrase) : undefined;
  const polite = readWhole(ended.rest);
  if (clicksAnswer(polite)) {
    const full = readWhole(phrase);
    if (full.is === 'read' && polite.is === 'read')
      return either('Is that politeness at the end, or part of the name?', ...polite.readings, ...full.readings);
  }
  if (whole?.is !== 'read' || !typesAtEnd(whole, ended.words)) return polite;
  if (polite.is !== 'read' || !politeness.test(ended.words)) return whole;
  return isOneWord(polite)
    ? polite
    : either('Is that politeness at the end, or part of the text?', ...polite.readings, ...whole.readings);
}

/** `No thanks`, `Yes please` are buttons. */
const clicksAnswer = (clause: Clause): boolean =>
  onlyReading(clause)?.some(
    ({ verb }) => verb.$case === 'click' && /^(?:yes|no)$/i.test(verb.value.target?.text ?? ''),
  ) ?? false;

const politeness = /\b(?:please|pls|plz|thanks|thank you|thx|cheers|for me|would you|will you)$/i;

/** `set Name to Ada please`: one word for a field. */
const isOneWord = (clause: Clause): boolean =>
  onlyReading(clause)?.every(
    ({ verb }) => verb.$case === 'typeText' && verb.value.target && !/\s/.test(verb.value.text),
  ) ?? false;

function readTried(phrase: Phrase): Clause {
  const whole = readHasty(phrase);
  const inner = whole.is === 'strange' ? withoutOneOpening(phrase) : undefined;
  const clause = inner && beginsCommand(inner) ? readHasty(inner) : undefined;
  return clause && clause.is !== 'strange' ? clause : whole;
}

const withoutQuestionMark = (phrase: Phrase): Phrase =>
  /^[?!.]+$/.test(phrase.low(phrase.length - 1)) ? phrase.slice(0, -1) : phrase;

function readHasty(phrase: Phrase): Clause {
  const whole = readWhole(phrase);
  const calm = whole.is === 'strange' ? withoutHaste(phrase) : undefined;
  const slower = calm && readWhole(calm);
  return slower && slower.is !== 'strange' ? slower : whole;
}

/** "type hello please": only a comma would set the please apart. */
const typesAtEnd = (clause: Clause, words: string): boolean =>
  clause.is === 'read' &&
  clause.readings.some((reading) =>
    reading.some(({ verb }) => verb.$case === 'typeText' && verb.value.text.endsWith(words)),
  );

/** Whether a command may begin here, in the grammar's own words or in others. */
export const beginsCommand = (phrase: Phrase): boolean =>
  findVerb(phrase) !== undefined || isShortcut(phrase) || !rephrased(phrase).next().done;

const isShortcut = (phrase: Phrase): boolean =>
  phrase.length <= longestShortcut && !isButton(phrase) && chordOf.has(plainText(phrase));

/** `Save` alone may be a button as well. */
const isButton = (phrase: Phrase): boolean =>
  phrase.trimmed().length === 1 && isCapitalised(phrase.trimmed().tokens[0]);

const plainText = (phrase: Phrase): string => phrase.trimmed().text.toLowerCase();

/** In other words first: they are longer, and so say more exactly what is meant. */
function readWhole(phrase: Phrase): Clause {
  const wide = readShortcut(phrase) ?? readReworded(phrase);
  if (wide) return wide;
  const plain = readVerb(phrase);
  if (plain.is !== 'strange') return plain;
  const other = withoutGerund(phrase, beginsCommand) ?? respelt(phrase, verbWords);
  const again = other && atMost(readReworded(other) ?? readVerb(other), sure.hardly);
  return again && again.is !== 'strange' ? again : plain;
}

function readShortcut(phrase: Phrase): Clause | undefined {
  const chord = chordOf.get(plainText(phrase));
  if (chord && !isButton(phrase)) {
    const keys = step({ $case: 'pressKeys', value: { chords: [chord] } }, sure.likely);
    return { is: 'read', readings: [[{ ...keys, instead: clickOn(phrase.trimmed().text) }]], question: '' };
  }
  return readBareKeys(phrase.trimmed()) ?? readClicks(phrase);
}

function readReworded(phrase: Phrase): Clause | undefined {
  for (const plain of rephrased(phrase)) {
    const clause = readVerb(withoutGerund(plain, beginsCommand) ?? plain);
    if (onlyReading(clause)?.every(isCertain)) return atMost(clause, sure.reworded);
  }
  return undefined;
}

function readVerb(phrase: Phrase): Clause {
  const verb = findVerb(phrase);
  if (!verb) return readVerbless(phrase);
  const rest = withoutPlease(phrase.after(verb), phrase);
  const parse = (part: Phrase) => verb.parse(part, verb.said);
  const whole = parse(rest);
  if (isPlain(whole) && !checksSeveral(whole)) return whole;
  const list = readList(rest, parse) ?? (whole.is === 'read' ? readPlacedList(rest, parse) : undefined);
  if (!list) return whole;
  // `check I agree, then submit`: what comes then is hardly another box; the screen tells.
  if (list.every(isUnnamedBox) && findJoints(rest).some(({ strength }) => strength === 'strong'))
    return either('Is all of that to be ticked?', list.map(doubted));
  if (list.every(isPlainlyListed) || isLongList(list))
    return { is: 'read', readings: [list.map(lessSure)], question: '' };
  // Quotes end a text, so what follows them is the next one.
  if (rest.hasQuoted && !checksSeveral(whole)) return either('', list);
  return whole.is === 'read' ? either('Is that one thing, or several?', ...whole.readings, list) : either('', list);
}

const please = phrases('please', 'kindly', ', please ,');

/** `activate please the Offers box`; what is typed may begin so. */
function withoutPlease(rest: Phrase, whole: Phrase): Phrase {
  const place = whole.match(typeWords) ? undefined : rest.match(please);
  return place && place.length < rest.length ? rest.after(place) : rest;
}

const isPlain = (clause: Clause): boolean => onlyReading(clause)?.every(isCertain) ?? false;

/** `check News and Offers`: rather two boxes than one. */
const checksSeveral = (clause: Clause): boolean =>
  onlyReading(clause)?.some(
    ({ verb }) =>
      verb.$case === 'setChecked' && !verb.value.target?.exact && / and |, /.test(verb.value.target?.text ?? ''),
  ) ?? false;

/** `type "Ada" into Name and "Berlin" into City`: the verb is said once. */
function readList(rest: Phrase, parse: (part: Phrase) => Clause, room = maxListed): Reading | undefined {
  if (room === 0) return undefined;
  for (const { at, next, strength } of findJoints(rest)) {
    const head = onlyReading(parse(rest.slice(0, at)));
    if (strength === 'hard' || !head?.every(isCertain)) continue;
    const behind = rest.slice(next);
    const parsed = parse(behind);
    const tail = onlyReading(parsed);
    const others =
      tail?.every(isCertain) && !checksSeveral(parsed) ? tail : (readList(behind, parse, room - 1) ?? certain(tail));
    return others && [...head, ...others].every(isListed) ? [...head, ...others] : undefined;
  }
  return undefined;
}

/** `EDDB as departure and LKPR as arrival`: two texts and their places, which only the screen can tell from one text. */
function readPlacedList(rest: Phrase, parse: (part: Phrase) => Clause): Reading | undefined {
  for (const { at, next, strength } of findJoints(rest)) {
    const head = placedReading(parse(rest.slice(0, at)));
    if (strength === 'hard' || !head) continue;
    const behind = rest.slice(next);
    const tail = readPlacedList(behind, parse) ?? placedReading(parse(behind));
    if (tail) return [...head, ...tail].map(doubted);
  }
  return undefined;
}

const placedReading = (clause: Clause): Reading | undefined =>
  clause.is === 'read'
    ? clause.readings.find((reading) => reading.every((one) => one.confidence >= sure.doubtful && isPlaced(one)))
    : undefined;

const isPlaced = ({ verb }: Step): boolean =>
  (verb.$case === 'typeText' || verb.$case === 'selectOption') && (verb.value.target?.text ?? '') !== '';

const certain = (reading: Reading | undefined): Reading | undefined =>
  reading?.every(isCertain) ? reading : undefined;

/** `Name with Ada and City with Rome`: each says its place by a name with a capital, or by its kind. */
function isPlainlyListed({ verb }: Step): boolean {
  if (verb.$case === 'setChecked') return verb.value.target?.role !== 'ROLE_UNSPECIFIED';
  const list = verb.$case === 'typeText' ? verb.value : undefined;
  const target = list?.target ?? (verb.$case === 'selectOption' ? verb.value.target : undefined);
  return target !== undefined && (target.role !== 'ROLE_UNSPECIFIED' || /^\p{Lu}\S*(?: \S+)?$/u.test(target.text));
}

/** `Terms and Conditions` may be one box; three are three. */
const isLongList = (list: Reading): boolean => list.length > 2 && list.every(({ verb }) => verb.$case === 'setChecked');

const isUnnamedBox = ({ verb }: Step): boolean =>
  verb.$case === 'setChecked' && verb.value.target?.role === 'ROLE_UNSPECIFIED';
const doubted = (one: Step): Step => ({ ...one, confidence: sure.doubtful });

const lessSure = (one: Step): Step => ({ ...one, confidence: Math.min(one.confidence, sure.hardly) });

/** Without quotes, only what names its place, or a box, can be one of several; other names may simply contain an "and". */
function isListed({ verb }: Step): boolean {
  switch (verb.$case) {
    case 'click':
    case 'hover':
      return verb.value.target?.exact ?? false;
    case 'typeText':
    case 'selectOption':
      return verb.value.target !== undefined;
    default:
      return verb.$case === 'setChecked';
  }
}

const isCertain = ({ confidence }: Step): boolean => confidence >= sure.threshold;

const onlyReading = (clause: Clause): Reading | undefined =>
  clause.is === 'read' && clause.readings.length === 1 ? clause.readings[0] : undefined;

/** `in the Name field, type Ada`; anything else without a verb means nothing here. */
function readVerbless(phrase: Phrase): Clause {
  const opening = phrase.match(placeOpenings);
  const [verb] = phrase.places(typeWords, 1);
  if (opening && verb) return readPlaceFirst(phrase.after(opening), 'type');
  return readState(phrase) ?? strange(phrase.trimmed(), 'any');
}

/** `Aircraft should be D-EKLM`, `Volume: 2.5`: how a field should be. Of people and things the same is said; only the screen tells that there is such a field. */
function readState(phrase: Phrase): Clause | undefined {
  const place = phrase.places(beingWords, 1)[0];
  const isOne = place && phrase.after(place).length > 0 && phrase.after(place).places(beingWords, 1).length === 0;
  if (!isOne || doneTo.test(phrase.after(place).raw) || / times?$/i.test(phrase.before(place).raw)) return undefined;
  const clause = readVerb(phraseOf(`set ${phrase.before(place).raw} to ${phrase.after(place).raw}`));
  const only = onlyReading(clause);
  const isNamed = only?.every(({ verb: { $case, value } }) => $case === 'typeText' && value.target?.text !== '');
  return isNamed ? atMost(clause, sure.doubtful) : undefined;
}

/** `must be filled with care`: what is done, not how it is. */
const doneTo = /^\p{Ll}{2,}(?:ed|en) (?:to|with|in|as|by|from|on)\b/u;
const beingWords = phrases(
  ':',
  '=',
  ...['should', 'must', 'has to', 'needs to', 'is to', 'shall', 'ought to'].flatMap((will) => [
    `${will} be`,
    `${will} be set to`,
    `${will} be changed to`,
    `${will} read`,
    `${will} say`,
  ]),
);

/** Whether a part begins with a place and needs the next part's verb. */
export const opensWithPlace = (phrase: Phrase): boolean =>
  phrase.match(placeOpenings) !== undefined && !beginsCommand(phrase) && phrase.places(typeWords, 1).length === 0;
