import type { SkillModel } from '../../domain/skills/skill-model.ts';
import type { KeptVersion, Models } from '../../ports.ts';
import { decodeModel } from '../models/model-file.ts';

const keptVersions = 3;

/** Models in this process: gone when it ends. */
export class MemoryModels implements Models {
  readonly #all = new Map<number, { readonly bytes: Uint8Array; readonly print: string }>();
  readonly #claims = new Map<string, number>();

  async versions(): Promise<KeptVersion[]> {
    return [...this.#all].map(([version, { print }]) => ({ version, print })).sort((a, b) => b.version - a.version);
  }

  async read(version: number): Promise<SkillModel> {
    const kept = this.#all.get(version);
    if (!kept) throw new Error('there is no such version');
    return { ...decodeModel(kept.bytes), version };
  }

  async add(bytes: Uint8Array, print: string): Promise<number> {
    const version = Math.max(0, ...this.#all.keys()) + 1;
    this.#all.set(version, { bytes, print });
    for (const old of (await this.versions()).slice(keptVersions)) this.#all.delete(old.version);
    return version;
  }

  async remove(version: number): Promise<void> {
    this.#all.delete(version);
  }

  async claim(print: string, forMs: number): Promise<boolean> {
    const since = performance.now() - (this.#claims.get(print) ?? Number.NEGATIVE_INFINITY);
    if (since < forMs) return false;
    this.#claims.set(print, performance.now());
    return true;
  }

  async release(print: string): Promise<void> {
    this.#claims.delete(print);
  }
}
