/**
 * Draws varied pages in Chromium and writes each with its exact truth: NAME.png and NAME.json, all boxes in px of the picture.
 *
 *   node models/vision/pages/generate.ts --out DIR --seed N --count N --split train|unseen-pages|unseen-frameworks [--workers 1]
 *
 * Splits: `train`; `unseen-pages` has other pictograms (give it other seeds, too); `unseen-frameworks` has style sheets
 * (bootstrap, semantic, 98, xp, 7), fonts (Inter, Cantarell) and pictograms (bootstrap-icons) that training never sees.
 * Page N of a run has seed + N; a page whose JSON is there already is skipped, so a broken run continues where it stopped.
 * JSON keys besides the common ones: `ignoreText`, places where writing is not scored but elements are.
 * Needs /usr/bin/chromium (or CHROMIUM) and `npm ci --ignore-scripts` in models/vision.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { drawPage } from './page.ts';
import { isSplit, type Split, splits } from './split.ts';
import { collectingSource, type RawTruth } from './truth/collect.ts';
import { withoutInvisible } from './truth/contrast.ts';
import { inPicture } from './truth/picture-truth.ts';

interface Job {
  readonly out: string;
  readonly split: Split;
  readonly seeds: number[];
}

/** Glyphs are drawn in the three ways desktops draw them; which one belongs to the seed. */
const renderings = [
  ['--font-render-hinting=none', '--disable-lcd-text'],
  ['--font-render-hinting=full', '--disable-lcd-text', '--disable-font-subpixel-positioning'],
  ['--font-render-hinting=slight', '--enable-lcd-text'],
];

async function launchBrowsers(): Promise<Browser[]> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const common = ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--disable-dev-shm-usage'];
  const launch = (flags: string[]) =>
    chromium.launch({
      executablePath,
      args: [...common, ...flags],
      ignoreDefaultArgs: ['--hide-scrollbars', '--font-render-hinting=none', '--disable-lcd-text'],
    });
  return Promise.all(renderings.map(launch));
}

/** A page that is used again and again: a fresh one for each picture would cost more than drawing does. */
interface Canvas {
  readonly page: Page;
  readonly session: CDPSession;
}

/** A page takes a second; on a machine busy with training it has taken more than thirty. */
const patienceMs = 180_000;

async function openCanvas(browser: Browser): Promise<Canvas> {
  const context = await browser.newContext({ viewport: null, offline: true });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  return { page, session: await context.newCDPSession(page) };
}

async function writePage({ page, session }: Canvas, job: Job, seed: number): Promise<number> {
  const drawn = drawPage(seed, job.split);
  const { width, height, scale: deviceScaleFactor } = drawn;
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
  await page.setContent(drawn.html, { waitUntil: 'load' });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.evaluate(scrollPanes);
  await page.evaluate(nextPicture);
  const { data: picture } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  const raw = (await page.evaluate(collectingSource())) as RawTruth;
  const truth = await withoutInvisible(page, picture, inPicture(raw, drawn));
  const name = join(job.out, `page-${job.split}-${seed}`);
  await writeFile(`${name}.png`, Buffer.from(picture, 'base64'));
  await writeFile(`${name}.json.part`, JSON.stringify(truth));
  await rename(`${name}.json.part`, `${name}.json`);
  return truth.elements.length;
}

/** Some panes have been scrolled: which and how far follows from their own content's height. */
const scrollPanes = `for (const pane of document.querySelectorAll('.k-scroll')) {
  const room = pane.scrollHeight - pane.clientHeight;
  if (room % 3 === 1) pane.scrollTop = (room * (room % 7)) / 6;
}`;

/** What is scrolled reaches the picture with the frame after the next one: before that, scroll bars and contents disagree. */
const nextPicture = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

async function runJob(job: Job): Promise<void> {
  const browsers = await launchBrowsers();
  const canvases = await Promise.all(browsers.map(openCanvas));
  const started = Date.now();
  let elements = 0;
  for (const [index, seed] of job.seeds.entries()) {
    if (existsSync(join(job.out, `page-${job.split}-${seed}.json`))) continue;
    const canvas = canvases[seed % canvases.length];
    if (canvas === undefined) throw new RangeError('no browser');
    elements += await writePage(canvas, job, seed);
    if (index % 50 === 49)
      console.log(
        `${index + 1} pages, ${elements} elements, ${Math.round((Date.now() - started) / (index + 1))} ms/page`,
      );
  }
  await Promise.all(browsers.map((browser) => browser.close()));
}

function wholeNumber(text: string | undefined, name: string): number {
  const value = Number(text);
  if (text === undefined || !Number.isInteger(value) || value < 0) throw new Error(`--${name} wants a whole number`);
  return value;
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { out: text, seed: text, count: text, split: text, workers: { ...text, default: '1' } },
  });
  if (values.out === undefined || !isSplit(values.split))
    throw new Error(`--out DIR and --split ${splits.join('|')} are needed`);
  const { out, split } = values;
  const first = wholeNumber(values.seed, 'seed');
  const workers = Math.max(1, wholeNumber(values.workers, 'workers'));
  await mkdir(out, { recursive: true });
  const seeds = Array.from({ length: wholeNumber(values.count, 'count') }, (_, index) => first + index);
  const share = (worker: number) => seeds.filter((_, index) => index % workers === worker);
  await Promise.all(Array.from({ length: workers }, (_, worker) => runJob({ out, split, seeds: share(worker) })));
}

await main();
