// Chooses the pictures of the quality gate from made sets: `node models/vision/gate/choose.ts DATA`, where DATA holds a folder for each set
// (seed 900000 and on, models/README.md). The first ones by seed that are small enough, half of them dark: chosen by number, not by result.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';

interface Share {
  readonly set: string;
  readonly light: number;
  readonly dark: number;
  /** Some of the set only. */
  readonly named?: RegExp;
}

const shares: readonly Share[] = [
  { set: 'unseen-pages', light: 2, dark: 2 },
  { set: 'unseen-frameworks', light: 3, dark: 1 },
  { set: 'gtk-unseen', light: 2, dark: 1 },
  { set: 'qt-unseen', light: 1, dark: 1 },
  { set: 'real-apps', light: 2, dark: 1 },
  // Named for their fonts; all but a few are dark.
  { set: 'terminals', light: 0, dark: 1, named: /^6x13-\d$/ },
  { set: 'terminals', light: 0, dark: 1, named: /^terminus-16-\d$/ },
];
/** All of them together stay below 3 MB, and the test below a minute. */
const largest = { pixels: 1366 * 768, bytes: 230_000 };
const fewestWords = 15;

async function choose(data: string, { set, light, dark, named = /./ }: Share): Promise<number> {
  const open = { light, dark };
  let bytes = 0;
  for (const name of names(join(data, set)).filter((one) => named.test(one))) {
    if (open.light + open.dark === 0) break;
    const truth = readFileSync(join(data, set, `${name}.json`), 'utf8');
    const picture = readFileSync(join(data, set, `${name}.png`));
    const shade = (await isDark(picture)) ? 'dark' : 'light';
    const small = await packed(picture);
    if (open[shade] === 0 || !small || JSON.parse(truth).words.length < fewestWords) continue;
    open[shade]--;
    bytes += small.length + truth.length;
    writeFileSync(join(import.meta.dirname, `${name}.png`), small);
    writeFileSync(join(import.meta.dirname, `${name}.json`), truth);
  }
  if (open.light + open.dark > 0)
    console.error(`${set}: ${open.light} light and ${open.dark} dark pictures are missing`);
  return bytes;
}

/** By the numbers in their names. */
const names = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .map((file) => basename(file, '.png'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** The very same pixels in as few bytes as PNG allows; undefined when the picture is too large for the gate. */
async function packed(picture: Buffer): Promise<Buffer | undefined> {
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  if (width * height > largest.pixels) return undefined;
  const plain = sharp(picture).removeAlpha();
  const best = await plain.clone().png({ compressionLevel: 9, effort: 10, adaptiveFiltering: false }).toBuffer();
  const indexed = await plain.clone().png({ compressionLevel: 9, effort: 10, palette: true, dither: 0 }).toBuffer();
  const isSame = Buffer.compare(await pixels(indexed), await pixels(best)) === 0;
  const smallest = isSame && indexed.length < best.length ? indexed : best;
  return smallest.length <= largest.bytes ? smallest : undefined;
}

const pixels = (picture: Buffer): Promise<Buffer> =>
  sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer();

/** The usual pixel is nearer to black than to white. */
async function isDark(picture: Buffer): Promise<boolean> {
  const grey = await sharp(picture)
    .removeAlpha()
    .greyscale()
    .resize(64, 64, { kernel: 'nearest', fit: 'fill' })
    .raw()
    .toBuffer();
  return (grey.toSorted()[grey.length >> 1] ?? 255) < 128;
}

const [data] = process.argv.slice(2);
if (!data) throw new Error('usage: node choose.ts DATA');
let total = 0;
for (const share of shares) total += await choose(data, share);
console.log(`${Math.round(total / 1000)} kB`);
