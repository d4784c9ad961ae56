import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { byteAt, floatAt, type Grey, intAt } from './frame.ts';

/** The reader looks at lines of this height (px). */
export const readerHeight = 32;
/** Lines are also stretched sideways, as in training: narrow letters get more steps. */
const stretch = 1.2;
const narrowest = 16;
/** Crops are cut with so much room beside the ink (px). */
export const marginPx = 2;

/** A line of text made ready for the reader: brightness around 0, ink positive. */
export interface LineCrop {
  /** Where it was cut from: whole px, inside the frame. */
  readonly box: Box;
  readonly width: number;
  /** `readerHeight` rows of `width`. */
  readonly values: Float32Array;
}

export function cropLine(grey: Grey, box: Box): LineCrop {
  const width = Math.max(narrowest, Math.round((box.width * readerHeight * stretch) / box.height));
  return { box, width, values: normalised(resampled(grey, box, width)) };
}

/** Bilinear when growing, averaging when shrinking: the whole weight of each source pixel arrives somewhere. */
function resampled(grey: Grey, box: Box, width: number): Float32Array {
  const columns = mixOf(width, box.width);
  const rows = mixOf(readerHeight, box.height);
  const values = new Float32Array(width * readerHeight);
  const row = new Float32Array(box.width);
  for (let y = 0; y < readerHeight; y++) {
    mixRows(grey, box, rows, y, row);
    for (let x = 0; x < width; x++) {
      const first = intAt(columns.first, x);
      let sum = 0;
      for (let tap = 0; tap < columns.taps; tap++) {
        sum += floatAt(columns.weights, x * columns.taps + tap) * floatAt(row, first + tap);
      }
      values[y * width + x] = sum;
    }
  }
  return values;
}

/** One row of the crop before it is stretched sideways. */
function mixRows(grey: Grey, box: Box, rows: Mix, y: number, row: Float32Array): void {
  row.fill(0);
  for (let tap = 0; tap < rows.taps; tap++) {
    const weight = floatAt(rows.weights, y * rows.taps + tap);
    if (weight === 0) continue;
    const from = (box.y + intAt(rows.first, y) + tap) * grey.width + box.x;
    for (let x = 0; x < row.length; x++) row[x] = floatAt(row, x) + weight * byteAt(grey.levels, from + x);
  }
}

/** For each output place: `taps` source pixels from `first` on, and how much of each is in it. */
interface Mix {
  readonly taps: number;
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

/** A triangle around each place (pixel centres aligned), at least one source pixel to both sides; edges are not exceeded. */
function mixOf(count: number, source: number): Mix {
  const reach = Math.max(1, source / count);
  // No more whole numbers lie in the triangle, its left corner included.
  const taps = Math.min(source, Math.ceil(2 * reach));
  const first = new Int32Array(count);
  const weights = new Float32Array(count * taps);
  for (let i = 0; i < count; i++) {
    const place = ((i + 0.5) * source) / count - 0.5;
    const start = Math.min(source - taps, Math.max(0, Math.ceil(place - reach)));
    first[i] = start;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += Math.max(0, 1 - Math.abs(start + tap - place) / reach);
    for (let tap = 0; tap < taps; tap++) {
      weights[i * taps + tap] = Math.max(0, 1 - Math.abs(start + tap - place) / reach) / sum;
    }
  }
  return { taps, first, weights };
}

/**
 * Takes the theme away: the median is the background and becomes 0, the ink becomes positive whether it was darker or
 * brighter, and the strongest of it comes near 1 (the 8 keeps an empty crop from becoming noise).
 */
function normalised(values: Float32Array): Float32Array {
  const background = median(values);
  let strongest = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = floatAt(values, i) - background;
    values[i] = distance;
    sum += distance;
    strongest = Math.max(strongest, Math.abs(distance));
  }
  const scale = (sum >= 0 ? 1 : -1) / (strongest + 8);
  for (let i = 0; i < values.length; i++) values[i] = floatAt(values, i) * scale;
  return values;
}

/** To the nearest of 256 levels, which is as exact as the picture; counting is far quicker than sorting. */
function median(values: Float32Array): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) {
    const level = (floatAt(values, i) + 0.5) | 0;
    counts[level] = (counts[level] ?? 0) + 1;
  }
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += counts[level] ?? 0;
    if (seen * 2 > values.length) return level;
  }
  return 0;
}
