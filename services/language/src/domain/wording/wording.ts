import { learnedWords } from '../learning/words.ts';
import { rows } from './lexicon.ts';
import { stemOf } from './stem.ts';

/** A word, or a turn of several, with what it can mean. */
export interface Unit {
  readonly stem: string;
  /** Sides of rows of the lexicon. */
  readonly senses: ReadonlySet<number>;
  /** 0..1: small words say little by themselves. */
  readonly weight: number;
  /** Written like a name or a number. */
  readonly isValue: boolean;
  /** What its form says that it is, wherever it stands. */
  readonly form: Form | undefined;
  /** Which words of the text it is made of. */
  readonly at: readonly number[];
}

export type Form = 'date' | 'number';

/** Words without a meaning of their own in a wish. */
const small = new Set(
  `a an the my our your his her their its this that these those to for of at by with from and or is are be was were am been it he she they them him
  we you i me us please now just can could would will shall do have want need like some any as so if then than there here who which whose s t
  d ll ve re m also too very really get let be should must someone somebody wants needs`
    .trim()
    .split(/\s+/)
    .flatMap((word) => [word, stemOf(word)]),
);
const particles = new Set('in on out off up down back over away again'.split(' '));
const particleWeight = 0.3;
/** A verb and its second word may have this much between them (words): `take the old ad down`. */
const widestGap = 6;

interface Turn {
  readonly stems: readonly string[];
  readonly senses: ReadonlySet<number>;
}

/** Every row of the lexicon, found by the stem it begins with; longest first. */
const turns = turnsOf(rows);

function turnsOf(lines: readonly string[]): ReadonlyMap<string, readonly Turn[]> {
  const senses = new Map<string, Set<number>>();
  lines.forEach((line, row) => {
    line.split(' >< ').forEach((side, which) => {
      for (const said of side.split(', ')) {
        const key = stemsOf(said).join(' ');
        senses.set(key, (senses.get(key) ?? new Set()).add(2 * row + which));
      }
    });
  });
  const found = new Map<string, Turn[]>();
  for (const [key, own] of senses) {
    const stems = key.split(' ');
    const first = stems[0] ?? '';
    found.set(first, [...(found.get(first) ?? []), { stems, senses: own }]);
  }
  for (const list of found.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return found;
}

function stemsOf(text: string): string[] {
  return learnedWords(text).map(stemOf);
}

const noSenses: ReadonlySet<number> = new Set();

/** What a wish is made of. Turns of several words hide what their words mean alone. */
export function unitsOf(text: string): Unit[] {
  const stems = stemsOf(text);
  const values = valuesIn(text);
  const units: Unit[] = [];
  const hidden = new Set<number>();
  stems.forEach((stem, at) => {
    for (const turn of turns.get(stem) ?? []) {
      if (turn.stems.length < 2) continue;
      const end = endOf(turn, stems, at);
      if (end === undefined) continue;
      const isWhole = end === at + turn.stems.length;
      const own = isWhole ? turn.stems.map((_, offset) => at + offset) : [at, end - 1];
      units.push({
        stem: turn.stems.join(' '),
        senses: turn.senses,
        weight: 1,
        isValue: false,
        form: undefined,
        at: own,
      });
      if (isWhole) for (const inside of own) hidden.add(inside);
      break;
    }
  });
  stems.forEach((stem, at) => {
    const isParticle = particles.has(stem);
    if (!/[\p{L}\p{N}]/u.test(stem) || (small.has(stem) && !isParticle)) return;
    if (hidden.has(at)) return;
    const alone = turns.get(stem)?.find((turn) => turn.stems.length === 1);
    units.push({
      stem,
      senses: alone?.senses ?? noSenses,
      weight: isParticle ? particleWeight : 1,
      isValue: values.has(stem),
      form: formOf(stems, at),
      at: [at],
    });
  });
  return units.sort((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0));
}

/** Where a turn that begins at `at` ends; its last word may stand further on. */
function endOf({ stems }: Turn, words: readonly string[], at: number): number | undefined {
  if (stems.every((stem, offset) => words[at + offset] === stem)) return at + stems.length;
  const last = stems.at(-1) ?? '';
  if (stems.length !== 2 || !particles.has(last)) return undefined;
  const found = words.indexOf(last, at + 2);
  return found >= 0 && found <= at + widestGap ? found + 1 : undefined;
}

/** The stems of words that are written like values: with a figure, or a capital where no sentence begins. */
function valuesIn(text: string): ReadonlySet<string> {
  const found = text.match(/(?<=\S\s+)[\p{Lu}\p{N}]\S*|\S*\p{N}\S*/gu) ?? [];
  return new Set(found.flatMap(stemsOf));
}

const days = new Set(stemsOf('monday tuesday wednesday thursday friday saturday sunday tomorrow yesterday'));
const months = new Set(
  stemsOf('january february march april may june july august september october november december'),
);
const isFigure = (word: string | undefined): boolean => word !== undefined && /^\d+(?:st|nd|rd|th)?$/.test(word);

/** A day of the week, or a month with the number beside it, is a date; other figures are numbers. */
function formOf(stems: readonly string[], at: number): Form | undefined {
  const [before, word = '', after] = [stems[at - 1], stems[at], stems[at + 1]];
  if (days.has(word)) return 'date';
  if (months.has(word) && (isFigure(before) || isFigure(after))) return 'date';
  if (!/^\d/.test(word)) return undefined;
  return isFigure(word) && (months.has(before ?? '') || months.has(after ?? '')) ? 'date' : 'number';
}

const shortestSlip = 4;
/** In shorter words another letter makes another word. */
const shortestOtherLetter = 6;

/** One letter wrong, missing, too many, or two changed about; the first is hardly ever it. */
export function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < shortestSlip || Math.abs(a.length - b.length) > 1 || a[0] !== b[0]) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true;
  if (restA.slice(1) === restB.slice(1)) return a.length >= shortestOtherLetter;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

/** A word for something that can be done. */
export const isDeed = (word: string): boolean => unitsOf(word).some(({ senses }) => senses.size > 0);
