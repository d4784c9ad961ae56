import type { Skill, Slot } from '@karna/proto/gen/skill/v1/skill';
import { piecesOf } from '../learning/slots/pieces.ts';
import { learnedWords } from '../learning/words.ts';
import type { SaidValue } from './filling.ts';
import { paraphrases } from './paraphrase.ts';
import { type Setting, valueFor } from './slot-values.ts';

/** Longest value that is looked for among the words (words). */
const longestValue = 6;
/** Words that stand between, and are no value. */
const small = new Set(
  'a an the my our your this that to for of on in at from by with and is are be please now i we you me us it do have has need want can could would will who which what as into out up so no not number named called new all s'.split(
    ' ',
  ),
);
const sureness = 0.6;

interface Window {
  readonly said: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Values for slots that the tagger did not find. What can only be a number, a date or a file is known by its form; of the others the
 * only run of words that the skill's own wordings do not have, when just one slot is open.
 */
export function residue(skill: Skill, text: string, found: readonly SaidValue[], setting: Setting): SaidValue[] {
  const open = skill.slots.filter(({ name }) => !found.some(({ slot }) => slot === name));
  if (open.length === 0) return [];
  const taken = found.map(({ said }) => said.toLowerCase());
  const formed = open.flatMap((slot) => byForm(slot, text, taken, setting));
  const plain = open.filter((slot) => !hasForm(slot) && !slot.optional);
  const [only] = plain;
  if (plain.length !== 1 || !only) return formed;
  const rest = leftOver(skill, text, [...taken, ...formed.map(({ said }) => said.toLowerCase())]);
  return rest === undefined ? formed : [...formed, { slot: only.name, said: rest, confidence: sureness }];
}

const formTypes: ReadonlySet<Slot['type']> = new Set([
  'SLOT_TYPE_NUMBER',
  'SLOT_TYPE_DATE',
  'SLOT_TYPE_TIME',
  'SLOT_TYPE_MONEY',
  'SLOT_TYPE_CHOICE',
]);
const hasForm = ({ type }: Slot): boolean => formTypes.has(type);

/** The longest words that are a value of that form; nothing when there are two that could be. */
function byForm(slot: Slot, text: string, taken: readonly string[], setting: Setting): SaidValue[] {
  if (!hasForm(slot)) return [];
  const good = windowsOf(text).filter(
    ({ said }) => !taken.includes(said.toLowerCase()) && valueFor(slot, said, setting).is === 'good',
  );
  const outer = good.filter(
    (one) => !good.some((other) => other !== one && other.from <= one.from && other.to >= one.to),
  );
  const [only] = outer;
  return outer.length === 1 && only ? [{ slot: slot.name, said: only.said, confidence: sureness }] : [];
}

function windowsOf(text: string): Window[] {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  return words.slice(0, 60).flatMap((first, from) =>
    words.slice(from, from + longestValue).map((last, offset) => ({
      said: text.slice(first.start, last.end).replace(/[,;.!?]+$/, ''),
      from,
      to: from + offset,
    })),
  );
}

const wordsOfSkill = new WeakMap<Skill, ReadonlySet<string>>();

/** Every word of a skill's wordings; made once for each. */
export function ownWords(skill: Skill): ReadonlySet<string> {
  const known = wordsOfSkill.get(skill);
  if (known) return known;
  const phrases = [skill.name, ...skill.phrases];
  const words = new Set(phrases.flatMap((phrase) => paraphrases(phrase).flatMap(learnedWords)));
  wordsOfSkill.set(skill, words);
  return words;
}

/** The one run of words that none of the skill's wordings has, and that is no value already. */
function leftOver(skill: Skill, text: string, taken: readonly string[]): string | undefined {
  const own = ownWords(skill);
  const used = new Set(taken.flatMap(learnedWords));
  const pieces = piecesOf(text);
  const runs: { start: number; end: number }[] = [];
  let isOpen = false;
  pieces.forEach((piece) => {
    const isValue =
      /[\p{L}\p{N}]/u.test(piece.text) && !own.has(piece.low) && !small.has(piece.low) && !used.has(piece.low);
    const isJoint = isOpen && /^[.&'_-]$/.test(piece.text) && text[piece.end] !== ' ' && piece.end < text.length;
    const last = runs.at(-1);
    if (isValue && isOpen && last) last.end = piece.end;
    else if (isValue) runs.push({ start: piece.start, end: piece.end });
    else if (isJoint && last) last.end = piece.end;
    isOpen = isValue || isJoint;
  });
  // A name is written with a capital or has a figure: among several runs that is the value.
  const marked = runs.filter(({ start, end }) => /\p{Lu}|\p{N}|\.\p{L}/u.test(text.slice(start, end)));
  const [only] = marked.length > 0 ? marked.filter(({ start }) => start > 0) : runs;
  const count = marked.length > 0 ? marked.filter(({ start }) => start > 0).length : runs.length;
  return count === 1 && only ? text.slice(only.start, only.end) : undefined;
}
