import { exchangeToken, type WhoMayConnect } from '@karna/client';
import { type Command, Option } from 'commander';
import { parseLogin, saveConnection, surroundings } from '../connection.ts';
import { complain, type GlobalOptions, print, withSession } from '../session.ts';
import { ago, table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';

const scopes = ['observe', 'operate', 'administer'];

/** The contract counts milliseconds in 32 bits. */
const mostDays = 49;
const days = wholeNumber(mostDays);

/** Who may talk to Karna. */
export function addAccessCommands(program: Command): void {
  program
    .command('login')
    .description('log in to a Karna, for this user on this machine')
    .argument('<address>', 'as `npm start` prints it: http://127.0.0.1:7400/#TOKEN')
    .action(async (address: string, _: unknown, command: Command) => {
      const { json = false } = command.optsWithGlobals<GlobalOptions>();
      try {
        const { url, token: oneTime } = parseLogin(address);
        const { token, principal } = await exchangeToken(url, oneTime);
        const path = await saveConnection({ url, token }, surroundings());
        print(json ? JSON.stringify({ url, principal, path }) : `logged in to ${url} as ${principal}; kept in ${path}`);
      } catch (error) {
        process.exitCode = complain(error, json);
      }
    });

  const users = program
    .command('users')
    .alias('tokens')
    .description('who may connect, and who is connected; let somebody in, or shut somebody out')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const found = await client.administration.access();
        say(accessTable(found));
        for (const token of found.tokens) tell({ ...token, connections: connectionsOf(found, token.id) });
      }),
    );
  users
    .command('add')
    .description('make a token for somebody; it is shown once')
    .argument('<name>', 'who it is for')
    .addOption(new Option('-s, --scope <scopes...>', 'what it may do').choices(scopes).default(['observe', 'operate']))
    .option('--days <count>', `how long it is valid, at most ${mostDays} (default: until revoked)`, days)
    .action((name: string, options: { scope: string[]; days?: number }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { token, tokenId } = await client.administration.issue(name, options.scope, {
          validMs: (options.days ?? 0) * 86_400_000,
        });
        say(`${token}\n\nIt is shown only now. Take it away with: karna users rm ${tokenId}`);
        tell({ token, tokenId });
      }),
    );
  users
    .command('rm')
    .description('take a token away, or everything that somebody has; their connections end at once')
    .argument('<who>', 'a token by its id, or somebody by name')
    .action((who: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        if (/^token_\w+$/.test(who)) await client.administration.revoke(who);
        else await client.administration.shutOut(who);
        say('revoked');
        tell({ revoked: who });
      }),
    );
}

const connectionsOf = ({ clients }: WhoMayConnect, id: string): number =>
  clients.filter(({ tokenId }) => tokenId === id).length;

function accessTable(found: WhoMayConnect): string {
  const rows = found.tokens.map(({ id, principal, scopes: held, oneTime, lastSeenAt, expiresAt, issuedBy }) => {
    const connections = connectionsOf(found, id);
    return [
      principal,
      held.join(' '),
      connections > 0 ? `${connections} now` : oneTime ? 'to be traded' : ago(lastSeenAt),
      expiresAt?.toISOString().slice(0, 10) ?? 'never',
      issuedBy,
      id,
    ];
  });
  return table(['who', 'may', 'connected', 'ends', 'let in by', 'token'], rows);
}
