// The recipe of the vision models on little data, in minutes: that every stage of it works and fits the next. The models it makes are useless.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Not imported by name: it is the starter's, and no part of any package. */
const starter = join(repository, 'scripts/bootstrap/system.mjs');
const { hasSystemPackages } = (await import(starter)) as { hasSystemPackages(group: string): boolean };

const canTrain = hasSystemPackages('models');
if (!canTrain)
  process.stderr.write('skipped: training and windows of toolkits; KARNA_TEST_MODELS=true npm test installs them\n');

describe('the recipe of the vision models', { timeout: 1_500_000 }, () => {
  let work: string;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'karna-recipe-'));
  });
  afterAll(() => rm(work, { recursive: true, force: true, maxRetries: 5 }));

  async function make(...stages: string[]): Promise<void> {
    const args = ['models/vision/build.ts', '--quick', '--stages', stages.join(','), '--work', work];
    const recipe = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(recipe, 'exit');
    const said = await text(recipe.stderr);
    expect(await ended, said.slice(-2_000)).toEqual([0, null]);
  }

  /** How many elements each picture of a set is said to show. */
  async function elementsIn(set: string): Promise<number[]> {
    const folder = join(work, 'data', set);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const truths = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return truths.flatMap((truth) => (JSON.parse(truth) as { elements?: unknown[] }).elements?.length ?? []);
  }

  test('draws pages and knows what stands where on them', async () => {
    await make('pages');
    for (const set of ['pages-train', 'unseen-pages', 'unseen-frameworks']) {
      const counts = await elementsIn(set);
      expect(counts.length, set).toBeGreaterThan(0);
      expect(Math.max(...counts), set).toBeGreaterThan(5);
    }
  });

  test.skipIf(!canTrain)('draws windows of toolkits, trains, and packs what a vision service takes', async () => {
    await make('windows', 'screen', 'reader', 'pack');
    for (const set of ['gtk-train', 'gtk-unseen', 'qt-train', 'qt-unseen']) {
      expect(Math.max(...(await elementsIn(set))), set).toBeGreaterThan(5);
    }
    const pack = join(work, 'pack');
    const manifest = await readFile(join(pack, 'manifest.json'), 'utf8');
    for (const file of ['screen.onnx', 'reader.onnx']) {
      const hash = createHash('sha256')
        .update(await readFile(join(pack, file)))
        .digest('hex');
      expect(manifest, file).toContain(hash);
    }
  });
});
