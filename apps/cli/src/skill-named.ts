import { type KarnaClient, KarnaError } from '@karna/client';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';

/** The skill by its id or its name (letter case aside), without steps. Rejects with `skill.not_found`, `command.ambiguous`. */
export async function skillNamed(client: Pick<KarnaClient, 'skills'>, reference: string): Promise<Skill> {
  const all = await client.skills();
  const byId = all.find(({ id }) => id === reference);
  if (byId) return byId;
  const [named, ...others] = all.filter(({ name }) => name.toLowerCase() === reference.toLowerCase());
  if (!named) throw new KarnaError('skill.not_found', `no skill is called "${reference}": \`karna skills\` lists them`);
  if (others.length > 0)
    throw new KarnaError('command.ambiguous', `several skills are called "${reference}": name one by its id`);
  return named;
}
