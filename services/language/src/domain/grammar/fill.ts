import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { atMost, type Clause, missing, read, strange, sure, type VerbTable } from '../clause.ts';
import { isCapitalised, Phrase, type Phrases, type Place, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';
import { typed } from './type.ts';
import { readTyped } from './typed.ts';

/** These replace what a field holds. */
export const fillVerbs: VerbTable = [
  [['fill', 'fill in', 'fill out', 'fill up', 'fill in for'], readFill],
  [['set', 'change', 'update'], readSet(phrases('to', 'to be'))],
  [
    [
      'replace',
      'overwrite',
      'replace the value of',
      'replace the value in',
      'replace the text in',
      'replace the text of',
      'replace the contents of',
      'replace the content of',
    ],
    readSet(phrases('with', 'by')),
  ],
  [
    [
      'clear',
      'empty',
      'clear out',
      'erase',
      'delete the text in',
      'delete the text from',
      'remove the text from',
      'clear the text in',
    ],
    readClear,
  ],
];

const withWord = phrases('with', 'with the text', 'with the value');
const placeWords = phrases('into', 'in to', 'for', 'as');
const inWord = phrases('in', 'for', 'as');
const articles = phrases('a', 'an');
const joiners = phrases('and', ',');
const states = new Map([
  ['on', true],
  ['checked', true],
  ['off', false],
  ['unchecked', false],
]);

/** `Name with Ada`, `Ada into Name`, `in Ada for Name`. */
function readFill(rest: Phrase): Clause {
  const phrase = rest;
  if (phrase.trimmed().isEmpty) return missing('Which field should I fill, and with what?');
  const withPlace = firstOutside(phrase, withWord);
  if (withPlace) return replaced(phrase.before(withPlace), phrase.after(withPlace), withWord);
  const place = phrase.places(placeWords, 1).at(-1) ?? phrase.places(inWord, 1).at(-1);
  if (place) return replaced(phrase.after(place), phrase.before(place), placeWords);
  return missingText(phrase) ?? strange(phrase, 'type');
}

/** The first of the words that has something on both sides, or nothing behind it at all. */
const firstOutside = (phrase: Phrase, table: Phrases): Place | undefined => phrase.places(table, 1)[0];

function replaced(place: Phrase, words: Phrase, separator: Phrases): Clause {
  const target = readTarget(place, 'field');
  if (target.is === 'nothing') return missing('Which field should I fill?');
  if (target.is === 'strange') return strange(target.part, 'type');
  const text = readTyped(words);
  if (!text) return missing(`What should I put into ${place.trimmed().text}?`);
  const isList =
    !text.isQuoted && words.places(joiners).some((joint) => words.after(joint).places(separator, 1).length > 0);
  const isOther = isList || saysFieldLast(target.query, words);
  const confidence = Math.min(target.confidence, fieldText(text.confidence), isOther ? sure.doubtful : sure.exactly);
  return typed(text.text, target.query, true, confidence);
}

/** Behind "with" and "to" there is nothing but the text, so its being unquoted leaves little doubt. */
const fieldText = (confidence: number): number => (confidence === sure.likely ? sure.name : confidence);

/** `Ada by Bob in Name`: the field stands behind its text. */
function saysFieldLast({ role, exact }: TargetQuery, words: Phrase): boolean {
  const inside = words.places(phrases('in'), 1).at(-1);
  if (words.hasQuoted || exact || role !== 'ROLE_UNSPECIFIED' || !inside) return false;
  return words.after(inside).length === 1 && isCapitalised(words.after(inside).tokens[0]);
}

function missingText(phrase: Phrase): Clause | undefined {
  if (phrase.match(articles)) return undefined;
  const target = readTarget(phrase, 'field');
  if (target.is !== 'found' || target.confidence < sure.likely) return undefined;
  return missing(`What should ${phrase.trimmed().text} be set to?`);
}

/** `Name to Ada`; a switch is turned and an option chosen when the kind says so. */
function readSet(separator: Phrases) {
  return (words: Phrase): Clause => {
    const rest = withoutFormer(words);
    if (rest.trimmed().isEmpty) return missing('What should I set, and to what?');
    const place = firstOutside(rest, separator);
    const level = place ? undefined : levelIn(rest);
    // `set speed at 300`, `set the meeting at 3`: the screen tells whether there is such a field.
    if (level) return atMost(replaced(rest.before(level), rest.after(level), atWord), sure.doubtful);
    if (!place) return missingText(rest) ?? strange(rest, 'type');
    const target = readTarget(rest.before(place), 'field');
    if (target.is === 'nothing') return missing('Which field do you mean?');
    if (target.is === 'strange') return strange(target.part, 'type');
    if (rest.before(place).match(articles)) return strange(rest, 'type');
    return (
      setKind(target.query, target.confidence, rest.after(place)) ??
      replaced(rest.before(place), rest.after(place), separator)
    );
  };
}

const atWord = phrases('at');

/** Where a number is all that stands behind. */
function levelIn(phrase: Phrase): Place | undefined {
  const place = firstOutside(phrase, atWord);
  const isLevel =
    place && !phrase.match(articles) && /^[-+]?\p{N}\S*(?: \S+)?$/u.test(phrase.after(place).trimmed().raw);
  return isLevel ? place : undefined;
}

const former = phrases('from');

/** `Name from Ada to Bob`: what it holds now says nothing. */
function withoutFormer(words: Phrase): Phrase {
  const from = words.places(former, 1)[0];
  const to = from && words.places(phrases('to'), from.at + 2)[0];
  return from && to ? new Phrase(words.source, [...words.before(from).tokens, ...words.slice(to.at).tokens]) : words;
}

function setKind(target: TargetQuery, confidence: number, words: Phrase): Clause | undefined {
  const text = readTyped(words);
  if (!text) return undefined;
  const sureness = Math.min(confidence, fieldText(text.confidence));
  if (target.role === 'ROLE_SELECT')
    return read({ $case: 'selectOption', value: { option: text.text, target } }, sureness);
  const on = states.get(text.text.toLowerCase());
  const isMark = target.role === 'ROLE_CHECKBOX' || target.role === 'ROLE_SWITCH';
  if (!isMark) return undefined;
  return on === undefined
    ? strange(words, 'choose')
    : read({ $case: 'setChecked', value: { target, checked: on } }, sureness);
}

const wide = phrases('all', 'everything', 'it', 'my', 'history');

function readClear(rest: Phrase): Clause {
  const phrase = rest.trimmed();
  if (phrase.isEmpty) return missing('Which field should I clear?');
  if (phrase.match(wide) || phrase.match(articles)) return strange(rest, 'type');
  const mark = readTarget(phrase, 'mark');
  if (
    mark.is === 'found' &&
    mark.query.role === 'ROLE_CHECKBOX' &&
    !/\bbox$/i.test(phrase.text.replace(/check ?box$/i, ''))
  ) {
    return read({ $case: 'setChecked', value: { target: mark.query, checked: false } }, mark.confidence);
  }
  const target = readTarget(phrase, 'field');
  if (target.is === 'nothing') return missing('Which field should I clear?');
  if (target.is === 'strange') return strange(target.part, 'type');
  return typed('', target.query, true, target.confidence);
}
