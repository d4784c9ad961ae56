import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../../domain/picture.ts';
import type { BlobBytes } from '../../ports.ts';
import { MemoryBytes } from '../memory/blobs.ts';
import { FolderBlobs } from './blobs.ts';

const data = new Uint8Array([1, 2, 3]);
const sha256 = contentHash(data);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'karna-blobs-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe.each<[string, () => BlobBytes]>([
  ['in a folder', () => new FolderBlobs(dir)],
  ['in memory', () => new MemoryBytes()],
])('bytes %s', (_, open) => {
  it('come back as they went', async () => {
    const blobs = open();
    await blobs.write(sha256, data);
    await blobs.write(sha256, data);
    expect([...((await blobs.read(sha256)) ?? [])]).toEqual([1, 2, 3]);
  });

  it('are not there before they are written and after they are removed', async () => {
    const blobs = open();
    expect(await blobs.read(sha256)).toBeUndefined();
    await blobs.write(sha256, data);
    await blobs.remove(sha256);
    await blobs.remove(sha256);
    expect(await blobs.read(sha256)).toBeUndefined();
  });
});

describe('a folder of blobs', () => {
  const path = () => join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  it('spreads them over folders by their hash', async () => {
    await new FolderBlobs(dir).write(sha256, data);
    expect((await stat(path())).size).toBe(3);
  });

  it('refuses bytes that are not what was written, and takes good ones in their place', async () => {
    const blobs = new FolderBlobs(dir);
    await blobs.write(sha256, data);
    await writeFile(path(), 'something else');
    await expect(blobs.read(sha256)).rejects.toThrow('damaged');
    await blobs.write(sha256, data);
    expect([...((await blobs.read(sha256)) ?? [])]).toEqual([1, 2, 3]);
  });

  it('writes one blob however many do so at once, and leaves nothing half written', async () => {
    const large = new Uint8Array(2_000_000).fill(7);
    const name = contentHash(large);
    await Promise.all(Array.from({ length: 8 }, () => new FolderBlobs(dir).write(name, large)));
    expect(await readdir(join(dir, name.slice(0, 2), name.slice(2, 4)))).toEqual([name]);
  });

  it('fails when it cannot write, and says why', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(new FolderBlobs(join(dir, 'file')).write(sha256, data)).rejects.toThrow(/ENOTDIR/);
  });
});
