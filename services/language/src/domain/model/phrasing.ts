import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { z } from 'zod';
import type { ModelTool } from '../../ports.ts';
import { folded } from '../learning/words.ts';
import { faultOf } from '../skills/catalogue.ts';
import { slotsOf } from '../skills/templates.ts';
import { argumentsOf, type Call } from './answer.ts';
import { schemaOf } from './offering.ts';
import { printable } from './printable.ts';

const most = { phrases: 12, characters: 200 } as const;
const shape = z.strictObject({ phrases: z.array(z.string()).max(50) });

export const phrasesTool: ModelTool = {
  name: 'propose_phrases',
  description: 'Proposes phrases, for a person to choose from.',
  parameters: schemaOf(shape),
};

/**
 * The phrases that can be saved as they are: new, short, with slots that the skill has and with all that its phrases always have, and none
 * that belongs to another skill. The others are left out.
 */
export function phrasesIn(calls: readonly Call[], skill: Skill, all: readonly Skill[]): string[] {
  const [call, ...more] = calls;
  const given = call?.tool === phrasesTool.name && more.length === 0 ? shape.safeParse(argumentsOf(call)) : undefined;
  if (!given?.success) throw new DomainError('llm.invalid', 'the language model did not answer with phrases');
  const taken = new Set(all.flatMap(({ name, phrases }) => [name, ...phrases]).map(keyOf));
  const needed = neededBy(skill);
  const good: string[] = [];
  for (const phrase of given.data.phrases.map((one) => one.trim().replaceAll(/\s+/g, ' '))) {
    if (taken.has(keyOf(phrase)) || !isSavable(phrase, skill, needed)) continue;
    taken.add(keyOf(phrase));
    good.push(phrase);
  }
  return good.slice(0, most.phrases);
}

/** Nothing but slots would take every command for its own. */
function isSavable(phrase: string, skill: Skill, needed: readonly string[]): boolean {
  const slots = slotsOf(phrase);
  const said = phrase.replaceAll(/\{\w+\}/g, '');
  return (
    phrase.length <= most.characters &&
    printable(phrase) === phrase &&
    /\p{L}{2}/u.test(said) &&
    !/[{}]/.test(said) &&
    new Set(slots).size === slots.length &&
    needed.every((slot) => slots.includes(slot)) &&
    faultOf({ ...skill, phrases: [phrase] }) === undefined
  );
}

/** The slots that every phrase of the skill has: without them a phrase may mean something else. */
const neededBy = ({ phrases }: Skill): string[] =>
  phrases
    .map(slotsOf)
    .reduce<string[] | undefined>((all, slots) => all?.filter((slot) => slots.includes(slot)) ?? slots, undefined) ??
  [];

const keyOf = (phrase: string): string =>
  folded(phrase)
    .replaceAll(/[^\p{L}\p{N}{}_]+/gu, ' ')
    .trim();
