import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '../../../packages/sight/src/frame.ts';
import { readPack } from '../../../packages/sight/src/pack.ts';
import { decoded } from '../../../services/vision/src/adapters/image.ts';
import { OnnxModels } from '../../../services/vision/src/adapters/onnx/models.ts';
import type { Screen } from '../../../services/vision/src/domain/screen.ts';
import { arranged } from '../../../services/vision/src/domain/tree/arranged.ts';
import { Eyes } from '../../../services/vision/src/eyes.ts';

const limits = { maxBytes: 64 * 1024 * 1024, maxPixels: 40_000_000 };

export const frameOf = async (image: string): Promise<Frame> => decoded(await readFile(image), limits);

/**
 * Sees pictures with the shipped models, or those of another folder. What was seen is kept beside the picture until the models
 * change: looking takes a third of a second, fitting asks a thousand times.
 */
export class Seeing {
  readonly #folder: string;
  readonly #key: string;
  #eyes: Promise<Eyes> | undefined;

  private constructor(folder: string, key: string) {
    this.#folder = folder;
    this.#key = key;
  }

  static async with(folder: string): Promise<Seeing> {
    const manifest = await readFile(join(folder, 'manifest.json'));
    return new Seeing(folder, createHash('sha256').update(manifest).digest('hex').slice(0, 8));
  }

  /** Arranged anew every time: the tree's rules change more often than the models. */
  async screenOf(image: string): Promise<Screen> {
    const kept = image.replace(/\.png$/, `.seen-${this.#key}`);
    if (existsSync(kept)) return arranged(JSON.parse(await readFile(kept, 'utf8')));
    this.#eyes ??= this.#open();
    const seen = await (await this.#eyes).look(await frameOf(image));
    // Rows that the tree added are not what was seen.
    const elements = seen.elements.filter(({ role, score }) => role !== 'ROLE_ROW' || score !== 0.4);
    await writeFile(`${kept}.part`, JSON.stringify({ ...seen, elements }));
    await rename(`${kept}.part`, kept);
    return seen;
  }

  async #open(): Promise<Eyes> {
    return new Eyes(await OnnxModels.open(await readPack(this.#folder), 2));
  }
}
