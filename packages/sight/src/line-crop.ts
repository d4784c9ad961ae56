import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { at, type Grey } from './frame.ts';

/** The reader looks at lines of this height (px). */
export const readerHeight = 32;
/** Lines are also stretched sideways, as in training: narrow letters get more steps. */
const stretch = 1.2;
/** The reader answers once per so many columns. */
export const columnsPerStep = 4;
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

/** Bilinear, with pixel centres aligned and edges repeated. */
function resampled(grey: Grey, box: Box, width: number): Float32Array {
  const values = new Float32Array(width * readerHeight);
  const columns = samplePoints(width, box.width);
  const rows = samplePoints(readerHeight, box.height);
  for (let y = 0; y < readerHeight; y++) {
    const above = (box.y + at(rows.first, y)) * grey.width + box.x;
    const below = (box.y + at(rows.second, y)) * grey.width + box.x;
    const lower = at(rows.share, y);
    for (let x = 0; x < width; x++) {
      const a = at(columns.first, x);
      const b = at(columns.second, x);
      const rightward = at(columns.share, x);
      const top = at(grey.levels, above + a) * (1 - rightward) + at(grey.levels, above + b) * rightward;
      const base = at(grey.levels, below + a) * (1 - rightward) + at(grey.levels, below + b) * rightward;
      values[y * width + x] = top * (1 - lower) + base * lower;
    }
  }
  return values;
}

/** For each of `count` output places: the two source pixels it lies between, and how far it is towards the second. */
function samplePoints(count: number, source: number) {
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const share = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const place = Math.min(source - 1, Math.max(0, ((i + 0.5) * source) / count - 0.5));
    first[i] = Math.floor(place);
    second[i] = Math.min(source - 1, Math.floor(place) + 1);
    share[i] = place - Math.floor(place);
  }
  return { first, second, share };
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
    const distance = at(values, i) - background;
    values[i] = distance;
    sum += distance;
    strongest = Math.max(strongest, Math.abs(distance));
  }
  const scale = (sum >= 0 ? 1 : -1) / (strongest + 8);
  for (let i = 0; i < values.length; i++) values[i] = at(values, i) * scale;
  return values;
}

/** To the nearest of 256 levels, which is as exact as the picture; counting is far quicker than sorting. */
function median(values: Float32Array): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) {
    const level = Math.round(at(values, i));
    counts[level] = at(counts, level) + 1;
  }
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += at(counts, level);
    if (seen * 2 > values.length) return level;
  }
  return 0;
}
