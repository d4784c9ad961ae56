import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';

/** The skill with this id or name, letter case aside. Rejects with `skill.not_found`, `command.ambiguous`. */
export function theOne(skills: readonly Skill[], reference: string): Skill {
  const byId = skills.find(({ id }) => id === reference);
  if (byId) return byId;
  const [named, ...others] = skills.filter(({ name }) => name.toLowerCase() === reference.toLowerCase());
  if (!named) throw new DomainError('skill.not_found', 'There is no skill by that name.');
  if (others.length > 0)
    throw new DomainError('command.ambiguous', 'Several skills are called so: name one by its id.');
  return named;
}
