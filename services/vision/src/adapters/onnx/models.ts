import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { InferenceSession } from 'onnxruntime-node';
import type { ReadCharacter } from '../../domain/ctc.ts';
import type { Frame } from '../../domain/frame.ts';
import { type LineCrop, readerHeight } from '../../domain/line-crop.ts';
import type { Sighting } from '../../domain/sighting.ts';
import type { Models } from '../../ports.ts';
import type { Detector } from './detector.ts';
import type { ModelFiles } from './manifest.ts';
import { ReaderNetwork } from './reader-network.ts';
import { ScreenNetwork } from './screen-network.ts';
import { TwoNetworks } from './two-networks.ts';

/** The networks on the CPU. */
export class OnnxModels implements Models {
  readonly #detector: Detector;
  readonly #reader: ReaderNetwork;

  private constructor(detector: Detector, reader: ReaderNetwork) {
    this.#detector = detector;
    this.#reader = reader;
  }

  static async open(files: ModelFiles, threads: number): Promise<OnnxModels> {
    const open = (bytes: Uint8Array) => InferenceSession.create(bytes, sessionOptions(threads));
    const detector =
      files.format === 1
        ? new TwoNetworks(await open(files.elements.bytes), await open(files.lines.bytes), files.elements.classes)
        : new ScreenNetwork(await open(files.screen.bytes), files.screen);
    return new OnnxModels(detector, new ReaderNetwork(await open(files.reader.bytes), files.reader));
  }

  /** The first run of each shape plans its memory and takes twice as long: better now than on somebody's first click. */
  async warmUp(width: number, height: number): Promise<void> {
    const frame: Frame = { width, height, rgb: new Uint8Array(width * height * 3) };
    await this.detect(frame, { x: 0, y: 0, width, height }, 'whole');
    await this.detect(frame, { x: 0, y: 0, width: width >> 1, height: height >> 1 }, 'halved');
    const crop: LineCrop = {
      box: { x: 0, y: 0, width: 1, height: 1 },
      width: 96,
      values: new Float32Array(96 * readerHeight),
    };
    await this.read([crop]);
  }

  async close(): Promise<void> {
    await this.#detector.close();
    await this.#reader.close();
  }

  detect(frame: Frame, part: Box, size: 'whole' | 'halved'): Promise<Sighting[]> {
    return this.#detector.detect(frame, part, size);
  }

  read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]> {
    return this.#reader.read(crops);
  }
}

/** A spinning pool wins a millisecond and burns a core between requests; other services run beside this one. */
const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Plans are kept per shape, and crops have many: 120 MB more, no time won.
  enableMemPattern: false,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
