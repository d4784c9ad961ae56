import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// Pictures of one page in several versions, as models/vision/refind renders them: SEED-VERSION.png and SEED-VERSION.json.

export interface Shown {
  /** The same in every version; -1 for what a change made. */
  readonly index: number;
  readonly role: string;
  readonly text: string;
  /** In full view, nothing over its middle. */
  readonly isClear: boolean;
  /** px of the picture. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** Index of the record it belongs to. */
  readonly row?: number;
}

export interface Version {
  readonly image: Uint8Array;
  /** Indexes of what was removed or doubled. */
  readonly changed: readonly number[];
  readonly elements: readonly Shown[];
}

/** By the name of the version. */
export type Page = ReadonlyMap<string, Version>;

export async function readPages(folder: string, limit: number): Promise<Page[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const seeds = Map.groupBy(files, (file) => Number(file.split('-')[0]));
  const pages: Page[] = [];
  for (const [, those] of [...seeds].sort(([a], [b]) => a - b).slice(0, limit)) {
    const versions = those.sort().map(async (file) => {
      const name = file.slice(file.indexOf('-') + 1, -'.json'.length);
      return [name, await readVersion(join(folder, file))] as const;
    });
    pages.push(new Map(await Promise.all(versions)));
  }
  return pages;
}

async function readVersion(path: string): Promise<Version> {
  const { changed, elements } = JSON.parse(await readFile(path, 'utf8')) as Omit<Version, 'image'>;
  return { image: await readFile(path.replace(/json$/, 'png')), changed, elements };
}
