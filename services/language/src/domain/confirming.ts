import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { folded } from './learning/words.ts';
import { sayAll } from './say.ts';
import type { Confirmed } from './skills/lessons.ts';
import { slotsOf } from './skills/templates.ts';

/** Longest wording that is learned (characters): more is a letter, not a command. */
const longest = 300;
const mostPhrases = 200;

/**
 * The wording of a skill in what was said: `{customer}` where a value stands. Undefined when nothing can be learned from it: no words
 * beside the values, or a secret that is not where it can be masked.
 */
export function wordingOf(
  text: string,
  values: readonly { readonly name: string; readonly said: string }[],
  skill: Skill,
): string | undefined {
  if (text.length > longest || /[{}\n]/.test(text)) return undefined;
  let wording = text.trim();
  for (const { name, said } of values.toSorted((a, b) => b.said.length - a.said.length)) {
    if (said === '') continue;
    const place = new RegExp(`(?<![\\p{L}\\p{N}])["“„'‘«]?${escaped(said)}["”“'’»]?(?![\\p{L}\\p{N}])`, 'iu');
    const found = place.test(wording);
    if (!found && isSecret(skill, name)) return undefined;
    wording = wording.replace(place, `{${name}}`);
  }
  const words = wording.replaceAll(/\{\w+\}/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
  const slots = slotsOf(wording);
  if (new Set(slots).size < slots.length) return undefined;
  return words.length >= (slots.length > 0 ? 2 : 1) ? wording : undefined;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const isSecret = ({ slots }: Skill, name: string): boolean =>
  slots.some((slot) => slot.name === name && slot.type === 'SLOT_TYPE_SECRET');

/** The words that mean these actions beyond doubt; undefined when they hold a text, which is not kept. */
export function directMeaning(actions: readonly DirectAction[]): string | undefined {
  const steps = actions.flatMap(({ verb, onlyIf }) => (verb ? [{ verb, onlyIf }] : []));
  const holdsText = steps.some(({ verb }) => verb.$case === 'typeText' || verb.$case === 'selectOption');
  return holdsText ? undefined : sayAll(steps);
}

/** Skills with the wordings that people confirmed among their phrases. A wording whose slots are gone counts no more. */
export function withWordings(skills: readonly Skill[], examples: readonly Example[]): Skill[] {
  return skills.map((skill) => {
    const own = examples.filter((example) => fitsSkill(example, skill)).map(({ text }) => text);
    const room = Math.max(0, mostPhrases - skill.phrases.length);
    return own.length === 0 || room === 0 ? skill : { ...skill, phrases: [...skill.phrases, ...own.slice(-room)] };
  });
}

export const confirmedOf = (skills: readonly Skill[], examples: readonly Example[]): Confirmed[] =>
  examples
    .filter((example) => skills.some((skill) => fitsSkill(example, skill)))
    .map(({ skillId, text }) => ({ skillId, text }));

const fitsSkill = ({ skillId, text }: Example, { id, slots }: Skill): boolean =>
  skillId === id && slotsOf(text).every((name) => slots.some((slot) => slot.name === name));

/** What people confirmed about direct commands; each counts for its own person. */
export class OwnWordings {
  readonly #commands: ReadonlyMap<string, string>;

  constructor(examples: readonly Example[]) {
    this.#commands = new Map(
      examples
        .filter(({ skillId }) => skillId === '')
        .map(({ principal, domain, text, command }) => [keyOf(principal, domain, text), command]),
    );
  }

  /** The words that they meant by these. */
  meantBy(principal: string, domain: string, text: string): string | undefined {
    return principal === '' ? undefined : this.#commands.get(keyOf(principal, domain, text));
  }
}

const keyOf = (principal: string, domain: string, text: string): string =>
  JSON.stringify([
    principal,
    folded(domain),
    folded(text)
      .trim()
      .replaceAll(/\s+/g, ' ')
      .replace(/[.!?]+$/, ''),
  ]);
