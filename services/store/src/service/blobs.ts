import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { contentHash, isHash } from '../domain/picture.ts';
import type { BlobBytes, UnitOfWork } from '../ports.ts';

const mediaTypePattern = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/;

/** Pictures and whatever else is too large for a task, named by content. */
export class BlobRecords {
  readonly #work: UnitOfWork;
  readonly #bytes: BlobBytes;
  readonly #clock: Clock;
  readonly #maxBytes: number;

  constructor(work: UnitOfWork, bytes: BlobBytes, clock: Clock, maxBytes: number) {
    this.#work = work;
    this.#bytes = bytes;
    this.#clock = clock;
    this.#maxBytes = maxBytes;
  }

  async put(data: Uint8Array, mediaType: string): Promise<string> {
    if (data.length > this.#maxBytes) {
      throw new DomainError('input.too_large', `a blob has at most ${this.#maxBytes} bytes`);
    }
    if (!mediaTypePattern.test(mediaType)) throw new DomainError('input.invalid', 'that is not a media type');
    const sha256 = contentHash(data);
    await this.#work.run(async (tx) => {
      // The record is held while the bytes are written: retention cannot remove them in between.
      await tx.blobs.keep({ sha256, mediaType, sizeBytes: data.length }, this.#clock.now());
      await this.#bytes.write(sha256, data);
    });
    return sha256;
  }

  async get(sha256: string): Promise<{ data: Uint8Array; mediaType: string }> {
    if (!isHash(sha256)) throw new DomainError('input.invalid', 'a blob is named by 64 hex digits');
    const record = await this.#work.read((tx) => tx.blobs.get(sha256));
    const data = record && (await this.#bytes.read(sha256));
    if (!record || !data) throw new DomainError('blob.not_found', 'there is no such blob (any more)');
    return { data, mediaType: record.mediaType };
  }

  /** Removes blobs that nobody needs any more; answers how many. */
  async removeUnused(before: Date, limit: number): Promise<number> {
    const unused = await this.#work.read((tx) => tx.blobs.unused(before, limit));
    let count = 0;
    for (const sha256 of unused) if (await this.#removeOne(sha256, before)) count += 1;
    return count;
  }

  #removeOne(sha256: string, before: Date): Promise<boolean> {
    return this.#work.run(async (tx) => {
      const removed = await tx.blobs.removeUnused(sha256, before);
      if (removed) await this.#bytes.remove(sha256);
      return removed;
    });
  }
}
