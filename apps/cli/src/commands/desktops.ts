import { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { Command } from 'commander';
import { withSession } from '../session.ts';
import { ago, table } from '../table.ts';

/** Which desktops there are, and how one more joins. */
export function addDesktopCommands(program: Command): void {
  const desktops = program
    .command('desktops')
    .description('list the desktops; add, group or remove one')
    .option('-g, --group <name>', 'only of this group')
    .action(({ group }: { group?: string }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const all = (await client.desktops()).filter(({ desktop }) => group === undefined || desktop?.group === group);
        const rows = all.map(({ desktop, online, report }) => [
          desktop?.name ?? '',
          desktop?.group ?? '',
          online ? 'online' : 'offline',
          desktop?.platform ?? '',
          report?.backend ?? '',
          size(report?.displays.map(({ box }) => `${box?.width}x${box?.height}`)),
          online ? 'now' : ago(desktop?.lastSeenAt),
          desktop?.id ?? '',
        ]);
        say(
          rows.length > 0
            ? table(['name', 'group', 'state', 'system', 'input', 'screen', 'seen', 'id'], rows)
            : group === undefined
              ? 'no desktops yet; add one with: karna desktops add'
              : 'no desktop is in that group',
        );
        for (const { desktop, online } of all) if (desktop) tell({ ...(Desktop.toJSON(desktop) as object), online });
      }),
    );

  desktops
    .command('add')
    .description('make a one-time code with which another machine joins')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell, url }) => {
        const { code, expiresAt } = await client.enrolmentCode();
        say(
          `On the other machine, in a clone of Karna, within ${minutesUntil(expiresAt)} minutes:\n\n  npx karna agent --server ${url} --code ${code}\n`,
        );
        say('(replace the address by one under which that machine reaches this one)');
        tell({ code, expiresAt });
      }),
    );

  desktops
    .command('group')
    .description('put a desktop into a group; without a group it is in none')
    .argument('<desktop>', 'name or id')
    .argument('[group]', 'its name', '')
    .action((desktop: string, group: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        await client.groupDesktop(desktop, group);
        say(group === '' ? 'it is in no group' : `it is in the group "${group}"`);
        tell({ desktop, group });
      }),
    );

  desktops
    .command('rm')
    .description('remove a desktop and its rules: its agent is shut out at once; what was done there is kept')
    .argument('<desktop>', 'name or id')
    .action((desktop: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        await client.removeDesktop(desktop);
        say('removed');
        tell({ removed: desktop });
      }),
    );
}

const size = (boxes: readonly string[] | undefined): string => boxes?.join(' + ') ?? '';

const minutesUntil = (at: Date | undefined): number =>
  Math.max(0, Math.round(((at?.getTime() ?? 0) - Date.now()) / 60_000));
