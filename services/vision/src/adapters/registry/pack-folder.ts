import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describedIn, largest, manifestName, readBounded, readChecked, sha256Of } from '@karna/sight/pack';
import { z } from 'zod';
import type { Pack } from '../../ports.ts';

/** Beside a pulled pack's manifest: where it came from. */
export const originName = 'origin.json';
const origin = z.object({ source: z.string() });

export const idOf = ({ name, version }: { name: string; version: string }): string => `${name}@${version}`;

/** What a folder with a manifest says of itself; the files are not read. Errors: `model.invalid`. */
export async function packIn(folder: string, isBuiltIn: boolean): Promise<Pack> {
  const manifest = await readBounded(join(folder, manifestName), largest.manifestBytes);
  const { name, version, licence, figures, files } = describedIn(new TextDecoder().decode(manifest));
  const sizes = await Promise.all(files.map(({ file }) => sizeOf(join(folder, file))));
  return {
    id: idOf({ name, version }),
    name,
    version,
    licence,
    figures,
    bytes: sizes.reduce((sum, size) => sum + size, manifest.length),
    sha256: sha256Of(manifest),
    isBuiltIn,
    source: isBuiltIn ? '' : await sourceOf(folder),
    folder,
  };
}

/** Every file is the one that the manifest speaks of. Errors: `model.invalid`. */
export async function verifyFolder(folder: string): Promise<void> {
  const manifest = await readBounded(join(folder, manifestName), largest.manifestBytes);
  for (const file of describedIn(new TextDecoder().decode(manifest)).files) await readChecked(folder, file);
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => ({ size: 0 }))).size;

async function sourceOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, originName), 'utf8').catch(() => '{}');
  return origin.safeParse(JSON.parse(text)).data?.source ?? '';
}
