import { unitsOf } from '../wording/wording.ts';
import { learnedWords } from './words.ts';

/** How a wish is taken apart. Two sets that err differently are better together than either. */
export type FeatureSet = 'order' | 'company';

/** Hashes kept: enough that two features hardly ever share one. */
const mask = (1 << 22) - 1;
const longestPiece = 5;

/** The distinct features of a wish, as numbers. */
export function featuresOf(text: string, set: FeatureSet): Int32Array {
  const words = learnedWords(text);
  const found = new Set<number>();
  const add = (feature: string) => found.add(hash(feature) & mask);
  addWords(words, add);
  addPieces(words, add);
  addMeanings(text, add);
  if (set === 'order') addOrder(words, add);
  else addCompany(words, add);
  return Int32Array.from(found);
}

type Add = (feature: string) => void;

function addWords(words: readonly string[], add: Add): void {
  for (const word of words) add(`w${word}`);
  for (let at = 0; at <= words.length && words.length > 0; at++) add(`b${words[at - 1] ?? '^'} ${words[at] ?? '$'}`);
}

/** What words share with others that mean the same, and with their own other forms. */
function addMeanings(text: string, add: Add): void {
  for (const { stem, senses } of unitsOf(text)) {
    add(`r${stem}`);
    for (const sense of senses) add(`g${sense}`);
  }
}

/** Pieces of words hold through typing errors and endings. */
function addPieces(words: readonly string[], add: Add): void {
  for (const word of words) {
    const whole = `<${word}>`;
    for (let length = 2; length <= longestPiece; length++) {
      for (let from = 0; from + length <= whole.length; from++) add(`c${whole.slice(from, from + length)}`);
    }
  }
}

/** What follows what, with and without one between, and how it begins and ends. */
function addOrder(words: readonly string[], add: Add): void {
  for (let at = 2; at < words.length; at++) {
    add(`s${words[at - 2]} ${words[at]}`);
    add(`t${words[at - 2]} ${words[at - 1]} ${words[at]}`);
  }
  if (words.length === 0) return;
  add(`f${words[0]}`);
  add(`f${words[0]} ${words[1]}`);
  add(`l${words.at(-1)}`);
  add(`n${Math.min(6, words.length >> 1)}`);
}

/** Which words stand in it together, wherever. Long wishes would have too many. */
function addCompany(words: readonly string[], add: Add): void {
  const unique = [...new Set(words)].sort().slice(0, 40);
  unique.forEach((word, index) => {
    for (const other of unique.slice(index + 1)) add(`p${word} ${other}`);
  });
}

/** FNV-1a, then mixed, so that the low bits are as good as the high ones. */
export function hash(text: string): number {
  let value = 2_166_136_261;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16_777_619);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
