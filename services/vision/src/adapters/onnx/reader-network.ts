import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Batch, batchesOf, packed } from '../../domain/batches.ts';
import { decode, type ReadCharacter } from '../../domain/ctc.ts';
import { columnsPerStep, type LineCrop, readerHeight } from '../../domain/line-crop.ts';
import { floats } from './detector.ts';
import type { ReaderFile } from './manifest.ts';

/** Reads lines of text. */
export class ReaderNetwork {
  readonly #session: InferenceSession;
  readonly #alphabet: readonly string[];

  constructor(session: InferenceSession, { alphabet }: ReaderFile) {
    this.#session = session;
    this.#alphabet = [...alphabet];
  }

  async read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]> {
    const read: ReadCharacter[][] = crops.map(() => []);
    for (const batch of batchesOf(crops)) await this.#readBatch(crops, batch, read);
    return read;
  }

  async #readBatch(crops: readonly LineCrop[], batch: Batch, read: ReadCharacter[][]): Promise<void> {
    const shape = [batch.members.length, 1, readerHeight, batch.width];
    const output = await this.#session.run({ x: new Tensor('float32', packed(crops, batch), shape) });
    const classes = int32s(output, 'id');
    const confidences = floats(output, 'p');
    const steps = Math.floor(classes.length / batch.members.length);
    for (const [place, member] of batch.members.entries()) {
      const [from, to] = [place * steps, (place + 1) * steps];
      const own = Math.min(steps, Math.ceil((crops[member]?.width ?? 0) / columnsPerStep));
      read[member] = decode(classes.subarray(from, to), confidences.subarray(from, to), own, this.#alphabet);
    }
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}

function int32s(output: InferenceSession.OnnxValueMapType, name: string): Int32Array {
  const value = output[name];
  if (value instanceof Tensor && value.data instanceof Int32Array) return value.data;
  throw new Error(`the model has no integer output "${name}"`);
}
