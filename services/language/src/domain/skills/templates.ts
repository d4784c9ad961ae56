import { folded } from '../learning/words.ts';

/** A phrase of a skill in pieces: what is said, and slots where values stand. */
export type TemplatePiece = { readonly said: string } | { readonly slot: string };
export type Template = readonly TemplatePiece[];

const slotPattern = /\{(\w+)\}/g;

export function templateOf(phrase: string): Template {
  const pieces: TemplatePiece[] = [];
  let from = 0;
  for (const match of phrase.matchAll(slotPattern)) {
    const said = phrase.slice(from, match.index).trim();
    if (said !== '') pieces.push({ said });
    pieces.push({ slot: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  const rest = phrase.slice(from).trim();
  return rest === '' ? pieces : [...pieces, { said: rest }];
}

export const slotsOf = (phrase: string): string[] => [...phrase.matchAll(slotPattern)].map((match) => match[1] ?? '');

export interface Captured {
  readonly slot: string;
  readonly said: string;
}

/** Reads what stands in the slots of a text that is said exactly so, but for letter case, accents, spaces and end marks. */
export type Capture = (said: Plain) => Captured[] | undefined;

/** A text made ready to be compared with many templates. */
export interface Plain {
  readonly low: string;
  readonly original: string;
}

export function plainOf(text: string): Plain {
  const plain = text.trim().replace(/[.!?…]+$/u, '');
  const low = folded(plain);
  // Folding may change lengths (ligatures), and where it does the places of the values cannot be told.
  return { low, original: low.length === plain.length ? plain : low };
}

export function captureOf(template: Template): Capture {
  const pattern = template.map((_, index) => patternAt(template, index)).join('');
  const matcher = new RegExp(`^${pattern}$`, 'du');
  const slots = template.flatMap((piece) => ('slot' in piece ? [piece.slot] : []));
  return ({ low, original }) => {
    const match = matcher.exec(low);
    if (!match?.indices) return undefined;
    return slots.map((slot, index) => {
      const [start, end] = match.indices?.[index + 1] ?? [0, 0];
      return { slot, said: unquoted(original.slice(start, end).trim()) };
    });
  };
}

/** Slots side by side have one word each: where the one ends and the other begins, more words would not tell. */
function patternAt(template: Template, index: number): string {
  const [before, piece, after] = [template[index - 1], template[index], template[index + 1]];
  if (!piece) return '';
  if (!('slot' in piece)) return escaped(folded(piece.said)).replaceAll(/\s+/g, '\\s+');
  const isBeside = (other: TemplatePiece | undefined) => other !== undefined && 'slot' in other;
  const value = isBeside(before) || isBeside(after) ? '(\\S+)' : '(.+?)';
  return `${isBeside(before) ? '\\s+' : before ? wordEnd : ''}${value}${after && !isBeside(after) ? wordEnd : ''}`;
}

/** No value begins or ends within a word; `{amount}€` and `{distance}km` need no space. */
const wordEnd = String.raw`(?:\s+|(?<![\p{L}\p{N}])|(?![\p{L}\p{N}])|(?<=\p{N})(?=\p{L}))`;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const unquoted = (text: string): string => /^["“„'‘«](.+)["”“'’»]$/su.exec(text)?.[1] ?? text;
