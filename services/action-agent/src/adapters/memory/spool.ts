import { DomainError } from '@karna/common/errors';
import { Act } from '@karna/proto/gen/recording/v1/recording';
import type { ActPicture, Spool } from '../../ports.ts';

interface Kept {
  readonly acts: Map<number, Uint8Array>;
  readonly pictures: Map<string, Uint8Array>;
}

/** Outlives the recorder that writes into it, as a folder does. */
export class MemorySpool implements Spool {
  readonly #kept = new Map<string, Kept>();
  readonly #maxBytes: number;

  constructor(maxBytes = Number.POSITIVE_INFINITY) {
    this.#maxBytes = maxBytes;
  }

  async recordings(): Promise<string[]> {
    return [...this.#kept.keys()].sort();
  }

  async add(recordingId: string, act: Act, pictures: readonly ActPicture[]): Promise<void> {
    if (!/^[\w-]+$/.test(recordingId)) throw new DomainError('input.invalid', 'that is no id of a recording');
    const kept = this.#kept.get(recordingId) ?? { acts: new Map(), pictures: new Map() };
    this.#kept.set(recordingId, kept);
    let room = this.#maxBytes - this.#bytes();
    for (const { sha256, data } of pictures) {
      room -= data.byteLength;
      if (room >= 0) kept.pictures.set(sha256, data.slice());
    }
    kept.acts.set(act.number, Act.encode(act).finish());
  }

  async waiting(recordingId: string): Promise<Act[]> {
    const acts = [...(this.#kept.get(recordingId)?.acts ?? [])].sort(([a], [b]) => a - b);
    return acts.map(([, bytes]) => Act.decode(bytes));
  }

  async picture(recordingId: string, sha256: string): Promise<Uint8Array | undefined> {
    return this.#kept.get(recordingId)?.pictures.get(sha256);
  }

  async drop(recordingId: string, upTo: number): Promise<void> {
    const kept = this.#kept.get(recordingId);
    if (!kept) return;
    for (const number of [...kept.acts.keys()]) if (number <= upTo) kept.acts.delete(number);
    const shown = new Set((await this.waiting(recordingId)).flatMap(({ before, after }) => [before, after]));
    for (const sha256 of [...kept.pictures.keys()]) if (!shown.has(sha256)) kept.pictures.delete(sha256);
    if (kept.acts.size === 0) this.#kept.delete(recordingId);
  }

  async forget(recordingId: string): Promise<void> {
    this.#kept.delete(recordingId);
  }

  #bytes(): number {
    const all = [...this.#kept.values()].flatMap(({ acts, pictures }) => [...acts.values(), ...pictures.values()]);
    return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}
