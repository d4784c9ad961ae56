import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Batch, batchesOf, packed } from './batches.ts';
import { decode, type ReadCharacter } from './ctc.ts';
import { type LineCrop, readerHeight } from './line-crop.ts';
import type { ReaderFile } from './pack.ts';
import { floats, int32s, openSession } from './sessions.ts';

/** Reads lines of text. */
export class ReaderNetwork {
  readonly #session: InferenceSession;
  readonly #alphabet: readonly string[];

  private constructor(session: InferenceSession, alphabet: string) {
    this.#session = session;
    this.#alphabet = [...alphabet];
  }

  static async open({ bytes, alphabet }: ReaderFile, threads: number): Promise<ReaderNetwork> {
    return new ReaderNetwork(await openSession(bytes, threads), alphabet);
  }

  /** The characters on each crop, in the crops' order. */
  async read(crops: readonly LineCrop[], signal?: AbortSignal): Promise<ReadCharacter[][]> {
    const read: ReadCharacter[][] = crops.map(() => []);
    for (const batch of batchesOf(crops)) {
      signal?.throwIfAborted();
      await this.#readBatch(crops, batch, read);
    }
    return read;
  }

  close(): Promise<void> {
    return this.#session.release();
  }

  async #readBatch(crops: readonly LineCrop[], batch: Batch, read: ReadCharacter[][]): Promise<void> {
    const shape = [batch.members.length, 1, readerHeight, batch.width];
    const output = await this.#session.run({ x: new Tensor('float32', packed(crops, batch), shape) });
    const classes = int32s(output, 'id');
    const confidences = floats(output, 'p');
    const steps = Math.floor(classes.length / batch.members.length);
    // How finely a reader looks is its own affair.
    const columns = batch.width / steps;
    for (const [place, member] of batch.members.entries()) {
      const [from, to] = [place * steps, (place + 1) * steps];
      const count = Math.min(steps, Math.ceil((crops[member]?.width ?? 0) / columns));
      const line = { classes: classes.subarray(from, to), confidences: confidences.subarray(from, to), count, columns };
      read[member] = decode(line, this.#alphabet);
    }
  }
}
