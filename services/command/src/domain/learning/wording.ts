// Sentences for steps, as language words them for commands.
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { word } from '@karna/proto/words';

/** Longer texts are cut in sentences (characters). */
const shownCharacters = 60;

/** `Type "cats" into Search`; `Type {query} into Search`. */
export function sentenceOf(verb: NonNullable<DirectAction['verb']>): string {
  switch (verb.$case) {
    case 'click': {
      const { button, count, target } = verb.value;
      return `${clickWord(button, count)} ${named(target)}`;
    }
    case 'typeText': {
      const { text, target, replace } = verb.value;
      if (!target) return `Type ${quoted(text)}`;
      return replace ? `Set ${named(target)} to ${quoted(text)}` : `Type ${quoted(text)} into ${named(target)}`;
    }
    case 'selectOption':
      return `Select ${quoted(verb.value.option)} from ${named(verb.value.target)}`;
    case 'setChecked':
      return `${verb.value.checked ? 'Check' : 'Uncheck'} ${named(verb.value.target)}`;
    case 'pressKeys':
      return `Press ${verb.value.chords.join(', ')}`;
    case 'scroll': {
      const { target, direction, clicks } = verb.value;
      return target ? `Scroll ${word(direction)} to ${named(target)}` : `Scroll ${word(direction)} by ${clicks}`;
    }
    case 'open':
      return `Open ${verb.value.what?.value ?? ''}`;
    case 'drag':
      return `Drag ${named(verb.value.from)} onto ${named(verb.value.to)}`;
    case 'waitFor': {
      const { target, gone, limitMs } = verb.value;
      return target ? `Wait until ${named(target)} ${gone ? 'is gone' : 'appears'}` : `Wait ${limitMs / 1_000} s`;
    }
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

function clickWord(button: string, count: number): string {
  if (button === 'MOUSE_BUTTON_RIGHT') return 'Right-click';
  if (button === 'MOUSE_BUTTON_MIDDLE') return 'Middle-click';
  return ['Click', 'Click', 'Double-click', 'Triple-click'][count] ?? 'Click';
}

/** A slot stands for itself; everything else in quotes. */
function quoted(text: string): string {
  if (/^\{\w+\}$/.test(text)) return text;
  const characters = [...text.replaceAll('\n', ' ')];
  return characters.length > shownCharacters
    ? `"${characters.slice(0, shownCharacters).join('')}…"`
    : `"${characters.join('')}"`;
}

function named(target: TargetQuery | undefined): string {
  if (!target) return 'what is there';
  const kind = target.role === 'ROLE_UNSPECIFIED' ? 'thing' : word(target.role, ' ');
  if (target.text !== '') return [...target.text].slice(0, shownCharacters).join('');
  return target.ordinal > 1 ? `${kind} ${target.ordinal}` : `the ${kind}`;
}
