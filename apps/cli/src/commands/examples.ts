import { Example } from '@karna/proto/gen/skill/v1/example';
import { word } from '@karna/proto/words';
import type { Command } from 'commander';
import { withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';
import { ago, table } from '../table.ts';

/** What people confirmed, and Karna learned from it. */
export function addExampleCommands(skills: Command): void {
  const examples = skills
    .command('examples')
    .description('what was learned from answers, approvals and corrections; values that were said are not kept')
    .argument('[skill]', 'of this one (name or id); without it of all, and your own direct commands')
    .action((reference: string | undefined, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const skill = reference === undefined ? undefined : await skillNamed(client, reference);
        const [all, found] = [await client.skills(), await client.examples(skill?.id ?? '')];
        const rows = found.map(({ id, skillId, text, command: meant, origin, principal, at }) => [
          id,
          all.find((one) => one.id === skillId)?.name ?? meant,
          word(origin),
          principal,
          ago(at),
          text,
        ]);
        say(rows.length > 0 ? table(['example', 'means', 'because', 'by', 'when', 'said'], rows) : 'no examples yet');
        for (const example of found) tell({ ...(Example.toJSON(example) as object), origin: word(example.origin) });
      }),
    );
  examples
    .command('rm')
    .description('forget one: words like it are asked about again')
    .argument('<id>', 'as listed')
    .action((id: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        await client.removeExample(id);
        say(`removed ${id}`);
        tell({ removed: id });
      }),
    );
}
