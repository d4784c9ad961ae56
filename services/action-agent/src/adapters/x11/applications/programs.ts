import { constants } from 'node:fs';
import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join, relative } from 'node:path';
import { type Program, parseDesktopEntry } from './desktop-entry.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every program with a .desktop file (XDG Base Directory rules: earlier folders hide later ones by id). */
export async function installedPrograms(environment: Environment): Promise<Program[]> {
  const found = new Map<string, Program | undefined>();
  for (const folder of applicationFolders(environment)) {
    for (const [id, text] of await desktopFiles(folder)) if (!found.has(id)) found.set(id, parseDesktopEntry(id, text));
  }
  const programs = [...found.values()].filter((program) => program !== undefined);
  const present = await Promise.all(programs.map((program) => isInstalled(program, environment)));
  return programs.filter((_, index) => present[index]);
}

/** The whole path of a program in PATH; undefined when there is none of that name. */
export async function findInPath(name: string, environment: Environment): Promise<string | undefined> {
  const candidates = isAbsolute(name)
    ? [name]
    : /^[\w.+-]+$/.test(name)
      ? (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
      : [];
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return undefined;
}

/** What stands behind Debian's alternatives and the like: the name of the program that a link leads to. */
export async function programBehind(name: string, environment: Environment): Promise<string | undefined> {
  const path = await findInPath(name, environment);
  return path && basename(await realpath(path));
}

/** Ids of the programs that handle an address scheme by the person's or the system's choice, best first. */
export async function defaultHandlers(scheme: string, environment: Environment): Promise<string[]> {
  const folders = [environment.XDG_CONFIG_HOME ?? join(home(environment), '.config'), '/etc/xdg'];
  const files = [...folders, ...applicationFolders(environment)].map((folder) => join(folder, 'mimeapps.list'));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const wanted = `x-scheme-handler/${scheme}=`;
  return texts
    .flatMap((text) => text.split('\n').filter((line) => line.startsWith(wanted)))
    .flatMap((line) => line.slice(wanted.length).split(';'))
    .map((file) => file.trim().replace(/\.desktop$/, ''))
    .filter((id) => id !== '');
}

function applicationFolders(environment: Environment): string[] {
  const own = environment.XDG_DATA_HOME ?? join(home(environment), '.local/share');
  const shared = environment.XDG_DATA_DIRS || '/usr/local/share:/usr/share';
  return [own, ...shared.split(delimiter)].map((folder) => join(folder, 'applications'));
}

async function desktopFiles(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []); // most do not exist
  const files = entries
    .filter((entry) => entry.name.endsWith('.desktop') && !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => {
      const id = relative(folder, file)
        .replaceAll('/', '-')
        .replace(/\.desktop$/, '');
      return [id, await readFile(file, 'utf8').catch(() => '')]; // a dangling link
    }),
  );
}

async function isInstalled({ tryExec, command: [program = ''] }: Program, environment: Environment): Promise<boolean> {
  return (await findInPath(tryExec || program, environment)) !== undefined;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const home = (environment: Environment): string => environment.HOME ?? '/';
