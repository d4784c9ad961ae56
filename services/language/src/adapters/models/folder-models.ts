import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshId } from '@karna/proto/ids';
import type { SkillModel } from '../../domain/skills/skill-model.ts';
import type { KeptVersion, Models } from '../../ports.ts';
import { decodeModel } from './model-file.ts';

/** `skills-7-1f0c….karna-model`: its version, and what it was learned from. Before prints there were names without. */
const namePattern = /^skills-(\d{1,15})(?:-([\da-f]{16}))?\.karna-model$/;
/** The one that serves, and those that can be gone back to. */
const keptVersions = 3;

/**
 * Models in a folder, one file a version, that replicas may share. A file appears whole or not at all: what was cut half-way is another
 * name. A version is taken by the first who links a file to it.
 */
export class FolderModels implements Models {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async versions(): Promise<KeptVersion[]> {
    return (await this.#files()).map(({ version, print }) => ({ version, print }));
  }

  async read(version: number): Promise<SkillModel> {
    const file = (await this.#files()).find((one) => one.version === version);
    return { ...decodeModel(await readFile(join(this.#dir, file?.name ?? `skills-${version}.karna-model`))), version };
  }

  async add(bytes: Uint8Array, print: string): Promise<number> {
    await mkdir(this.#dir, { recursive: true });
    const begun = join(this.#dir, `${freshId<string>('skills')}.part`);
    try {
      await writeFile(begun, bytes, { flush: true });
      const version = await this.#linked(begun, print);
      for (const { name } of (await this.#files()).slice(keptVersions))
        await rm(join(this.#dir, name), { force: true });
      return version;
    } finally {
      await rm(begun, { force: true });
    }
  }

  async remove(version: number): Promise<void> {
    for (const file of await this.#files()) {
      if (file.version === version) await rm(join(this.#dir, file.name), { force: true });
    }
  }

  async claim(print: string, forMs: number): Promise<boolean> {
    await mkdir(this.#dir, { recursive: true });
    const path = this.#claimOf(print);
    for (const isLast of [false, true]) {
      try {
        await (await open(path, 'wx')).close();
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      if (isLast || Date.now() - mtimeMs < forMs) return false;
      await rm(path, { force: true }); // whoever claimed it is gone
    }
    return false;
  }

  async release(print: string): Promise<void> {
    await rm(this.#claimOf(print), { force: true });
  }

  /** Newest first. */
  async #files(): Promise<(KeptVersion & { readonly name: string })[]> {
    const names = await readdir(this.#dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap((name) => {
        const [, version, print = ''] = namePattern.exec(name) ?? [];
        return version === undefined ? [] : [{ name, version: Number(version), print }];
      })
      .sort((a, b) => b.version - a.version);
  }

  /** Whoever holds a version's place, and finds the version free, has it to itself. */
  async #linked(begun: string, print: string): Promise<number> {
    for (let version = ((await this.#files())[0]?.version ?? 0) + 1; ; version += 1) {
      const place = join(this.#dir, `skills-${version}.place`);
      try {
        await link(begun, place);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw error;
      }
      try {
        if ((await this.#files()).some((file) => file.version === version)) continue;
        await link(begun, join(this.#dir, `skills-${version}-${print}.karna-model`));
        return version;
      } finally {
        await rm(place, { force: true });
      }
    }
  }

  #claimOf(print: string): string {
    return join(this.#dir, `learning-${createHash('sha256').update(print).digest('hex').slice(0, 16)}.claim`);
  }
}
