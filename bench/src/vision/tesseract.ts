import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import type { ReadWord } from '@karna/vision/testing';
import sharp from 'sharp';

// Tesseract's program as people use it on screens: enlarged twice (interface text is smaller than it was made for), sparse text.

const enlargement = 2;
/** Larger pictures are taken as they are: it is slow, and their type is large (px). */
const mostEnlarged = 4_000_000;

/** The words of a picture with their places in its px; rejects when the program is not there. */
export async function tesseractWords(image: Uint8Array): Promise<ReadWord[]> {
  const { width, height } = await sharp(image).metadata();
  const enlarged = width * height > mostEnlarged ? 1 : enlargement;
  const large = await sharp(image)
    .resize({ width: width * enlarged, kernel: 'cubic' })
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer();
  return wordsOf(await output(large), enlarged);
}

export async function hasTesseract(): Promise<boolean> {
  return await new Promise((resolve) => {
    const child = spawn('tesseract', ['--version'], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function output(image: Uint8Array): Promise<string> {
  // One thread: OpenMP's threads wait busily for each other and are no faster on few cores.
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const child = spawn('tesseract', ['stdin', 'stdout', '-l', 'eng', '--psm', '11', 'tsv'], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  child.stdin.end(image);
  return (await Promise.race([buffer(child.stdout), failed])).toString('utf8');
}

/** Columns: level page block par line word left top width height conf text; words are level 5. */
function wordsOf(tsv: string, enlarged: number): ReadWord[] {
  return tsv.split('\n').flatMap((row) => {
    const cells = row.split('\t');
    const [x = 0, y = 0, width = 0, height = 0] = cells.slice(6, 10).map((cell) => Number(cell) / enlarged);
    const text = cells[11]?.trim() ?? '';
    return cells[0] === '5' && text !== '' ? [{ text, box: { x, y, width, height } }] : [];
  });
}
