import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '@karna/common/errors';

/** Where the CLI on this machine finds the server, and its token. */
export interface ClientFile {
  readonly url: string;
  readonly token: string;
}

/** A token that does not expire. */
export const lasting = 0;

const pathIn = (dataDir: string) => join(dataDir, 'client.json');

export async function saveClient(dataDir: string, file: ClientFile): Promise<void> {
  await writeFile(pathIn(dataDir), `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
}

export async function readClient(dataDir: string): Promise<ClientFile | undefined> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as ClientFile);
}

/** The token of an earlier start, if it is still good: those who use it need not notice a restart. */
export async function savedToken(
  dataDir: string,
  check: (token: string) => Promise<unknown>,
): Promise<string | undefined> {
  const token = (await readClient(dataDir).catch(() => undefined))?.token;
  if (!token) return undefined;
  try {
    await check(token);
    return token;
  } catch (error) {
    if (hasCode(error, 'auth.invalid', 'input.invalid')) return undefined;
    throw error;
  }
}
