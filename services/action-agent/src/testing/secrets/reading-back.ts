import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import type { Bgrx, Box, TextReader } from '../../ports.ts';
import { bgrxOf, type Picture, rgbOf } from './picture.ts';
import type { PlantedSecret } from './planting.ts';

/** Something that was read on a picture, in px of it. */
export interface Reading {
  readonly text: string;
  readonly box: Box;
}

/** A large picture on a busy machine; nobody waits for it (ms). */
export const patienceMs = 300_000;

/** Small type is read better enlarged. */
const enlarged = 2;

/** What our own reader makes of a picture at twice its size. */
export async function readByOurs(picture: Bgrx, reader: TextReader): Promise<Reading[]> {
  const large = await enlargedOf(picture);
  const whole = { x: 0, y: 0, width: large.width, height: large.height };
  const lines = await reader.read(bgrxOf(large), [whole], AbortSignal.timeout(patienceMs));
  return lines.flat().map((line) => ({ text: line.text, box: reduced(line.box) }));
}

/** What Tesseract makes of it at twice its size: a reader that shares nothing with ours. */
export async function readByTesseract(picture: Bgrx): Promise<Reading[]> {
  const { width, height, rgb } = await enlargedOf(picture);
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const child = spawn('tesseract', ['-', '-', '--psm', '11', 'tsv'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  child.stdin.end(png);
  const table = await text(child.stdout);
  const [code] = await ended;
  if (code !== 0) throw new Error(`tesseract ended with ${code}`);
  return table
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'))
    .filter((cells) => cells[0] === '5')
    .map(([, , , , , , x, y, width, height, , word = '']) => ({
      text: word,
      box: reduced({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) }),
    }));
}

async function enlargedOf(picture: Bgrx): Promise<Picture> {
  const { width, height, rgb } = rgbOf(picture);
  const { data, info } = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize({ width: width * enlarged, kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

const reduced = (box: Box): Box => ({
  x: box.x / enlarged,
  y: box.y / enlarged,
  width: box.width / enlarged,
  height: box.height / enlarged,
});

/** So many characters in a row of a secret, read where it stands, are a leak; of shorter ones all but one. */
const tellingLength = 4;

/** Whether something of the secret was read in its place. */
export function isReadable(secret: PlantedSecret, readings: readonly Reading[]): boolean {
  const hidden = plain(secret.text);
  const telling = Math.min(tellingLength, Math.max(2, hidden.length - 1));
  const there = readings.filter(({ box }) => secret.places.some((place) => overlaps(place, box)));
  return there.some((reading) => sharesRun(hidden, plain(reading.text), telling));
}

/** Letter case and what readers take for one another do not matter. */
export const plain = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[il|!]/g, '1')
    .replace(/[oq]/g, '0')
    .replaceAll('s', '5')
    .replaceAll('b', '8')
    .replace(/[^\p{L}\p{N}]/gu, '');

function sharesRun(hidden: string, read: string, length: number): boolean {
  for (let from = 0; from + length <= hidden.length; from++) {
    const run = hidden.slice(from, from + length);
    if (tells(run) && read.includes(run)) return true;
  }
  return false;
}

/** Tesseract reads strokes into the edges of a mask: three of them beside one letter are in every long key. */
const tells = (run: string): boolean => run.length < tellingLength || run.replaceAll('1', '').length >= 2;

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
