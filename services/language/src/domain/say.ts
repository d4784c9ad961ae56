import type { PressKeys, Scroll, TypeText, WaitFor } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { word } from '@karna/proto/words';
import { type Condition, type Step, sure, type Verb } from './clause.ts';
import { describeTarget, type NameStyle } from './describe.ts';
import { isDoubtfulName } from './doubt/doubt.ts';
import { characterNames } from './grammar/key-words.ts';
import { ordinalOf } from './numbers.ts';
import { Phrase } from './phrase.ts';
import { roleWords } from './roles.ts';
import { clickWord } from './sentence.ts';
import { readTarget } from './target.ts';
import { tokenize } from './tokens.ts';

/** The command that means these steps and nothing else. */
export const sayAll = (steps: readonly Pick<Step, 'verb' | 'onlyIf'>[]): string =>
  steps.map(({ verb, onlyIf }) => (onlyIf ? `if ${sayCondition(onlyIf)}, ${say(verb)}` : say(verb))).join(', then ');

const sayCondition = ({ target: sought, gone }: Condition): string =>
  `${target(sought)} ${gone ? 'is not visible' : 'is visible'}`;

/** The command that means this step and nothing else. */
export function say(verb: Verb): string {
  switch (verb.$case) {
    case 'click':
      return `${clickWord(verb.value).toLowerCase()} ${target(verb.value.target)}`;
    case 'typeText':
      return sayTyping(verb.value);
    case 'selectOption':
      return `select ${quote(verb.value.option)}${verb.value.target ? ` from ${target(verb.value.target)}` : ''}`;
    case 'setChecked':
      return `${verb.value.checked ? 'check' : 'uncheck'} ${target(verb.value.target)}`;
    case 'pressKeys':
      return sayKeys(verb.value);
    case 'scroll':
      return sayScrolling(verb.value);
    case 'open':
      return verb.value.what?.$case === 'address'
        ? `go to ${quote(verb.value.what.value)}`
        : `open ${quote(verb.value.what?.value ?? '')}`;
    case 'drag':
      return `drag ${target(verb.value.from)} onto ${target(verb.value.to)}`;
    case 'waitFor':
      return sayWaiting(verb.value);
    case 'readOut':
      return `read out ${target(verb.value.target)}`;
    case 'hover':
      return `hover over ${target(verb.value.target)}`;
    default: {
      const nothing: never = verb;
      return nothing;
    }
  }
}

/** Quoted so that it is read back as it is. */
export const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, (mark) => `\\${mark}`)}"`;

const target = (query: TargetQuery | undefined): string => (query ? sayTarget(query) : '');

/** A target in words that mean it; names without quotes stay so where nothing can be misread. */
export const sayTarget = (query: TargetQuery): string => describeTarget(query, nameOf);

const nameOf: NameStyle = ({ text, exact }) => {
  if (text === '') return '';
  return !exact && isPlainName(text) ? text : quote(text);
};

function isPlainName(text: string): boolean {
  if (isDoubtfulName(text, false) || !/^\p{Lu}[\p{L}\p{N}]*(?: \p{Lu}[\p{L}\p{N}]*){0,2}$/u.test(text)) return false;
  const { phrase } = tokenize(text);
  const found = readTarget(new Phrase(text, phrase.tokens));
  if (
    phrase.tokens.some(
      ({ low }) => ordinalOf(low) !== undefined || low === 'last' || roleWords.some(([first]) => first === low),
    )
  )
    return false;
  return (
    found.is === 'found' &&
    found.query.text === text &&
    found.query.role === 'ROLE_UNSPECIFIED' &&
    found.confidence >= sure.name
  );
}

function sayTyping({ text, target: field, replace }: TypeText): string {
  if (!field) return `type ${quote(text)}`;
  return replace ? `fill ${sayTarget(field)} with ${quote(text)}` : `type ${quote(text)} into ${sayTarget(field)}`;
}

function sayKeys({ chords }: PressKeys): string {
  const names = chords.map(chordName);
  return names.length === 1 ? `press the ${names[0]} key` : `press the keys ${names.join(', ')}`;
}

const nameOfCharacter = new Map([...characterNames].map(([name, character]) => [character, name]));
const chordName = (chord: string): string => nameOfCharacter.get(chord) ?? chord;

function sayScrolling({ target: sought, direction, clicks }: Scroll): string {
  const way = direction === 'SCROLL_DIRECTION_UNSPECIFIED' ? '' : ` ${word(direction)}`;
  if (sought) return `scroll${way} to ${sayTarget(sought)}`;
  return clicks === 0 ? `scroll${way} all the way` : `scroll${way} by ${clicks}`;
}

const sayWaiting = ({ target: sought, gone, limitMs }: WaitFor): string =>
  !sought
    ? `wait ${limitMs} ms`
    : `wait until ${target(sought)} ${gone ? 'disappears' : 'appears'}${limitMs > 0 ? `, up to ${limitMs} ms` : ''}`;
