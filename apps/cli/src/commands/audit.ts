import { AuditRecord, Deed } from '@karna/proto/gen/access/v1/access';
import { word } from '@karna/proto/words';
import { type Command, Option } from 'commander';
import { withSession } from '../session.ts';
import { table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';

const count = wholeNumber(500);

const known = Object.values(Deed).filter((deed) => deed !== Deed.DEED_UNSPECIFIED);

interface AuditOptions {
  readonly limit: number;
  readonly by?: string;
  readonly deed?: readonly string[];
}

/** Who did what. */
export function addAuditCommand(program: Command): void {
  program
    .command('audit')
    .description('who did what, newest first: access, hands, approvals, desktops, skills that were removed')
    .option('-n, --limit <count>', 'how many, at most 500', count, 50)
    .option('--by <name>', 'only of this person or program')
    .addOption(new Option('--deed <deeds...>', 'only these').choices(known.map((deed) => word(deed))))
    .action(({ limit, by = '', deed = [] }: AuditOptions, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const deeds = known.filter((one) => deed.includes(word(one)));
        const records = await client.administration.records({ limit, actor: by, deeds });
        const rows = records.map((one) => [
          one.at?.toISOString().slice(0, 19).replace('T', ' ') ?? '',
          one.actor,
          word(one.deed, ' '),
          [one.subjectName, one.subject].filter(Boolean).join(' '),
          Object.entries(one.details)
            .map(([name, value]) => `${name}: ${value}`)
            .join(', '),
        ]);
        say(rows.length > 0 ? table(['when (UTC)', 'who', 'did', 'to', 'more'], rows) : 'nothing was recorded');
        for (const record of records) tell({ ...(AuditRecord.toJSON(record) as object), deed: word(record.deed) });
      }),
    );
}
