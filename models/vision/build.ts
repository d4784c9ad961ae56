// Makes the vision models: `npm run models -- vision [options]`. Everything random has a seed; every stage can be run alone and again.
//
//   --quick           all stages in a few minutes, on little data: proves that the recipe works; the models are useless
//   --stages A,B      some of: pages, windows, screen, reader, pack (default: all, in this order); and states and rating, which write into services/vision
//   --work DIR        pictures, checkpoints, the finished pack in DIR/pack (default: .karna/models)
//   --minutes N       training time of the screen network (default: 600; a GPU needs 10)
//   --reader-minutes N  the same of the reader (default: 180; a GPU needs 10)
//   --continue        go on from the checkpoints in models/vision/*/checkpoint instead of from nothing
//   --threads N       cores for training (default: 2)
//
// Needs Chromium, Xvfb and Python with torch, onnx, opencv, GTK and Qt from Debian's packages; `npm run models` installs them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== 'vision'),
  options: {
    quick: { type: 'boolean', default: false },
    stages: { type: 'string', default: 'pages,windows,screen,reader,pack' },
    work: { type: 'string', default: '.karna/models' },
    minutes: { type: 'string' },
    'reader-minutes': { type: 'string', default: '180' },
    continue: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
  },
});

const recipe = import.meta.dirname;
const work = resolve(options.work);
const pack = join(work, 'pack');
const dataOf = (name: string): string => join(work, 'data', name);
const minutes = options.minutes ?? (options.quick ? '0.5' : '600');
const readerMinutes = options['reader-minutes'];
const count = (full: number): string => String(options.quick ? Math.ceil(full / 100) : full);
/** Debian's Python: the packages above are its own. */
const python = '/usr/bin/python3';

interface Set {
  readonly name: string;
  readonly tool: readonly string[];
  readonly count: string;
  readonly seed: string;
}

const page = (split: string): string[] => [
  'pages',
  process.execPath,
  join(recipe, 'pages/generate.ts'),
  '--split',
  split,
];
const window = (kit: string): string[] => ['windows', python, join(recipe, `windows/${kit}_windows.py`)];
const sets: readonly Set[] = [
  { name: 'pages-train', tool: page('train'), count: count(2400), seed: '1' },
  { name: 'unseen-pages', tool: page('unseen-pages'), count: count(100), seed: '900000' },
  { name: 'unseen-frameworks', tool: page('unseen-frameworks'), count: count(100), seed: '900000' },
  { name: 'gtk-train', tool: window('gtk'), count: count(700), seed: '1' },
  { name: 'gtk-unseen', tool: window('gtk'), count: count(40), seed: '900000' },
  { name: 'qt-train', tool: window('qt'), count: count(400), seed: '1' },
  { name: 'qt-unseen', tool: window('qt'), count: count(40), seed: '900000' },
];

const ratingSets: readonly Set[] = [
  { name: 'rating-pages', tool: page('train'), count: count(160), seed: '710000' },
  { name: 'rating-more-pages', tool: page('train'), count: count(160), seed: '720000' },
  { name: 'rating-gtk', tool: window('gtk'), count: count(90), seed: '710000' },
  { name: 'rating-qt', tool: window('qt'), count: count(90), seed: '710000' },
];

