/**
 * Renders pages in pairs: each once as it is remembered, and again as it may be met later (./versions.ts).
 *
 *   node models/vision/refind/render.ts --out DIR --seed N --count N --split train|unseen-pages|unseen-frameworks
 *
 * Writes CONTENT-VERSION.png and CONTENT-VERSION.json: what stood where, each element with the same index in every version.
 * Needs Chromium and `npm ci` in models/vision, like the pages themselves.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { Random } from '../pages/random.ts';
import { isSplit, type Split, splits } from '../pages/split.ts';
import { changeElements, changeRecords, numberElements, type Shown, shownElements } from './in-page.ts';
import { drawVersion, type Version, versions } from './versions.ts';

/** What people click; the rest is seldom a target. */
const clickable = /^(button|link|text_field|text_area|checkbox|radio|switch|select|slider|tab|menu_item|icon|image)$/;
/** So many of a page's elements are removed or doubled at once. */
const changed = 4;
const size = { width: 1280, height: 720 };

export interface PairTruth {
  readonly version: string;
  readonly scale: number;
  readonly changed: readonly number[];
  readonly elements: readonly Shown[];
}

/** One page for all versions: opening a page costs more than drawing on it. */
interface Canvas {
  readonly page: Page;
  readonly devtools: CDPSession;
}

async function render(canvas: Canvas, out: string, seed: number, split: Split): Promise<void> {
  let base: Shown[] = [];
  for (const version of versions) {
    const shown = await show(canvas, seed, split, version, base);
    if (!shown) continue;
    if (version.name === 'base') base = shown.elements;
    const file = join(out, `${seed}-${version.name}`);
    await writeFile(`${file}.png`, shown.picture);
    const truth: PairTruth = {
      version: version.name,
      scale: version.scale,
      changed: shown.changed,
      elements: shown.elements,
    };
    await writeFile(`${file}.json`, JSON.stringify(truth));
  }
}

async function show({ page, devtools }: Canvas, seed: number, split: Split, version: Version, base: readonly Shown[]) {
  const metrics = { ...size, deviceScaleFactor: version.scale, mobile: false };
  await devtools.send('Emulation.setDeviceMetricsOverride', metrics);
  const opened = await openAs(page, seed, split, version, base);
  if (!opened) return undefined;
  const chosen = version.change === 'removed' || version.change === 'doubled' ? chooseTargets(base, seed) : [];
  if (chosen.length > 0) await page.evaluate(changeElements, { kind: version.change, indexes: chosen });
  if (version.change === 'reordered' || version.change === 'grown') {
    if (!base.some(({ row }) => row !== undefined)) return undefined;
    await page.evaluate(changeRecords, version.change);
  }
  const elements = (await page.evaluate(shownElements)).map((element) => ({
    ...element,
    box: element.box.map((side) => Math.round(side * version.scale * 10) / 10) as unknown as Shown['box'],
  }));
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'png' });
  return { elements, changed: chosen, picture: Buffer.from(data, 'base64') };
}

/** A redesign takes another style sheet where the markup stays the same with it, and other lengths and fonts in any case. */
async function openAs(
  page: Page,
  seed: number,
  split: Split,
  version: Version,
  base: readonly Shown[],
): Promise<boolean> {
  for (const keepsFramework of version.design === 'all' ? [false, true] : [true]) {
    await page.setContent(drawVersion(seed, seed + 500_000, split, version, keepsFramework), { waitUntil: 'load' });
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    await page.evaluate(numberElements);
    if (base.length === 0 || isSamePage(base, await page.evaluate(shownElements))) return true;
  }
  return false;
}

/** The blocks asked their theme before they drew when anything is called otherwise. */
function isSamePage(base: readonly Shown[], now: readonly Shown[]): boolean {
  const sayings = (elements: readonly Shown[]) =>
    elements.map(({ role, text }) => `${role} ${text.toLowerCase().replace(/\s+/g, '')}`).join('\n');
  return sayings(base) === sayings(now);
}

function chooseTargets(base: readonly Shown[], seed: number): number[] {
  const targets = base.filter(({ role, isClear }) => isClear && clickable.test(role));
  return new Random(seed + 7).sample(targets, changed).map(({ index }) => index);
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { out: text, seed: text, count: text, split: text } });
  const { out, split } = values;
  if (out === undefined || !isSplit(split)) throw new Error(`--out DIR and --split ${splits.join('|')} are needed`);
  await mkdir(out, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--disable-dev-shm-usage'],
  });
  const context = await browser.newContext({ viewport: size, offline: true });
  const page = await context.newPage();
  const canvas = { page, devtools: await context.newCDPSession(page) };
  for (let index = 0; index < Number(values.count); index++) {
    const seed = Number(values.seed) + index;
    // The last version is written last: the page is finished when it is there.
    if (existsSync(join(out, `${seed}-grown.json`)) || existsSync(join(out, `${seed}-doubled-theme.json`))) continue;
    await render(canvas, out, seed, split);
    console.log(`page ${seed}`);
  }
  await browser.close();
}

await main();
