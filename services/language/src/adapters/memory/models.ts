import type { SkillModel } from '../../domain/skills/skill-model.ts';
import type { Models } from '../../ports.ts';
import { decodeModel } from '../models/model-file.ts';

const keptVersions = 3;

/** Models in this process: gone when it ends. */
export class MemoryModels implements Models {
  readonly #all = new Map<number, Uint8Array>();

  async versions(): Promise<number[]> {
    return [...this.#all.keys()].sort((a, b) => b - a);
  }

  async read(version: number): Promise<SkillModel> {
    const bytes = this.#all.get(version);
    if (!bytes) throw new Error('there is no such version');
    return decodeModel(bytes);
  }

  async write(version: number, bytes: Uint8Array): Promise<void> {
    this.#all.set(version, bytes);
    for (const old of (await this.versions()).slice(keptVersions)) this.#all.delete(old);
  }

  async remove(version: number): Promise<void> {
    this.#all.delete(version);
  }
}
