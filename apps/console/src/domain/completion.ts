import type { Skill } from '@karna/proto/gen/skill/v1/skill';

export interface Suggestion {
  readonly text: string;
  readonly from: 'skill' | 'history';
}

/** As many as fit under a line (suggestions). */
const maxSuggestions = 8;

/** What somebody may be about to say: how skills are asked for, and what was said before, the closest first. */
export function suggestionsFor(typed: string, skills: readonly Skill[], saidBefore: readonly string[]): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const all: Suggestion[] = [
    ...skills
      .flatMap(({ name, phrases }) => (phrases.length > 0 ? phrases : [name]))
      .map((text) => ({ text, from: 'skill' as const })),
    ...saidBefore.map((text) => ({ text, from: 'history' as const })),
  ];
  const seen = new Set<string>([wanted]);
  return all
    .flatMap((one, place) => {
      const closeness = closenessOf(one.text.toLowerCase(), wanted);
      return closeness === undefined ? [] : [{ one, closeness, place }];
    })
    .sort((a, b) => a.closeness - b.closeness || a.place - b.place)
    .flatMap(({ one }) => {
      const key = one.text.toLowerCase();
      if (seen.has(key)) return [];
      seen.add(key);
      return [one];
    })
    .slice(0, maxSuggestions);
}

/** Smaller is closer; undefined: not at all. */
function closenessOf(text: string, wanted: string): number | undefined {
  if (text.startsWith(wanted)) return 0;
  if (text.includes(` ${wanted}`)) return 1;
  const words = wanted.split(/\s+/);
  if (words.every((word) => text.includes(word))) return 2;
  return undefined;
}

/** Where the first `{slot}` stands, so that it can be typed over. */
export function firstSlot(text: string): readonly [number, number] | undefined {
  const found = /\{\w+\}/.exec(text);
  return found ? [found.index, found.index + found[0].length] : undefined;
}

/** A phrase cut into words and `{slots}`, for showing the slots. */
export const partsOf = (phrase: string): { readonly text: string; readonly isSlot: boolean }[] =>
  phrase
    .split(/(\{\w+\})/)
    .filter((text) => text !== '')
    .map((text) => ({ text, isSlot: /^\{\w+\}$/.test(text) }));
