import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DomainError } from '@karna/common/errors';
import { gateFolder, readTruths, type Truth, type TruthFault } from '@karna/vision/testing';
import { type Page, readPages } from './page-versions.ts';

// The held-out sets: made by seed, by the same generators as the training data but with what training never sees (models/README.md),
// and kept under the system's folder for temporary files until a generator changes.

export interface PictureSet {
  readonly name: string;
  readonly truths: readonly Truth[];
  /** What of its files could not be understood. */
  readonly faults: readonly TruthFault[];
}

export interface Skipped {
  readonly what: string;
  readonly why: string;
}

const recipe = fileURLToPath(new URL('../../../models/vision/', import.meta.url));
/** The pack that came with Karna. */
export const ownModels = fileURLToPath(new URL('../../../models/', import.meta.url));
/** Debian's: the generators need its GTK, Qt and X. */
const python = '/usr/bin/python3';
/** Far above what training uses. */
const seed = '900000';
const usualCount = 40;
const usualPages = 12;
/** Whatever makes pictures takes some seconds for each (ms). */
const generatorMs = 30 * 60_000;

interface Generator {
  /** Under models/vision; its folder is what the pictures depend on. */
  readonly script: string;
  readonly args: (count: number) => readonly string[];
}

const pages = (split: string): Generator => ({
  script: 'pages/generate.ts',
  args: (count) => ['--split', split, '--seed', seed, '--count', String(count)],
});
const windows = (kit: string): Generator => ({
  script: `windows/${kit}_windows.py`,
  args: (count) => ['--seed', seed, '--count', String(count), '--held-out'],
});

const pairs: Generator = {
  script: 'refind/render.ts',
  args: (count) => ['--split', 'unseen-pages', '--seed', seed, '--count', String(count)],
};

const generators: Readonly<Record<string, Generator>> = {
  'unseen-pages': pages('unseen-pages'),
  'unseen-frameworks': pages('unseen-frameworks'),
  'gtk-unseen': windows('gtk'),
  'qt-unseen': windows('qt'),
  /** Twenty and more scenes; their number is not asked for. */
  'real-apps': { script: 'windows/real_apps.py', args: () => [] },
  terminals: {
    script: 'reader/terminals.py',
    args: (count) => ['--seed', seed, '--screens', String(Math.ceil(count / 13))],
  },
};

/** Pages in fourteen versions each, for finding again. */
export async function pagesInVersions(limit: number | undefined): Promise<Page[]> {
  const count = Math.min(limit ?? usualPages, usualPages);
  return await readPages(await made('pages-in-versions', pairs, count), count);
}

/** The small set of the quality gate; the others are made. */
export const setNames = ['gate', ...Object.keys(generators)];

/** A set that cannot be made here is left out, and said so. */
export async function heldOutSets(
  names: readonly string[],
  limit: number | undefined,
): Promise<{ sets: PictureSet[]; skipped: Skipped[] }> {
  const sets: PictureSet[] = [];
  const skipped: Skipped[] = [];
  for (const name of names) {
    try {
      const folder = name === 'gate' ? gateFolder : await made(name, generators[name], limit ?? usualCount);
      sets.push(await givenSet(name, folder, limit ?? usualCount));
    } catch (error) {
      skipped.push({ what: name, why: reasonOf(error) });
    }
  }
  return { sets, skipped };
}

/** A folder of labelled pictures; what cannot be understood is said and left out. Errors: `input.invalid` when nothing can. */
export async function givenSet(name: string, folder: string, limit: number | undefined): Promise<PictureSet> {
  const { truths, faults } = await readTruths(folder);
  if (truths.length === 0) {
    const why = 'has no NAME.png with a NAME.json beside it that can be understood';
    throw new DomainError('input.invalid', `${folder} ${why}`);
  }
  return { name, truths: spread(truths, limit ?? truths.length), faults };
}

/** Evenly over all of them: neighbours are often of one kind. */
const spread = <T>(all: readonly T[], count: number): T[] => {
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, index) => all[Math.floor(index * step)] as T);
};

async function made(name: string, generator: Generator | undefined, count: number): Promise<string> {
  if (!generator) throw new Error(`nothing makes ${name}`);
  const script = join(recipe, generator.script);
  if (!existsSync(script)) throw new Error(`models/vision/${generator.script} is not there`);
  const home = join(tmpdir(), 'karna-bench-vision');
  const folder = join(home, `${name}-${count}-${await stateOf(generator)}`);
  if (existsSync(folder)) return folder;
  console.error(`making ${count} pictures of ${name} ...`);
  await mkdir(home, { recursive: true });
  const unfinished = await mkdtemp(join(home, `${name}-unfinished-`));
  try {
    await generate(generator, script, unfinished, count);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

async function generate(generator: Generator, script: string, out: string, count: number): Promise<void> {
  const program = script.endsWith('.ts') ? process.execPath : python;
  if (program !== python) await installPackages();
  const args = [script, '--out', out, ...generator.args(count)];
  await promisify(execFile)(program, args, { cwd: recipe, timeout: generatorMs, maxBuffer: 64 * 1024 * 1024 });
}

/** Style sheets and pictograms of the pages come from npm. */
async function installPackages(): Promise<void> {
  if (existsSync(join(recipe, 'node_modules'))) return;
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: recipe });
}

/** Changes with any source under models/vision that makes pictures: generators share parts. */
async function stateOf({ script, args }: Generator): Promise<string> {
  const hash = createHash('sha256').update(args(0).join(' '));
  const folders = script.startsWith('refind/') ? ['refind', 'pages'] : [script.split('/')[0] ?? ''];
  const lists = folders.map((name) => readdir(join(recipe, name), { recursive: true, withFileTypes: true }));
  const files = (await Promise.all(lists)).flat();
  const sources = files.filter((file) => file.isFile() && /\.(ts|py|css|json|txt)$/.test(file.name));
  for (const path of sources.map((file) => join(file.parentPath, file.name)).sort()) hash.update(await readFile(path));
  return hash.digest('hex').slice(0, 12);
}

/** A program's last words, or the error's with its code. */
export function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;
  const { stderr = '', message = '' } = error as { stderr?: string; message?: string };
  return stderr.trim().split('\n').at(-1) || message.split('\n')[0] || 'it failed';
}
