import { Retention, RetentionTerms } from '@karna/proto/gen/access/v1/access';
import type { Command } from 'commander';
import { withSession } from '../session.ts';
import { table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';

const days = wholeNumber(undefined, 'a whole number of days');

type TermOptions = Partial<Record<'tasks' | 'turns' | 'pictures' | 'records', number>>;

/** How long things are kept. */
export function addRetentionCommand(program: Command): void {
  const retention = program
    .command('retention')
    .description('how long things are kept')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const state = await client.administration.retention();
        say(termTable(state));
        if (state.changedBy !== '') say(`\nset by ${state.changedBy} at ${state.changedAt?.toISOString()}`);
        tell(Retention.toJSON(state));
      }),
    );
  retention
    .command('set')
    .description('keep things for so many days; without --yes it only says what that removes')
    .option('--tasks <days>', 'ended tasks, recordings, drafts that nobody changes', days)
    .option('--turns <days>', 'conversations', days)
    .option('--pictures <days>', 'pictures, after the last task that shows them ended', days)
    .option('--records <days>', 'who did what, a month at least', days)
    .option('--reset', 'what is not named here is as the operator configured it, rather than as it is now')
    .option('-y, --yes', 'do it')
    .action((options: TermOptions & { reset?: boolean; yes?: boolean }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { terms } = options.reset ? {} : await client.administration.retention();
        const wanted = RetentionTerms.fromPartial({
          tasksDays: options.tasks ?? terms?.tasksDays ?? 0,
          turnsDays: options.turns ?? terms?.turnsDays ?? 0,
          picturesDays: options.pictures ?? terms?.picturesDays ?? 0,
          recordsDays: options.records ?? terms?.recordsDays ?? 0,
        });
        const state = options.yes
          ? await client.administration.setRetention(wanted)
          : await client.administration.retention({ instead: wanted });
        say(termTable(state));
        say(options.yes ? '\nset; what is older goes now' : '\nnothing was changed: add --yes to keep it so');
        tell({ ...(Retention.toJSON(state) as object), isSet: options.yes ?? false });
      }),
    );
}

function termTable({ terms, configured, effect }: Retention): string {
  const kept = (days = 0, usual = 0) => `${days} days${days === usual ? '' : ` (configured: ${usual})`}`;
  const rows = [
    ['tasks', kept(terms?.tasksDays, configured?.tasksDays), `${effect?.tasks} tasks`],
    ['', '', `${effect?.recordings} recordings, ${effect?.drafts} drafts`],
    ['turns', kept(terms?.turnsDays, configured?.turnsDays), `${effect?.turns} turns of conversations`],
    ['pictures', kept(terms?.picturesDays, configured?.picturesDays), `${effect?.pictures} pictures`],
    ['records', kept(terms?.recordsDays, configured?.recordsDays), `${effect?.records} records`],
  ];
  return table(['what', 'kept for', 'older, to be removed'], rows);
}
