import type { BlobBytes, BlobRecord, BlobRecords } from '../../ports.ts';
import type { State } from './state.ts';

export class MemoryBlobs implements BlobRecords {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  async keep(blob: BlobRecord, now: Date): Promise<void> {
    const known = this.#state.blobs.get(blob.sha256);
    const referencedAt = known && known.referencedAt > now ? known.referencedAt : now;
    this.#state.blobs.set(blob.sha256, { ...(known ?? blob), referencedAt });
  }

  async get(sha256: string): Promise<BlobRecord | undefined> {
    const known = this.#state.blobs.get(sha256);
    return known && { sha256, mediaType: known.mediaType, sizeBytes: known.sizeBytes };
  }

  async countUnused(before: Date): Promise<number> {
    return [...this.#state.blobs.values()].filter((blob) => this.#isUnused(blob, before)).length;
  }

  async unused(before: Date, limit: number): Promise<readonly string[]> {
    return [...this.#state.blobs.values()]
      .filter((blob) => this.#isUnused(blob, before))
      .sort((a, b) => a.referencedAt.getTime() - b.referencedAt.getTime())
      .map(({ sha256 }) => sha256)
      .slice(0, limit);
  }

  async removeUnused(sha256: string, before: Date): Promise<boolean> {
    const known = this.#state.blobs.get(sha256);
    return known !== undefined && this.#isUnused(known, before) && this.#state.blobs.delete(sha256);
  }

  #isUnused({ sha256, referencedAt }: { sha256: string; referencedAt: Date }, before: Date): boolean {
    const needed = [...this.#state.tasks.values()].some(
      ({ task: { finishedAt }, pictures }) =>
        pictures.has(sha256) && (finishedAt === undefined || finishedAt >= before),
    );
    const recorded = [...this.#state.recordings.values()].some(
      ({ recording: { endedAt }, pictures }) => pictures.has(sha256) && (endedAt === undefined || endedAt >= before),
    );
    return referencedAt < before && !needed && !recorded;
  }
}

/** Bytes in memory, for tests. */
export class MemoryBytes implements BlobBytes {
  readonly #all = new Map<string, Uint8Array>();

  async write(sha256: string, data: Uint8Array): Promise<void> {
    this.#all.set(sha256, data.slice());
  }

  async read(sha256: string): Promise<Uint8Array | undefined> {
    return this.#all.get(sha256)?.slice();
  }

  async remove(sha256: string): Promise<void> {
    this.#all.delete(sha256);
  }
}