const stages: Readonly<Record<string, () => void>> = {
  pages: () => {
    if (!existsSync(join(recipe, 'node_modules')))
      run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], recipe);
    makeSets(sets.filter(({ tool: [kind] }) => kind === 'pages'));
  },
  windows: () => makeSets(sets.filter(({ tool: [kind] }) => kind === 'windows')),
  screen: () => {
    const weights = join(work, 'screen.pt');
    const from = options.continue ? ['--resume', join(recipe, 'screen/checkpoint/screen.pt')] : [];
    const data = ['pages-train', 'gtk-train', 'qt-train'].flatMap((name) => ['--data', dataOf(name)]);
    const how = ['--out', weights, '--minutes', minutes, '--threads', options.threads, ...from];
    run(python, [join(recipe, 'screen/train.py'), ...data, ...how]);
    run(python, [join(recipe, 'screen/export.py'), weights, join(pack, 'screen.onnx')]);
    const unseen = ['unseen-pages', 'unseen-frameworks', 'gtk-unseen', 'qt-unseen'].map(dataOf);
    run(python, [join(recipe, 'screen/evaluate.py'), weights, ...unseen, '--threads', options.threads]);
  },
  reader: () => {
    const weights = join(work, 'reader.pt');
    const lines = dataOf('reader-lines');
    const from = options.continue ? [] : ['--from-scratch'];
    if (options.quick) {
      run(python, [join(recipe, 'reader/train.py'), '--quick', '--from-scratch', '--out', weights]);
    } else {
      for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) {
        run(python, [join(recipe, 'reader/lines.py'), '--out', lines, '--seed', seed, '--count', '25000']);
      }
      const pictures = ['pages-train', 'gtk-train', 'qt-train'].map(dataOf);
      const data = ['--lines', lines, '--pages', ...pictures];
      run(python, [join(recipe, 'reader/train.py'), ...data, '--minutes', readerMinutes, '--out', weights, ...from]);
    }
    const entry = join(pack, 'reader.json');
    run(python, [
      join(recipe, 'reader/export.py'),
      '--model',
      weights,
      '--out',
      join(pack, 'reader.onnx'),
      '--entry',
      entry,
    ]);
  },
  /** With the networks that come with Karna: its weights are a part of the service. Pages hold far more than windows. */
  states: () => {
    const elements = [
      { name: 'states-pages', from: ['pages-train'], every: '3' },
      { name: 'states-windows', from: ['gtk-train', 'qt-train'], every: '1' },
    ].map(({ name, from, every }) => {
      const out = join(work, `${name}.jsonl`);
      const data = from.flatMap((folder) => ['--data', dataOf(folder)]);
      const how = ['--out', out, '--every', every, '--threads', options.threads];
      run(process.execPath, ['--conditions=source', join(recipe, 'states/collect.ts'), ...data, ...how]);
      return out;
    });
    run(python, [join(recipe, 'states/fit.py'), ...elements.flatMap((file) => ['--elements', file]), '--write']);
  },
  /** As above, on pictures that the networks were not trained on: of those they are too sure. */
  rating: () => {
    makeSets(ratingSets);
    const out = join(work, 'rating.jsonl');
    const data = ratingSets.flatMap(({ name }) => ['--data', dataOf(name)]);
    const how = ['--out', out, '--threads', options.threads];
    run(process.execPath, ['--conditions=source', join(recipe, 'rating/collect.ts'), ...data, ...how]);
    run(python, [join(recipe, 'rating/fit.py'), '--elements', out, '--write']);
  },
  pack: () => run(process.execPath, [join(recipe, 'pack.ts'), pack, '0.0.0-own']),
};

function makeSets(some: readonly Set[]): void {
  for (const { name, tool, count: wanted, seed } of some) {
    const [, program = '', ...args] = tool;
    run(program, [...args, '--out', dataOf(name), '--seed', seed, '--count', wanted]);
  }
}

function run(program: string, args: readonly string[], cwd?: string): void {
  console.log(`\n> ${[program, ...args].join(' ')}`);
  const { status } = spawnSync(program, args, { stdio: 'inherit', ...(cwd ? { cwd } : {}) });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(pack, { recursive: true });
for (const name of options.stages.split(',')) {
  const stage = stages[name];
  if (!stage) throw new Error(`no stage "${name}"; there are ${Object.keys(stages).join(', ')}`);
  stage();
}
copyFileSync(join(recipe, '../README.md'), join(pack, 'README.md'));
console.log(`\nThe pack is in ${pack}. Use it: karna models pull ${join(pack, 'manifest.json')}`);
