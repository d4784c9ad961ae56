import { existsSync } from 'node:fs';
import { quiet } from '@karna/common/log';
import sharp from 'sharp';
import { SightReader } from '../../adapters/sight/reader.ts';
import type { Bgrx } from '../../ports.ts';
import { bgrxOf } from './picture.ts';
import { patienceMs, plain, readByOurs, readByTesseract } from './reading-back.ts';

/** Something to look for in pictures. */
export interface Hidden {
  readonly kind: string;
  readonly text: string;
}

/** Reads pictures as a thief would, and says what of some secrets stands in them. */
export interface PictureReader {
  /** Who reads. */
  readonly readers: readonly string[];
  /** A PNG, or the pixels of a screen; answers the secrets of which a telling part was read on it. */
  secretsIn<T extends Hidden>(picture: Uint8Array | Bgrx, secrets: readonly T[]): Promise<T[]>;
  close(): Promise<void>;
}

/** Fewer characters of a secret in a row may stand there by chance; whole secrets that are shorter by one tell, too. */
const telling = { part: 7, whole: 6 };

/** Our own reader, and Tesseract where it is installed, both at twice the size. */
export async function openPictureReader(modelsFolder: string): Promise<PictureReader> {
  const ours = await SightReader.open({ modelsFolder, threads: 2, log: quiet, limitMs: patienceMs });
  const hasTesseract = existsSync('/usr/bin/tesseract');
  return {
    readers: hasTesseract ? ['ours', 'tesseract'] : ['ours'],
    async secretsIn(picture, secrets) {
      const pixels = picture instanceof Uint8Array ? await decoded(picture) : picture;
      const readings = [await readByOurs(pixels, ours), hasTesseract ? await readByTesseract(pixels) : []];
      // In one string: a number may be read in pieces.
      const all = readings.map((words) => plain(words.map(({ text }) => text).join('')));
      return secrets.filter((secret) => partsOf(secret).some((part) => all.some((text) => text.includes(part))));
    },
    close: () => ours.close(),
  };
}

async function decoded(png: Uint8Array): Promise<Bgrx> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return bgrxOf({ width: info.width, height: info.height, rgb: data });
}

/** Hosts of addresses stand on pages openly, too: what is before the sign tells. */
function partsOf({ kind, text }: Hidden): string[] {
  const whole = plain(kind === 'email' ? text.replace(/@.*/, '') : text);
  if (whole.length <= telling.part) return whole.length < telling.whole ? [] : [whole];
  return Array.from({ length: whole.length - telling.part + 1 }, (_, from) => whole.slice(from, from + telling.part));
}
