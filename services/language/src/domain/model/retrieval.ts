import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { fits } from '../skills/catalogue.ts';
import type { Knowledge } from '../skills/understand.ts';
import { mostSkills } from './offering.ts';

/** The skills that a model chooses from: those that share words with the command or are like it first, then others, while there is room. */
export function offeredSkills(text: string, domain: string, { catalogue, model }: Knowledge): Skill[] {
  const like = catalogue.matches(text, domain).map(({ skill }) => skill.id);
  const guessed = model?.intents.opinion(text)?.guesses.map(({ label }) => label) ?? [];
  const rest = catalogue.skills.map(({ id }) => id);
  const ids = [...new Set([...like.slice(0, mostSkills / 2), ...guessed.slice(0, mostSkills / 2), ...rest])];
  return ids
    .map((id) => catalogue.get(id))
    .filter((skill) => skill !== undefined && fits(skill, domain))
    .slice(0, mostSkills) as Skill[];
}
