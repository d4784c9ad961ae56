import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type Step, sure, targetsOf, type Verb } from '../clause.ts';
import type { Phrase } from '../phrase.ts';
import { fieldWords } from '../roles.ts';
import { kindsOfApplications } from '../sentence.ts';
import { isDescription, isSeveralTexts } from './texts.ts';
import {
  applicationWords,
  choosingWords,
  joiningWords,
  plainJoiningWords,
  purposeWords,
  screenWords,
} from './words.ts';

/** What in a reading is vouched for by nothing. */
export interface Doubts {
  /** Whether there are such things: a look at the screen tells. */
  readonly things: readonly Thing[];
  /** Whether something else is meant: no look tells. */
  readonly isMeaningInDoubt: boolean;
}

export interface Thing {
  /** The place of its step. */
  readonly step: number;
  readonly target: TargetQuery;
}

/**
 * What is vouched for by nothing: not by quotes or a capital, not by its kind, not by being made of words of which things on screens are called.
 * Such words may be of another world, or a sentence that was taken for a name; somebody is asked.
 */
export function doubtsAbout(said: Phrase, steps: readonly Step[]): Doubts {
  const isQuoted = quotedIn(said);
  const things = steps.flatMap(({ verb, onlyIf, confidence }, step) => {
    const targets = [...targetsOf(verb), onlyIf?.target].filter((target) => target !== undefined);
    const found = targets.flatMap((target) =>
      confidence < sure.threshold ? namedIn(target) : doubtfulIn(target, said.text),
    );
    return [...found, ...doubtfulThings(verb, isQuoted)].map((target) => ({ step, target }));
  });
  const isMeaningInDoubt = steps.some(({ verb, confidence }) =>
    verb.$case === 'pressKeys'
      ? confidence < sure.threshold || areDoubtfulKeys(verb.value.chords, said, steps.length > 1)
      : confidence < sure.doubtful ||
        (confidence < sure.threshold && !isAllNames(verb)) ||
        hasDoubtfulWords(verb, isQuoted),
  );
  return { things, isMeaningInDoubt };
}

/** Whether a text of these may not be what was to be typed or chosen, whatever is on the screen. */
export const hasDoubtfulText = (said: Phrase, steps: readonly Step[]): boolean =>
  steps.some(({ verb }) => hasDoubtfulWords(verb, quotedIn(said)));

function quotedIn(said: Phrase): (text: string) => boolean {
  const quoted = said.tokens.flatMap(({ kind, value }) => (kind === 'quoted' ? [value] : []));
  return (text) => quoted.includes(text) || isSaidPlainly(text, said.text);
}

/** Where all that follows the verb are names, things that are called just so are what is meant, however else it could be read. */
const isAllNames = (verb: Verb): boolean =>
  ['click', 'hover', 'setChecked', 'drag', 'selectOption', 'typeText', 'readOut'].includes(verb.$case) &&
  targetsOf(verb).length > 0 &&
  targetsOf(verb).every((target) => namedIn(target).length > 0);

/** The target and what it is found by; nothing where one of them has no name. */
export function namedIn(target: TargetQuery): TargetQuery[] {
  if (target.text === '') return [];
  const anchor = target.relation?.anchor;
  const anchors = anchor ? namedIn(anchor) : [];
  return anchor && anchors.length === 0 ? [] : [target, ...anchors];
}

/** The target, and what it is found by. */
function doubtfulIn(target: TargetQuery, said: string): TargetQuery[] {
  const { text, role, exact, relation } = target;
  const isInDoubt = !exact && !isSaidPlainly(text, said) && isDoubtfulName(text, role !== 'ROLE_UNSPECIFIED');
  return [...(isInDoubt ? [target] : []), ...(relation?.anchor ? doubtfulIn(relation.anchor, said) : [])];
}

/** `click ada`, `open galculator`: verbs that say little else, and one word. */
function isSaidPlainly(text: string, said: string): boolean {
  const at = said.indexOf(` ${text}`) + 1;
  const [before, after] = [said.slice(0, at), said.slice(at + text.length)];
  return (
    !/\s/.test(text) &&
    /(?:click|open|launch)(?: on)? $/i.test(before) &&
    /^(?:$|[,.;!?]| (?:and|then|please)\b)/i.test(after)
  );
}

/** `rock bottom`, `Save tomorrow`, `red one`, `next to Ada`, `OK, Cancel`: hardly what one thing is called. */
export function isDoubtfulName(text: string, isKindSaid: boolean): boolean {
  const words = wordsOf(text);
  if (/[,;>→]/u.test(text) || words.some((word) => choosingWords.has(word)) || saysTwice(words) || chooses(text))
    return true;
  if (times.test(text) || (words.length === 1 && places.has(text) && !isKindSaid)) return true;
  const named = words.findIndex((word) => /\p{Lu}/u.test(word));
  if (named >= 0) {
    // `the blue Save button`: what stands before a name tells it from others, when its kind is said.
    const before = isKindSaid ? [] : words.slice(0, named);
    if (before.some((word) => prepositions.has(word))) return true;
    return before.some(isStranger) || words.slice(named).some((word) => isStranger(word) && !joiningWords.has(word));
  }
  const ends = [0, words.length - 1];
  return (
    !isKindSaid && words.some((word, at) => isStranger(word) && (ends.includes(at) || !plainJoiningWords.has(word)))
  );
}

