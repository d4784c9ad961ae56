import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SkillModel } from '../../domain/skills/skill-model.ts';
import type { Models } from '../../ports.ts';
import { decodeModel } from './model-file.ts';

const namePattern = /^skills-(\d{1,15})\.karna-model$/;
/** The one that serves, and those that can be gone back to. */
const keptVersions = 3;

/** Models in a folder, one file a version. A file appears whole or not at all: what was cut half-way is another name, and is cleared away. */
export class FolderModels implements Models {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async versions(): Promise<number[]> {
    const names = await readdir(this.#dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a);
  }

  async read(version: number): Promise<SkillModel> {
    return decodeModel(await readFile(this.#path(version)));
  }

  async write(version: number, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const begun = `${this.#path(version)}.${process.pid}.part`;
    await writeFile(begun, bytes, { flush: true });
    await rename(begun, this.#path(version));
    for (const old of (await this.versions()).slice(keptVersions)) await this.remove(old);
  }

  async remove(version: number): Promise<void> {
    await rm(this.#path(version), { force: true });
  }

  #path(version: number): string {
    return join(this.#dir, `skills-${version}.karna-model`);
  }
}
