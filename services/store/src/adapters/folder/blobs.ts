import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentHash } from '../../domain/picture.ts';
import type { BlobBytes } from '../../ports.ts';

/** Blobs as files `ab/cd/<sha256>` in a folder; replicas share it through a common volume. */
export class FolderBlobs implements BlobBytes {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async write(sha256: string, data: Uint8Array): Promise<void> {
    const path = this.#path(sha256);
    const there = await readIfThere(path);
    if (there && contentHash(there) === sha256) return;
    await mkdir(dirname(path), { recursive: true });
    // Written aside and renamed: nobody ever sees half a blob, not even after a power cut.
    const aside = `${path}.${randomUUID()}.tmp`;
    try {
      await writeThrough(aside, data);
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  }

  async read(sha256: string): Promise<Uint8Array | undefined> {
    const data = await readIfThere(this.#path(sha256));
    if (data && contentHash(data) !== sha256) throw new Error(`blob ${sha256} is damaged on disk`);
    return data;
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.#path(sha256), { force: true });
  }

  #path(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function writeThrough(path: string, data: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx');
  await file.writeFile(data);
  await file.sync();
}

/** Makes the new name itself durable. Windows cannot do that to a folder, and need not. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}

const readIfThere = (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
