import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '../../../packages/sight/src/frame.ts';
import type { Screen } from '../../../services/vision/src/domain/screen.ts';
import type { Shown } from './in-page.ts';
import type { PairTruth } from './render.ts';
import { frameOf, type Seeing } from './seeing.ts';

/** One version of a page: what stood on it, what was seen, its pixels. */
export interface Sight {
  readonly truth: PairTruth;
  readonly screen: Screen;
  frame(): Promise<Frame>;
}

export interface Pages {
  readonly seed: number;
  readonly base: Sight;
  readonly others: readonly Sight[];
}

/** Pages one by one: their pixels would not fit into memory together. */
export async function* pagesOf(folder: string, seeing: Seeing, most = Number.POSITIVE_INFINITY): AsyncGenerator<Pages> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const bySeed = Map.groupBy(files, (file) => Number(file.split('-')[0]));
  for (const [seed, versions] of [...bySeed].sort(([a], [b]) => a - b).slice(0, most)) {
    const sights = [];
    for (const file of versions.sort()) sights.push(await sightOf(join(folder, file), seeing));
    const base = sights.find(({ truth }) => truth.version === 'base');
    if (base) yield { seed, base, others: sights.filter((sight) => sight !== base) };
  }
}

async function sightOf(file: string, seeing: Seeing): Promise<Sight> {
  const image = file.replace(/\.json$/, '.png');
  const truth: PairTruth = JSON.parse(await readFile(file, 'utf8'));
  return { truth, screen: await seeing.screenOf(image), frame: () => frameOf(image) };
}

export const boxOf = ({ box: [x, y, width, height] }: Shown) => ({ x, y, width, height });
