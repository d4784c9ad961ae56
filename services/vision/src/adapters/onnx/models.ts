import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Batch, batchesOf, packed } from '../../domain/batches.ts';
import { decode, type ReadCharacter } from '../../domain/ctc.ts';
import { type Frame, planes } from '../../domain/frame.ts';
import { columnsPerStep, type LineCrop, readerHeight } from '../../domain/line-crop.ts';
import { networkStep } from '../../domain/looking/parts.ts';
import { cellPx, type HeatMaps, peaks } from '../../domain/proposals.ts';
import { roleOf } from '../../domain/roles.ts';
import type { Sighting } from '../../domain/sighting.ts';
import type { Models } from '../../ports.ts';
import { type Detector, floats, sightingOf } from './detector.ts';
import type { ModelFiles, ReaderFile } from './manifest.ts';
import { TwoNetworks } from './two-networks.ts';

/** Found best on held-out pages: elements at 0.3 (best F1 at 0.38, but a missed button costs more), lines at 0.25. */
const floors = { element: 0.3, line: 0.25 };
/** More than any readable screen has; a frame of noise must not take minutes. */
const most = 1500;

/** The networks on the CPU. */
export class OnnxModels implements Models {
  readonly #detector: Detector;
  readonly #reader: Reader;

  private constructor(detector: Detector, reader: Reader) {
    this.#detector = detector;
    this.#reader = reader;
  }

  static async open(files: ModelFiles, threads: number): Promise<OnnxModels> {
    const open = (bytes: Uint8Array) => InferenceSession.create(bytes, sessionOptions(threads));
    const detector =
      files.format === 1
        ? new TwoNetworks(await open(files.elements.bytes), await open(files.lines.bytes), files.elements.classes)
        : new ScreenNetwork(await open(files.screen.bytes), files.screen);
    return new OnnxModels(detector, new Reader(await open(files.reader.bytes), files.reader));
  }

  /** The first run of each shape plans its memory and takes twice as long: better now than on somebody's first click. */
  async warmUp(width: number, height: number): Promise<void> {
    const frame: Frame = { width, height, rgb: new Uint8Array(width * height * 3) };
    await this.detect(frame, { x: 0, y: 0, width, height });
    await this.detect(frame, { x: 0, y: 0, width: width >> 1, height: height >> 1 });
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

  detect(frame: Frame, part: Box): Promise<Sighting[]> {
    return this.#detector.detect(frame, part);
  }

  read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]> {
    return this.#reader.read(crops);
  }
}

/** One network for elements of every role and lines of text. */
class ScreenNetwork implements Detector {
  readonly #session: InferenceSession;
  readonly #roles: readonly Role[];
  readonly #floors: readonly number[];
  readonly #groups: readonly number[];

  constructor(
    session: InferenceSession,
    { classes, groups }: { classes: readonly string[]; groups: readonly number[] },
  ) {
    this.#session = session;
    this.#roles = classes.map(roleOf);
    this.#floors = classes.map((name) => (name === 'text' || name === 'heading' ? floors.line : floors.element));
    this.#groups = groups;
  }

  async detect(frame: Frame, part: Box): Promise<Sighting[]> {
    const maps = await this.#maps(frame, part);
    return peaks(maps, this.#floors, most).map((proposal) => sightingOf(proposal, this.#roles, part));
  }

  async #maps(frame: Frame, part: Box): Promise<HeatMaps> {
    const { width, height, values } = planes(frame, part, networkStep);
    const output = await this.#session.run({ image: new Tensor('uint8', values, [1, 3, height, width]) });
    return {
      heat: floats(output, 'heat'),
      edges: floats(output, 'box'),
      states: floats(output, 'state'),
      groups: this.#groups,
      width: width / cellPx,
      height: height / cellPx,
    };
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}

class Reader {
  readonly #session: InferenceSession;
  readonly #alphabet: string;

  constructor(session: InferenceSession, { alphabet }: ReaderFile) {
    this.#session = session;
    this.#alphabet = alphabet;
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

function int32s(output: InferenceSession.OnnxValueMapType, name: string): Int32Array {
  const value = output[name];
  if (value instanceof Tensor && value.data instanceof Int32Array) return value.data;
  throw new Error(`the model has no integer output "${name}"`);
}
