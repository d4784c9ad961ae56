import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Karna answers, and the token for it. */
export interface Connection {
  readonly url: string;
  readonly token: string;
}

export interface ConnectionOptions {
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
}

/** What finding depends on, so that tests can bring their own. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** The data folder of `npm start` in this repository. */
  readonly repositoryData: string;
  /** The folder of `karna login`. */
  readonly userConfig: string;
}

export const surroundings = (): Surroundings => ({
  env: process.env,
  repositoryData: fileURLToPath(new URL('../../../.karna', import.meta.url)),
  userConfig: join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'karna'),
});

export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

/** Options win over the environment, that over `client.json` of a data folder, of the repository, of the user; in this order. */
export async function findConnection(
  options: ConnectionOptions,
  { env, repositoryData, userConfig }: Surroundings,
): Promise<Connection> {
  const dataDir = options.dataDir ?? env.KARNA_DATA_DIR;
  const folders = dataDir ? [dataDir] : [repositoryData, userConfig];
  const saved = await firstSaved(folders);
  const url = options.url ?? env.KARNA_URL ?? saved?.url;
  const token = options.token ?? env.KARNA_TOKEN ?? saved?.token;
  if (!url || !token) {
    throw new NoConnection(
      dataDir && !saved
        ? `there is no Karna to talk to: ${join(dataDir, 'client.json')} is not there. Start it with: npm start -- --data-dir ${dataDir}`
        : 'there is no Karna to talk to. Start one with `npm start`, or name one with `karna login URL#TOKEN`, or set KARNA_URL and KARNA_TOKEN.',
    );
  }
  return { url, token };
}

async function firstSaved(folders: readonly string[]): Promise<Connection | undefined> {
  for (const folder of folders) {
    const path = join(folder, 'client.json');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parse(text, path);
  }
  return undefined;
}

function parse(text: string, path: string): Connection {
  try {
    const { url, token } = JSON.parse(text);
    if (typeof url === 'string' && typeof token === 'string') return { url, token };
  } catch {
    // said below
  }
  throw new NoConnection(`${path} is not what \`npm start\` or \`karna login\` writes. Delete it and do that again.`);
}

/** Keeps a login for this user only. */
export async function saveConnection(connection: Connection, { userConfig }: Surroundings): Promise<string> {
  const path = join(userConfig, 'client.json');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  return path;
}

/** `http://host:7400/#TOKEN`, as `npm start` prints it. */
export function parseLogin(address: string): Connection {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const token = url?.hash.slice(1);
  if (!url || !/^https?:$/.test(url.protocol) || !token) {
    throw new NoConnection(
      'that is not an address with a token, like http://127.0.0.1:7400/#karna_…; `npm start` prints one.',
    );
  }
  return { url: url.origin, token };
}
