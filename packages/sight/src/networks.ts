import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Band, bandsOf } from './bands.ts';
import { type Batch, batchesOf, packed } from './batches.ts';
import { centreY } from './boxes.ts';
import { decode, type ReadCharacter } from './ctc.ts';
import { type Frame, planes } from './frame.ts';
import { columnsPerStep, type LineCrop, readerHeight } from './line-crop.ts';
import type { SightFiles } from './manifest.ts';
import { cellPx, type LineMaps, type Proposal, peaks, withinFrame, withoutDuplicates } from './proposals.ts';

/** The finder's coarsest level is 1/32 of the picture. */
const frameStep = 32;
/** Found best on held-out pages; a line that is missed is worse than noise that is read. */
const lineFloor = 0.25;
/** More than any readable screen has; a picture of noise must not take minutes. */
const mostLines = 1000;

/** What the networks say, before words are made of it. */
export interface Networks {
  /** Boxes of lines of text, without duplicates, inside the picture. */
  findLines(frame: Frame): Promise<Box[]>;
  /** The characters on each crop, in the crops' order. */
  read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]>;
  close(): Promise<void>;
}

export async function openNetworks({ finder, reader }: SightFiles, threads: number): Promise<Networks> {
  const options = sessionOptions(threads);
  const finding = await InferenceSession.create(finder.bytes, options);
  const reading = await InferenceSession.create(reader.bytes, options);
  return {
    findLines: (frame) => findLines(finding, finder, frame),
    read: (crops) => readAll(reading, reader.alphabet, crops),
    close: async () => {
      await finding.release();
      await reading.release();
    },
  };
}

/** A spinning pool wins a millisecond and burns a core between requests; other work goes on beside this one. */
const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Plans are kept per shape, and crops have many: 120 MB more, no time won.
  enableMemPattern: false,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

type Finder = SightFiles['finder'];

async function findLines(session: InferenceSession, finder: Finder, frame: Frame): Promise<Box[]> {
  const found: Proposal[] = [];
  for (const band of bandsOf(frame.width, frame.height)) {
    const maps = await lineMaps(session, finder, frame, band);
    found.push(...peaks(maps, lineFloor, mostLines).flatMap((proposal) => owned(proposal, band)));
  }
  const best = found.sort((a, b) => b.score - a.score).slice(0, mostLines);
  return withinFrame(withoutDuplicates(best), frame.width, frame.height);
}

async function lineMaps(session: InferenceSession, finder: Finder, frame: Frame, band: Band): Promise<LineMaps> {
  const { width, height, values } = planes(frame, band.top, band.height, frameStep);
  const output = await session.run({ image: new Tensor('uint8', values, [1, 3, height, width]) });
  const cells = (width / cellPx) * (height / cellPx);
  const heat = floats(output, 'heat');
  return {
    heat: finder.lineClasses.map((kind) => heat.subarray(kind * cells, (kind + 1) * cells)),
    edges: floats(output, 'box').subarray(finder.lineGroup * 4 * cells, (finder.lineGroup + 1) * 4 * cells),
    width: width / cellPx,
    height: height / cellPx,
  };
}

function owned(proposal: Proposal, band: Band): Proposal[] {
  const box = { ...proposal.box, y: proposal.box.y + band.top };
  return centreY(box) >= band.ownFrom && centreY(box) < band.ownTo ? [{ ...proposal, box }] : [];
}

async function readAll(
  session: InferenceSession,
  alphabet: readonly string[],
  crops: readonly LineCrop[],
): Promise<ReadCharacter[][]> {
  const read: ReadCharacter[][] = crops.map(() => []);
  for (const batch of batchesOf(crops)) await readBatch(session, alphabet, crops, batch, read);
  return read;
}

async function readBatch(
  session: InferenceSession,
  alphabet: readonly string[],
  crops: readonly LineCrop[],
  batch: Batch,
  read: ReadCharacter[][],
): Promise<void> {
  const shape = [batch.members.length, 1, readerHeight, batch.width];
  const output = await session.run({ x: new Tensor('float32', packed(crops, batch), shape) });
  const classes = int32s(output, 'id');
  const confidences = floats(output, 'p');
  const steps = Math.floor(classes.length / batch.members.length);
  for (const [place, member] of batch.members.entries()) {
    const [from, to] = [place * steps, (place + 1) * steps];
    const own = Math.min(steps, Math.ceil((crops[member]?.width ?? 0) / columnsPerStep));
    read[member] = decode(classes.subarray(from, to), confidences.subarray(from, to), own, alphabet);
  }
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
