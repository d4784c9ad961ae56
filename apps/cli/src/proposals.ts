import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { surroundings } from './connection.ts';

/** Phrases that were proposed for a skill: what is chosen later is chosen from what was seen. */
export interface Proposals {
  readonly phrases: readonly string[];
  readonly skillVersion: number;
}

const folder = (): string => join(surroundings().userConfig, 'proposals');
const fileOf = (skillId: string): string => join(folder(), `${encodeURIComponent(skillId)}.json`);

export async function keepProposals(skillId: string, { phrases, skillVersion }: Proposals): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  await writeFile(fileOf(skillId), JSON.stringify({ phrases, skillVersion }), { mode: 0o600 });
}

/** Undefined where nothing was proposed. */
export async function readProposals(skillId: string): Promise<Proposals | undefined> {
  const text = await readFile(fileOf(skillId), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Proposals);
}

export const forgetProposals = (skillId: string): Promise<void> => rm(fileOf(skillId), { force: true });
