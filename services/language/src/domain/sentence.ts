import type { Click, PressKeys, Scroll, TypeText, WaitFor } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { word } from '@karna/proto/words';
import type { Condition, Verb } from './clause.ts';
import { describeTarget } from './describe.ts';

/** Longer texts are cut in sentences; the action has all of it. */
const shownCharacters = 60;
/** Everyday names that take an article: `Open the text editor`, but `Open Firefox`. */
export const kindsOfApplications: ReadonlySet<string> = new Set(
  'editor calculator terminal browser console player viewer manager mail settings explorer client shell calendar spreadsheet processor monitor store center centre clock camera recorder messenger panel notes paint app prompt photos music email downloads files documents'.split(
    ' ',
  ),
);

/** `If Cookies is there: Click Accept`. */
export const conditionalSentence = (verb: Verb, onlyIf: Condition | undefined): string =>
  onlyIf
    ? `If ${named(onlyIf.target)} ${onlyIf.gone ? 'is not there' : 'is there'}: ${sentenceOf(verb)}`
    : sentenceOf(verb);

/** What an action will do, for people: `Type "Ada" into Name`. */
export function sentenceOf(verb: Verb): string {
  switch (verb.$case) {
    case 'click':
      return `${clickWord(verb.value)} ${named(verb.value.target)}`;
    case 'typeText':
      return typeSentence(verb.value);
    case 'selectOption':
      return `Select ${quote(verb.value.option)}${verb.value.target ? ` from ${named(verb.value.target)}` : ''}`;
    case 'setChecked':
      return `${verb.value.checked ? 'Check' : 'Uncheck'} ${named(verb.value.target)}`;
    case 'pressKeys':
      return `Press ${keysText(verb.value)}`;
    case 'scroll':
      return scrollSentence(verb.value);
    case 'open':
      return `Open ${verb.value.what?.$case === 'address' ? verb.value.what.value : application(verb.value.what?.value ?? '')}`;
    case 'drag':
      return `Drag ${named(verb.value.from)} onto ${named(verb.value.to)}`;
    case 'waitFor':
      return waitSentence(verb.value);
    case 'readOut':
      return `Read out ${named(verb.value.target)}`;
    case 'hover':
      return `Point at ${named(verb.value.target)}`;
    default: {
      const nothing: never = verb;
      return nothing;
    }
  }
}

const named = (target: TargetQuery | undefined): string => (target ? describeTarget(target, ({ text }) => text) : '');

function quote(text: string): string {
  const characters = [...text];
  return characters.length > shownCharacters ? `"${characters.slice(0, shownCharacters).join('')}…"` : `"${text}"`;
}

export function clickWord({ button, count }: Click): string {
  if (button === 'MOUSE_BUTTON_RIGHT') return 'Right-click';
  if (button === 'MOUSE_BUTTON_MIDDLE') return 'Middle-click';
  return ['Click', 'Click', 'Double-click', 'Triple-click'][count] ?? 'Click';
}

function typeSentence({ text, target, replace }: TypeText): string {
  if (!target) return `Type ${quote(text)}`;
  if (!replace) return `Type ${quote(text)} into ${named(target)}`;
  return text === '' ? `Clear ${named(target)}` : `Set ${named(target)} to ${quote(text)}`;
}

function keysText({ chords }: PressKeys): string {
  const [first = ''] = chords;
  if (chords.length > 1 && chords.every((chord) => chord === first)) return `${first} ${chords.length} times`;
  return chords.join(', ');
}

function scrollSentence({ target, direction, clicks }: Scroll): string {
  const way = direction === 'SCROLL_DIRECTION_UNSPECIFIED' ? '' : ` ${word(direction)}`;
  if (target) return `Scroll${way} to ${named(target)}`;
  if (clicks === 0) return `Scroll all the way${way}`;
  return `Scroll${way} by ${clicks}`;
}

function waitSentence({ target, gone, limitMs }: WaitFor): string {
  if (!target) return `Wait ${limitMs / 1_000} s`;
  const limit = limitMs > 0 ? `, up to ${limitMs / 1_000} s` : '';
  return `Wait until ${named(target)} ${gone ? 'is gone' : 'appears'}${limit}`;
}

function application(name: string): string {
  const isKind = kindsOfApplications.has(name.split(' ').at(-1) ?? '');
  return isKind ? `the ${name}` : name;
}
