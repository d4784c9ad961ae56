import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Find } from '../../domain/assembling.ts';
import { type Band, bandsOf } from '../../domain/bands.ts';
import { type Batch, batchesOf, packed } from '../../domain/batches.ts';
import { decode, type ReadCharacter } from '../../domain/ctc.ts';
import { type Frame, planes } from '../../domain/frame.ts';
import { centreY } from '../../domain/geometry.ts';
import { columnsPerStep, type LineCrop, readerHeight } from '../../domain/line-crop.ts';
import {
  cellPx,
  type HeatMaps,
  type Proposal,
  peaks,
  sameElement,
  sameLine,
  withinFrame,
  withoutDuplicates,
} from '../../domain/proposals.ts';
import { roleOf } from '../../domain/roles.ts';
import type { Models } from '../../ports.ts';
import type { ModelFiles } from './manifest.ts';

/** The network's coarsest level is 1/32 of the frame. */
const frameStep = 32;
/** Found best on held-out pages: elements at 0.3 (best F1 at 0.38, but a missed button costs more), lines at 0.25. */
const floors = { elements: 0.3, lines: 0.25 };
/** More than any readable screen has; a frame of noise must not take minutes. */
const most = { elements: 500, lines: 1000 };

/** The three networks on the CPU. */
export class OnnxModels implements Models {
  readonly #elements: InferenceSession;
  readonly #lines: InferenceSession;
  readonly #reader: InferenceSession;
  readonly #classes: readonly string[];
  readonly #alphabet: string;

  private constructor(sessions: readonly [InferenceSession, InferenceSession, InferenceSession], files: ModelFiles) {
    [this.#elements, this.#lines, this.#reader] = sessions;
    this.#classes = files.elements.classes;
    this.#alphabet = files.reader.alphabet;
  }

  static async open(files: ModelFiles, threads: number): Promise<OnnxModels> {
    const open = (bytes: Uint8Array) => InferenceSession.create(bytes, sessionOptions(threads));
    const elements = await open(files.elements.bytes);
    const lines = await open(files.lines.bytes);
    return new OnnxModels([elements, lines, await open(files.reader.bytes)], files);
  }

  /** The first run of each shape plans its memory and takes twice as long: better now than on somebody's first click. */
  async warmUp(width: number, height: number): Promise<void> {
    const frame: Frame = { width, height, rgb: new Uint8Array(width * height * 3) };
    await this.detectElements(frame);
    await this.detectLines(frame);
    const crop: LineCrop = {
      box: { x: 0, y: 0, width: 1, height: 1 },
      width: 96,
      values: new Float32Array(96 * readerHeight),
    };
    await this.read([crop]);
  }

  async close(): Promise<void> {
    for (const session of [this.#elements, this.#lines, this.#reader]) await session.release();
  }

  async detectElements(frame: Frame): Promise<Find[]> {
    const found = await this.#detect(this.#elements, frame, { floor: floors.elements, limit: most.elements });
    return withinFrame(withoutDuplicates(found, sameElement), frame.width, frame.height, { width: 5, height: 5 }).map(
      ({ box, kind, score }) => ({ box, score, role: roleOf(this.#classes[kind] ?? '') }),
    );
  }

  async detectLines(frame: Frame): Promise<Box[]> {
    const found = await this.#detect(this.#lines, frame, { floor: floors.lines, limit: most.lines });
    const kept = withinFrame(withoutDuplicates(found, sameLine), frame.width, frame.height, { width: 3, height: 4 });
    return kept.map(({ box }) => box);
  }

  async read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]> {
    const read: ReadCharacter[][] = crops.map(() => []);
    for (const batch of batchesOf(crops)) await this.#readBatch(crops, batch, read);
    return read;
  }

  async #detect(session: InferenceSession, frame: Frame, keep: { floor: number; limit: number }): Promise<Proposal[]> {
    const found: Proposal[] = [];
    for (const band of bandsOf(frame.width, frame.height)) {
      const maps = await heatMaps(session, frame, band);
      found.push(...peaks(maps, keep.floor, keep.limit).flatMap((proposal) => owned(proposal, band)));
    }
    return found.sort((a, b) => b.score - a.score).slice(0, keep.limit);
  }

  async #readBatch(crops: readonly LineCrop[], batch: Batch, read: ReadCharacter[][]): Promise<void> {
    const shape = [batch.members.length, 1, readerHeight, batch.width];
    const output = await this.#reader.run({ x: new Tensor('float32', packed(crops, batch), shape) });
    const classes = int32s(output, 'id');
    const confidences = floats(output, 'p');
    const steps = Math.floor(classes.length / batch.members.length);
    for (const [place, member] of batch.members.entries()) {
      const [from, to] = [place * steps, (place + 1) * steps];
      const own = Math.min(steps, Math.ceil((crops[member]?.width ?? 0) / columnsPerStep));
      read[member] = decode(classes.subarray(from, to), confidences.subarray(from, to), own, this.#alphabet);
    }
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

async function heatMaps(session: InferenceSession, frame: Frame, band: Band): Promise<HeatMaps> {
  const { width, height, values } = planes(frame, band.top, band.height, frameStep);
  const output = await session.run({ image: new Tensor('uint8', values, [1, 3, height, width]) });
  const heat = floats(output, 'heat');
  const cells = (width / cellPx) * (height / cellPx);
  return {
    heat,
    edges: floats(output, 'box'),
    classes: heat.length / cells,
    width: width / cellPx,
    height: height / cellPx,
  };
}

function owned(proposal: Proposal, band: Band): Proposal[] {
  const box = { ...proposal.box, y: proposal.box.y + band.top };
  return centreY(box) >= band.ownFrom && centreY(box) < band.ownTo ? [{ ...proposal, box }] : [];
}

function floats(output: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const value = output[name];
  if (value instanceof Tensor && value.data instanceof Float32Array) return value.data;
  throw new Error(`the model has no float output "${name}"`);
}

function int32s(output: InferenceSession.OnnxValueMapType, name: string): Int32Array {
  const value = output[name];
  if (value instanceof Tensor && value.data instanceof Int32Array) return value.data;
  throw new Error(`the model has no integer output "${name}"`);
}