/** `middle`, `left`: where, not what. */
const places = new Set('top bottom left right middle centre center corner side here there'.split(' '));
/** `long on Photo`: how, and where. */
const prepositions = new Set('on in at to from into onto'.split(' '));
/** `Save for the last time`: when, not what. */
const times = / (?:for the (?:first|last|next|second) time|this time|one last time|once more)$/;

const isStranger = (word: string): boolean => isPlain(word) && !screenWords.has(word);

/** `Yes or no`, `Red not Blue`; `Do not disturb` is one. */
const chooses = (text: string): boolean =>
  / or |(?<!\b(?:do|does|did|is|are|was|has|have|can|could|will|would|must|should)) not /i.test(text);

/** `ok ok ok`, `Save click Close`: rather several things. */
const saysTwice = (words: readonly string[]): boolean =>
  new Set(words.map((word) => word.toLowerCase())).size < words.length ||
  words.some((word, at) => at > 0 && at < words.length - 1 && /^(?:click|press|type)$/i.test(word));

/** Names that are in doubt as the verb has them. */
function doubtfulThings(verb: Verb, isQuoted: (text: string) => boolean): TargetQuery[] {
  switch (verb.$case) {
    case 'selectOption': {
      const { option, target } = verb.value;
      const isDoubtful = !isQuoted(option) && !isChoice(option) && isDoubtfulName(optionName(option), false);
      // Anything may be in a list that is there; without any list, the option is itself a thing.
      if (!isDoubtful || (target && isPlainlyNamed(target))) return [];
      return [target ?? nameOnly(option)];
    }
    case 'typeText':
    case 'readOut':
      return verb.value.target && (isSeveral(verb.value.target) || isEmptied(verb)) ? [verb.value.target] : [];
    default:
      return [];
  }
}

function hasDoubtfulWords(verb: Verb, isQuoted: (text: string) => boolean): boolean {
  switch (verb.$case) {
    case 'open':
      return (
        verb.value.what?.$case === 'application' && !isQuoted(verb.value.what.value) && isOfWorld(verb.value.what.value)
      );
    case 'selectOption':
      return !isQuoted(verb.value.option) && (isChoice(verb.value.option) || isSeveralTexts(verb.value.option));
    case 'typeText': {
      const { text, target } = verb.value;
      return (
        !isQuoted(text) && (isDescription(text, target !== undefined) || (target !== undefined && isSeveralTexts(text)))
      );
    }
    default:
      return false;
  }
}

/** `Name and City`: two fields rather than one. */
const isSeveral = ({ exact, text }: TargetQuery): boolean => !exact && / and /.test(text);

/** `clear the table`: of all that can be emptied, fields are the least. */
const isEmptied = (verb: Verb): boolean =>
  verb.$case === 'typeText' &&
  verb.value.text === '' &&
  verb.value.target !== undefined &&
  !isPlainlyNamed(verb.value.target) &&
  !fieldWords.has(wordsOf(verb.value.target.text).at(-1) ?? '');

/** `dinner`, `plan B`. */
function isOfWorld(application: string): boolean {
  const words = wordsOf(application).filter((word) => /\p{L}/u.test(word));
  const isVouched = (word: string, at: number) =>
    applicationWords.has(word) || kindsOfApplications.has(word) || (at < words.length - 1 && purposeWords.has(word));
  // `start 20:40`: no application is called by numbers alone.
  return words.length === 0 || words.some((word, at) => isPlain(word) && !isVouched(word, at));
}

/** By quotes, its kind or a capital. */
const isPlainlyNamed = ({ exact, role, text }: TargetQuery): boolean =>
  exact || role !== 'ROLE_UNSPECIFIED' || /\p{Lu}/u.test(text);

/** Which one is left to us. */
const isChoice = (option: string): boolean =>
  chooses(option) || wordsOf(option).some((word) => choosingWords.has(word));

/** Options have commas in them. */
const optionName = (option: string): string => option.replaceAll(/[,;]/g, '');

const nameOnly = (text: string): TargetQuery => ({
  text,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
});

const saidAsKey = /\b(?:keys?|letters?|press|hit|push|tap|strike)\b/i;
/** `do A then B`: nobody said that these are keys. `press Ctrl and click Save`: rather at once. */
const areDoubtfulKeys = (chords: readonly string[], said: Phrase, isPart: boolean): boolean =>
  (chords.every((chord) => arrows.has(chord)) && !saidAsArrow.test(said.raw)) ||
  (isPart && chords.some((chord) => modifiers.has(chord)) && !/\bkeys?\b/i.test(said.raw)) ||
  (chords.some((chord) => /^\p{L}$/u.test(chord)) && !saidAsKey.test(said.raw));
/** `left`, `go up`: on a keyboard, in a text, on a page or in a room. */
const arrows = new Set(['Left', 'Right', 'Up', 'Down']);
const saidAsArrow = /\b(?:arrows?|cursor|keys?|press|hit|push|tap|strike)\b/i;
const modifiers = new Set(['Control', 'Shift', 'Alt', 'Super']);

/** `two-factor` are two; `report.pdf` and `@home` are one. */
const wordsOf = (text: string): string[] =>
  text.split(/\s+/).flatMap((word) => (isCode(word) ? [word] : (word.match(/[\p{L}'’]+/gu) ?? [])));
const isPlain = (word: string): boolean => /^\p{Ll}[\p{Ll}'’]*$/u.test(word);
/** `report.pdf`, `@home`, `v1.2`. */
const isCode = (text: string): boolean => /[\p{N}._/@#\\]/u.test(text);
