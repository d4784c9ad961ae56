import { exchangeToken } from '@karna/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseLogin, saveConnection, surroundings } from '../connection.ts';
import { complain, type GlobalOptions, print, withSession } from '../session.ts';

const scopes = ['observe', 'operate', 'administer'];

/** The contract counts milliseconds in 32 bits. */
const mostDays = 49;

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

  const tokens = program.command('tokens').description('give and take away access');
  tokens
    .command('add')
    .description('make a token for somebody; it is shown once')
    .argument('<name>', 'who it is for')
    .addOption(new Option('-s, --scope <scopes...>', 'what it may do').choices(scopes).default(['observe', 'operate']))
    .option('--days <count>', `how long it is valid, at most ${mostDays} (default: until revoked)`, days)
    .action((name: string, options: { scope: string[]; days?: number }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { token, tokenId } = await client.issueToken(name, options.scope, {
          validMs: (options.days ?? 0) * 86_400_000,
        });
        say(`${token}\n\nIt is shown only now. Take it away with: karna tokens rm ${tokenId}`);
        tell({ token, tokenId });
      }),
    );
  tokens
    .command('rm')
    .description('take a token away')
    .argument('<id>', 'as shown when it was made')
    .action((id: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        await client.revokeToken(id);
        say('revoked');
        tell({ revoked: id });
      }),
    );
}

function days(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > mostDays) {
    throw new InvalidArgumentError(`a whole number from 1 to ${mostDays}`);
  }
  return value;
}
