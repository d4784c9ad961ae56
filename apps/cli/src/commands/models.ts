import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ModelPack } from '@karna/proto/gen/vision/v1/model';
import { type Command, InvalidArgumentError } from 'commander';
import { type Session, withSession } from '../session.ts';
import { table } from '../table.ts';
import { waiting } from '../waiting.ts';

/** With which models Karna sees. */
export function addModelCommands(program: Command): void {
  const models = program
    .command('models')
    .description('list, fetch and change the models that Karna sees with')
    .addHelpText(
      'after',
      '\nA pack that is pulled is checked (hashes, licence, a trial on a known picture) and kept, not used. Changing to it loses no request;\n' +
        'the one before stays: karna models use, without an id, goes back to it.',
    );

  models
    .command('list', { isDefault: true })
    .description('the packs that are here; * is in use, - was before')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const packs = await client.models();
        say(table(['', 'pack', 'size', 'licence', 'from'], packs.map(row)));
        for (const pack of packs) tell(ModelPack.toJSON(pack));
      }),
    );

  models
    .command('pull')
    .description('fetch a pack, check it and keep it (needs the scope administer)')
    .argument('<source>', 'https://.../manifest.json, or a path on the machine that vision runs on')
    .option('--sha256 <hex>', 'what the manifest must have', sha256)
    .action((source: string, options: { sha256?: string }, command: Command) =>
      withSession(command, async (session) => {
        const { client, say, tell, signal } = session;
        const pulled = await waiting(`pulling ${source}`, session, () =>
          client.pullModel(placeOf(source), options.sha256 ?? '', { signal }),
        );
        describe(session, pulled);
        say(`\nUse it with: karna models use ${pulled.id}`);
        tell(ModelPack.toJSON(pulled));
      }),
    );

  models
    .command('use')
    .description('change to a pack that is here (needs the scope administer)')
    .argument('[id]', 'name@version, as listed; without it: the one before')
    .action((id: string | undefined, _: unknown, command: Command) =>
      withSession(command, async (session) => {
        const { client, say, tell, signal } = session;
        const now = await waiting('changing', session, () => client.useModel(id ?? '', { signal }));
        say(`in use: ${now.id}`);
        tell(ModelPack.toJSON(now));
      }),
    );
}

const row = ({ inUse, previous, id, bytes, licence, builtIn, source }: ModelPack): string[] => [
  inUse ? '*' : previous ? '-' : '',
  id,
  megabytes(bytes),
  licence,
  builtIn ? 'comes with Karna' : source,
];

function describe({ say }: Session, { id, licence, bytes, sha256: hash, figures }: ModelPack): void {
  say(`${id}  ${megabytes(bytes)}, ${licence}\nsha256 ${hash}`);
  const measured = Object.entries(figures).map(([name, value]) => [name, String(Number(value.toPrecision(4)))]);
  if (measured.length > 0) say(`\n${table(['measured by its maker', ''], measured)}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What is a path here is most likely meant so there, too: vision often runs on this machine, in another folder. */
const placeOf = (source: string): string =>
  !/^[a-z][a-z0-9+.-]*:\/\//i.test(source) && existsSync(source) ? resolve(source) : source;

function sha256(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('64 hexadecimal digits');
  return text.toLowerCase();
}
