import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { modifierKeys } from '@karna/proto/keys';
import {
  atMost,
  type Clause,
  either,
  missing,
  type Step,
  step,
  strange,
  sure,
  targetOf,
  type VerbTable,
} from '../clause.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { relationWords, roleWords } from '../roles.ts';
import { readTarget } from '../target.ts';
import { readClick } from './click.ts';
import { alsoOnButtons, type Keys, readKeys } from './key-words.ts';

const keyWord = phrases('key', 'keys');
/** Holding keys down is not on offer. */
const holding = phrases('and hold', 'down and hold', 'and release');

export const keyVerbs: VerbTable = [
  [['press', 'hit', 'push', 'tap', 'press on', 'push on', 'tap on', 'hit on', 'press down on'], readPress],
  [['strike', 'press the key', 'press the keys', 'press key', 'press keys'], readPlainKeys],
];

const pressed = (keys: Keys, confidence: number): Step =>
  step({ $case: 'pressKeys', value: { chords: [...keys.chords] } }, confidence);

function readPlainKeys(rest: Phrase): Clause {
  const keys = readKeys(rest.quoted ?? rest.raw);
  if (!keys) return rest.isEmpty ? missing('Which key should I press?') : strange(rest, 'keys');
  if (keys.left.length > 0) return strange(keys.left.join(' '), 'keys');
  return { is: 'read', readings: [[pressed(keys, sure.exactly)]], question: '' };
}

/** "press Save" clicks, "press Enter" is a key, "press Home" can be both. */
function readPress(rest: Phrase, said: string): Clause {
  if (rest.isEmpty) return missing('What should I press?');
  if (rest.match(holding)) return strange(rest, 'keys');
  if (rest.matchEnd(keyWord)) return readPlainKeys(rest);
  const { quoted } = rest.trimmed();
  if (quoted !== undefined) return readQuotedPress(rest.trimmed(), quoted);
  const keys = rest.hasQuoted || said.endsWith(' on') ? undefined : readKeys(rest.raw);
  if (!keys) return notKeys(rest);
  if (keys.left.length > 0) return readRemainder(rest, keys);
  const [only] = keys.chords;
  if (keys.chords.length > 1 || keys.saidKey || only === undefined) return keysOnly(keys, sure.exactly);
  if (alsoOnButtons.has(keys.first)) return both(keys, rest);
  // One character: typed by its key, and on calculators the same as its button.
  return keysOnly(keys, [...only].length === 1 ? sure.likely : sure.exactly);
}

const keysOnly = (keys: Keys, confidence: number): Clause => ({
  is: 'read',
  readings: [[pressed(keys, confidence)]],
  question: '',
});

function both(keys: Keys, rest: Phrase): Clause {
  const click = readClick(rest, 'click');
  if (click.is !== 'read') return keysOnly(keys, sure.likely);
  const name = rest.quoted ?? rest.trimmed().text;
  return either(
    `Do you mean the ${name} key, or something on the screen called "${name}"?`,
    [pressed(keys, 1)],
    ...click.readings,
  );
}

function readQuotedPress(rest: Phrase, name: string): Clause {
  const keys = readKeys(name);
  if (!keys || keys.left.length > 0 || keys.chords.length !== 1) return readClick(rest, 'click');
  return keys.chords[0]?.includes('+') && name.trim().length > 1 ? keysOnly(keys, sure.likely) : both(keys, rest);
}

/** `ctrl+banana` is a mistake, no button. */
function notKeys(rest: Phrase): Clause {
  if (/^\w+\+\S/.test(rest.raw)) return strange(rest, 'keys');
  return pressesThing(rest);
}

const articles = phrases('the', 'a', 'an');

/** `hit the road`, `press the matter`: of what is on a screen, people say the kind or its name. */
function pressesThing(rest: Phrase): Clause {
  const click = readClick(rest, 'click');
  const target = click.is === 'read' ? targetOf(click.readings[0]?.[0]?.verb) : undefined;
  const isPlain = target && !target.exact && target.role === 'ROLE_UNSPECIFIED' && /^\p{Ll}/u.test(target.text);
  return isPlain && rest.places(articles, 0).length > 0 ? atMost(click, sure.doubtful) : click;
}

/** There are words behind the keys: perhaps it was a name all along. */
function readRemainder(rest: Phrase, keys: Keys): Clause {
  const [firstChord = ''] = keys.chords;
  const isCharacter = [...firstChord].length === 1;
  const [place] = rest.places(relationWords, 1);
  const target = place && keys.left.join(' ') === leftOf(rest, place.at) ? readTarget(rest.after(place)) : undefined;
  if (target?.is === 'found' && !isCharacter) return keysAt(target.query, keys);
  if (/^times?$/i.test(keys.left[1] ?? '') || keys.left[0]?.toLowerCase() === 'to')
    return strange(keys.left.join(' '), 'keys');
  if (isCharacter || rest.trimmed().matchEnd(roleWords) || alsoOnButtons.has(keys.first)) return pressesThing(rest);
  return strange(keys.left.join(' '), 'keys');
}

/** `press Enter in the Search field`: keys go to the focus, wherever that is. */
function keysAt(target: TargetQuery, keys: Keys): Clause {
  const value = { target, button: 'MOUSE_BUTTON_LEFT', count: 1 } as const;
  const click = step({ $case: 'click', value }, sure.exactly);
  return either(
    'Keys go to what has the keyboard focus. Shall I click there first?',
    [click, pressed(keys, sure.exactly)],
    [pressed(keys, sure.exactly)],
  );
}

const leftOf = (rest: Phrase, at: number): string => rest.slice(at).trimmed().text;

/** `escape`, `tab tab enter`: keys and nothing else. What may be a name or a character is not taken for one. */
export function readBareKeys(phrase: Phrase): Clause | undefined {
  const keys = phrase.hasQuoted ? undefined : readKeys(phrase.raw);
  if (!keys || keys.left.length > 0 || alsoOnButtons.has(keys.first) || keys.first === 'enter') return undefined;
  const isPlain = keys.chords.every((chord) => [...chord].length > 1 && !modifierKeys.some((held) => held === chord));
  return isPlain ? keysOnly(keys, sure.likely) : undefined;
}
