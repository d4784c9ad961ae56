import { readFile, stat, writeFile } from 'node:fs/promises';
import { KarnaError } from '@karna/client';
import { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { ServiceReported } from '@karna/proto/gen/service/v1/service';
import { Candidate } from '@karna/proto/gen/vision/v1/element';
import { word } from '@karna/proto/words';
import type { Command } from 'commander';
import { drawBoxes } from '../draw.ts';
import { exitCodes } from '../exit-codes.ts';
import { withSession } from '../session.ts';
import { ago, table } from '../table.ts';

/** Looking and stopping: nothing here acts on a desktop. */
export function addLookCommands(program: Command): void {
  program
    .command('status')
    .description('how the services and desktops are')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell, url }) => {
        const { services, desktops } = await client.statusSnapshot();
        const sorted = services.toSorted((a, b) => a.service.localeCompare(b.service));
        const rows = sorted.map((one) => [
          one.service,
          word(one.state),
          one.version,
          ago(one.startedAt).replace(' ago', ''),
          `${Math.round(one.rssBytes / 1_048_576)} MB`,
          one.missing.join(', '),
        ]);
        say(`${url}\n\n${table(['service', 'state', 'version', 'up', 'memory', 'missing'], rows)}\n`);
        for (const note of notesOf(sorted)) say(note);
        const online = desktops.filter((one) => one.online).length;
        say(`${online} of ${desktops.length} desktops online`);
        tell({
          services: sorted.map((one) => ({ ...(ServiceReported.toJSON(one) as object), state: word(one.state) })),
          desktops: desktops.map((one) => DesktopReported.toJSON(one)),
        });
        return sorted.every((one) => one.missing.length === 0) ? exitCodes.completed : exitCodes.error;
      }),
    );

  program
    .command('screenshot')
    .description('save what a desktop shows now')
    .argument('[file]', 'PNG to write', 'screenshot.png')
    .option('-d, --desktop <name>', 'which desktop')
    .action((file: string, options: { desktop?: string }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { picture, width, height } = await client.screenshot(options.desktop ?? '');
        await writeFile(file, (await client.blob(picture)).data);
        say(`${file}  ${width}x${height}`);
        tell({ file, width, height, sha256: picture });
      }),
    );

  program
    .command('find')
    .description('where would Karna find something? Looks, never acts')
    .argument('[text]', 'as in a command: "the second Edit button"')
    .option('-l, --like <file>', 'a picture of the icon that is meant, cut out closely (PNG or JPEG)')
    .option('-d, --desktop <name>', 'which desktop')
    .option('-o, --out <file>', 'draw what was found onto a picture of the screen')
    .action((text = '', options: { desktop?: string; like?: string; out?: string }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const like = options.like === undefined ? {} : { looksLike: await pictureIn(options.like) };
        const { candidates, unique, similar, picture } = await client.find(text, options.desktop ?? '', like);
        const rows = candidates.map(({ element, point, confidence, signs }, index) => [
          String(index + 1),
          element ? word(element.role, ' ') : '',
          element?.text || element?.label || '',
          `${point?.x},${point?.y}`,
          `${Math.round(confidence * 100)} %`,
          signs.join('; '),
        ]);
        if (rows.length > 0) say(table(['', 'kind', 'name', 'at', 'sure', 'because'], rows));
        say(verdict(candidates.length, unique, similar));
        if (options.out) {
          const marked = candidates.flatMap(({ element }, index) =>
            element?.box ? [{ box: element.box, label: String(index + 1) }] : [],
          );
          await writeFile(options.out, await drawBoxes((await client.blob(picture)).data, marked));
          say(options.out);
        }
        tell({ unique, candidates: candidates.map((one) => Candidate.toJSON(one)), similar, picture });
        return unique ? exitCodes.completed : exitCodes.stopped;
      }),
    );

  program
    .command('halt')
    .description('stop everything at once, and let go of every key and button')
    .argument('[desktop]', 'only on this desktop')
    .action((desktop: string | undefined, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { taskIds, desktopIds } = await client.halt(desktop ?? '');
        say(
          `halted ${taskIds.length} task${taskIds.length === 1 ? '' : 's'} on ${desktopIds.length} desktop${desktopIds.length === 1 ? '' : 's'}`,
        );
        for (const id of taskIds) say(`  ${id}   go on with: karna resume ${id}`);
        tell({ taskIds, desktopIds });
      }),
    );
}

/** A picture of more bytes is a screen rather than an icon. */
const mostIconBytes = 48 * 1024;

async function pictureIn(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > mostIconBytes) {
    throw new KarnaError(
      'image.too_large',
      `${file} has ${size} bytes: cut out the icon alone, at most ${mostIconBytes} bytes`,
    );
  }
  return readFile(file);
}

/** What is worth knowing of services, said once for replicas that are alike. */
const notesOf = (services: readonly ServiceReported[]): string[] => [
  ...new Set(services.flatMap(({ notes }) => Object.entries(notes).map(([name, value]) => `${name}: ${value}`))),
];

function verdict(found: number, unique: boolean, similar: readonly string[]): string {
  if (unique) return 'The first is beyond doubt: a command would use it.';
  if (found > 0) return 'Not beyond doubt: a command would ask which.';
  return similar.length > 0
    ? `Nothing like that is on the screen. What comes close: ${similar.join(', ')}`
    : 'Nothing like that is on the screen.';
}
