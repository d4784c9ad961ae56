import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '../../../packages/sight/src/frame.ts';
import { readPack } from '../../../packages/sight/src/pack.ts';
import { OnnxModels } from '../../../services/vision/src/adapters/onnx/models.ts';
import { ReadingMemory } from '../../../services/vision/src/domain/looking/reading-memory.ts';
import { glanceAt } from '../../../services/vision/src/glancing.ts';
import { type Contents, contentsOf } from '../../../services/vision/src/perceiving.ts';
import { Reading } from '../../../services/vision/src/reading.ts';

/** What the service sees before it judges states. Kept beside the picture until the models change: looking takes a third of a second. */
export class Seeing {
  readonly #models: OnnxModels;
  readonly #reading: Reading;
  readonly #key: string;

  private constructor(models: OnnxModels, key: string) {
    this.#models = models;
    this.#reading = new Reading(models, new ReadingMemory(2 ** 20));
    this.#key = key;
  }

  static async with(folder: string, threads: number): Promise<Seeing> {
    const manifest = await readFile(join(folder, 'manifest.json'));
    const key = createHash('sha256').update(manifest).digest('hex').slice(0, 8);
    return new Seeing(await OnnxModels.open(await readPack(folder), threads), key);
  }

  async contentsOf(image: string, frame: Frame): Promise<Contents> {
    const kept = image.replace(/\.png$/, `.contents-${this.#key}`);
    if (existsSync(kept)) return JSON.parse(await readFile(kept, 'utf8'));
    const { glance } = await glanceAt(frame, this.#models);
    const contents = { ...(await contentsOf(glance, this.#reading)), sighted: [] };
    await writeFile(`${kept}.part`, JSON.stringify(contents));
    await rename(`${kept}.part`, kept);
    return contents;
  }
}
