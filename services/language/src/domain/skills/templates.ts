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

/** What stands in the slots when `text` is said exactly so, but for letter case, accents, spaces and end marks. */
export function captures(template: Template, text: string): Captured[] | undefined {
  const pattern = template
    .map((piece) => ('slot' in piece ? '(.+?)' : escaped(folded(piece.said)).replaceAll(/\s+/g, '\\s+')))
    .join('\\s*');
  const plain = text.trim().replace(/[.!?…]+$/u, '');
  // Folding may change lengths (ligatures), so where it does the places of the values cannot be told.
  const low = folded(plain);
  const match = new RegExp(`^${pattern}$`, 'du').exec(low);
  if (!match?.indices) return undefined;
  const original = low.length === plain.length ? plain : low;
  const slots = template.flatMap((piece) => ('slot' in piece ? [piece.slot] : []));
  return slots.map((slot, index) => {
    const [start, end] = match.indices?.[index + 1] ?? [0, 0];
    return { slot, said: unquoted(original.slice(start, end).trim()) };
  });
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const unquoted = (text: string): string => /^["“„'‘«](.+)["”“'’»]$/su.exec(text)?.[1] ?? text;
