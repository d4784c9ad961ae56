import { type LineCrop, readerHeight } from './line-crop.ts';

/** Crops that go through the reader together, padded to one width. */
export interface Batch {
  /** Places in the list the batch was made from. */
  readonly members: readonly number[];
  readonly width: number;
}

/** Larger batches are no quicker and keep the memory of the widest. */
const largest = 16;
/** Widths are padded to multiples of this, so that few shapes ever occur: each new shape costs the runtime a plan. */
const widthStep = 32;

const padded = (width: number): number => Math.ceil(width / widthStep) * widthStep;

/** Puts crops of like widths together, so that little padding is computed. */
export function batchesOf(crops: readonly LineCrop[]): Batch[] {
  const order = crops.map((crop, index) => ({ index, width: padded(crop.width) })).sort((a, b) => a.width - b.width);
  const batches: { members: number[]; width: number; narrowest: number }[] = [];
  for (const { index, width } of order) {
    const open = batches.at(-1);
    if (open && open.members.length < largest && width <= Math.max(open.narrowest * 1.3, open.narrowest + widthStep)) {
      open.members.push(index);
      open.width = width;
    } else {
      batches.push({ members: [index], width, narrowest: width });
    }
  }
  return batches;
}

/** One block of `members` lines of `width` columns; the padding is background. */
export function packed(crops: readonly LineCrop[], batch: Batch): Float32Array {
  const block = new Float32Array(batch.members.length * readerHeight * batch.width);
  for (const [place, member] of batch.members.entries()) {
    const crop = crops[member];
    if (!crop) continue;
    for (let y = 0; y < readerHeight; y++) {
      block.set(crop.values.subarray(y * crop.width, (y + 1) * crop.width), (place * readerHeight + y) * batch.width);
    }
  }
  return block;
}
