import { chordText, keyName, modifierKeys, parseChord } from '@karna/proto/keys';
import { numberOf } from '../numbers.ts';

export interface Keys {
  readonly chords: readonly string[];
  /** The words behind the last key. */
  readonly left: readonly string[];
  /** "key" or "keys" was said: it can be nothing else. */
  readonly saidKey: boolean;
  /** How the first key was said, lower case. */
  readonly first: string;
}

/** One key this often is a slip of the tongue. */
export const maxRepeats = 100;

/** Characters by name; `keyName` has plus and minus. */
export const characterNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    comma: ',',
    period: '.',
    dot: '.',
    semicolon: ';',
    colon: ':',
    slash: '/',
    backslash: '\\',
    equals: '=',
    asterisk: '*',
    star: '*',
    hyphen: '-',
    hash: '#',
    at: '@',
    underscore: '_',
    'question mark': '?',
    'exclamation mark': '!',
    'double quote': '"',
    apostrophe: "'",
    backquote: '`',
  }),
);
const separators = new Set([',', ';', 'and', 'then', 'followed', 'by', '&']);
const joiners = new Set(['and', 'plus', '+', '-', 'with']);
const times = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);

/** `the plus sign`. */
const signWords = new Set(['sign', 'symbol', 'character']);

/** Reads as many keys as there are: `ctrl+s`, `control and s`, `the down arrow 3 times, then Enter`. */
export function readKeys(said: string): Keys | undefined {
  const words = wordsOf(said);
  const chords: string[] = [];
  let saidKey = false;
  let first = '';
  let at = 0;
  for (;;) {
    const start = skipTo(words, at, chords.length > 0);
    const one = readChord(words, start);
    if (!one) break;
    first ||= words.slice(start, one.next).join(' ').toLowerCase();
    const named = /^keys?$/i.test(words[one.next] ?? '') || signWords.has((words[one.next] ?? '').toLowerCase());
    saidKey ||= named || /^keys?$/i.test(words[start - 1] ?? '');
    const repeat = readTimes(words, one.next + (named ? 1 : 0));
    const isBearable = repeat.count >= 1 && repeat.count <= maxRepeats;
    chords.push(...Array.from({ length: isBearable ? repeat.count : 1 }, () => one.chord));
    at = isBearable ? repeat.next : one.next;
    if (!isBearable) break;
  }
  return chords.length > 0 ? { chords, left: words.slice(at), saidKey, first } : undefined;
}

/** `ctrl + s` is one word; a comma behind a word is one of its own. */
function wordsOf(said: string): string[] {
  const joined = said
    .replace(/\b(ctrl|control|shift|alt|super|cmd|command|win|windows|option|meta|strg)\s*\+\s*(?=\S)/gi, '$1+')
    .replaceAll(/\bf (\d{1,2})\b/gi, 'f$1')
    .replace(/[.!?…]+$/u, (marks) =>
      said.trim() === marks || /[\s+]$/.test(said.slice(0, -marks.length)) ? marks : '',
    );
  return joined
    .split(/\s+/)
    .flatMap((word) =>
      word.length > 1 && /[,;]$/.test(word) && !/\+[,;]$/.test(word) ? [word.slice(0, -1), 'then'] : [word],
    )
    .filter((word) => word !== '');
}

function skipTo(words: readonly string[], at: number, isBehind: boolean): number {
  let next = at;
  while (isBehind && separators.has((words[next] ?? '').toLowerCase()) && next + 1 < words.length) next++;
  if (/^(the|a)$/i.test(words[next] ?? '') && next + 1 < words.length && (words[next] ?? '').length > 1) next++;
  if (/^keys?$/i.test(words[next] ?? '') && next + 1 < words.length) next++;
  return next;
}

interface One {
  readonly chord: string;
  readonly next: number;
}

function readChord(words: readonly string[], at: number): One | undefined {
  const modifiers: string[] = [];
  let here = at;
  for (;;) {
    const single = readKey(words, here);
    if (!single) break;
    const isModifier = modifierKeys.some((known) => known === single.chord);
    if (!isModifier) return { chord: chordOf([...modifiers, single.chord]), next: single.next };
    if (modifiers.includes(single.chord)) break;
    modifiers.push(single.chord);
    const joint = joiners.has((words[single.next] ?? '').toLowerCase()) && single.next + 1 < words.length;
    here = single.next;
    if (!readKey(words, here + (joint ? 1 : 0))) break;
    if (joint) here++;
  }
  return modifiers.length > 0 ? { chord: modifiers.join('+'), next: here } : undefined;
}

function readKey(words: readonly string[], at: number): One | undefined {
  const [word, following] = [words[at], words[at + 1]];
  if (word === undefined) return undefined;
  if (following !== undefined) {
    const two = `${word} ${following}`.toLowerCase();
    const name = keyName(two) ?? characterNames.get(two);
    if (name !== undefined) return { chord: name, next: at + 2 };
  }
  const one = keyName(word) ?? characterNames.get(word.toLowerCase()) ?? writtenChord(word);
  return one === undefined ? undefined : { chord: one, next: at + 1 };
}

/** `ctrl+shift+s`, `ctrl-s`. */
function writtenChord(word: string): string | undefined {
  const chord = parseChord(word) ?? parseChord(word.replaceAll(/(?<=\w)-(?=.)/g, '+'));
  return chord && chordOf(chordText(chord).split(/\+(?=.)/));
}

/** Ctrl+S is how people write Ctrl+s; a capital alone is a capital. */
function chordOf(names: readonly string[]): string {
  const key = names.at(-1) ?? '';
  const held = names.slice(0, -1);
  return [...held, held.length > 0 && /^\p{Lu}$/u.test(key) ? key.toLowerCase() : key].join('+');
}

function readTimes(words: readonly string[], at: number): { count: number; next: number } {
  const word = (words[at] ?? '').toLowerCase();
  const known = times.get(word);
  if (known !== undefined) return { count: known, next: at + 1 };
  const short = /^(?:x(\d{1,4})|(\d{1,4})x)$/.exec(word);
  if (short) return { count: Number(short[1] ?? short[2]), next: at + 1 };
  const number = numberOf(word);
  if (number !== undefined && Number.isInteger(number) && /^times?$/i.test(words[at + 1] ?? '')) {
    return { count: number, next: at + 2 };
  }
  return { count: 1, next: at };
}

/** Keys whose names are also written on buttons. */
export const alsoOnButtons = new Set('home end delete insert menu pause print option command windows'.split(' '));
