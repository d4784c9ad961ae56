import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { byteAt, type Frame, floatAt } from '../frame.ts';
import { centreX, centreY } from '../geometry.ts';

/** Brightness (0..255) or strength of edges, one number per pixel. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/**
 * Cuts a part out of a frame and brings it to `width` x `height` pixels of brightness. What lies outside the frame continues its
 * edge. Each pixel is the mean of four samples: enough for scales of 1/4 to 4.
 */
export function sampled(frame: Frame, part: Box, width: number, height: number): Raster {
  const values = new Float32Array(width * height);
  const stepX = part.width / width;
  const stepY = part.height / height;
  for (let y = 0, to = 0; y < height; y++) {
    const upper = part.y + (y + 0.25) * stepY - 0.5;
    const lower = part.y + (y + 0.75) * stepY - 0.5;
    for (let x = 0; x < width; x++, to++) {
      const left = part.x + (x + 0.25) * stepX - 0.5;
      const right = part.x + (x + 0.75) * stepX - 0.5;
      values[to] =
        (brightness(frame, left, upper) +
          brightness(frame, right, upper) +
          brightness(frame, left, lower) +
          brightness(frame, right, lower)) /
        4;
    }
  }
  return { width, height, values };
}

/** Between pixels, bilinear. */
function brightness(frame: Frame, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const alongX = x - left;
  const alongY = y - top;
  const above = level(frame, left, top) * (1 - alongX) + level(frame, left + 1, top) * alongX;
  const below = level(frame, left, top + 1) * (1 - alongX) + level(frame, left + 1, top + 1) * alongX;
  return above * (1 - alongY) + below * alongY;
}

function level({ width, height, rgb }: Frame, x: number, y: number): number {
  const column = x < 0 ? 0 : x >= width ? width - 1 : x;
  const row = y < 0 ? 0 : y >= height ? height - 1 : y;
  const pixel = (row * width + column) * 3;
  // ITU-R BT.601, as everywhere.
  return 0.299 * byteAt(rgb, pixel) + 0.587 * byteAt(rgb, pixel + 1) + 0.114 * byteAt(rgb, pixel + 2);
}

/** Horizontal and vertical slope of each pixel; 0 at the rim. */
export function slopes({ width, height, values }: Raster): { across: Float32Array; down: Float32Array } {
  const across = new Float32Array(values.length);
  const down = new Float32Array(values.length);
  for (let y = 1; y < height - 1; y++) {
    for (let pixel = y * width + 1; pixel < (y + 1) * width - 1; pixel++) {
      across[pixel] = floatAt(values, pixel + 1) - floatAt(values, pixel - 1);
      down[pixel] = floatAt(values, pixel + width) - floatAt(values, pixel - width);
    }
  }
  return { across, down };
}

/** How strong the edge at each pixel is: the same when light and dark change places. */
export function edgesOf(raster: Raster): Raster {
  const { across, down } = slopes(raster);
  const values = across.map((slope, pixel) => Math.min(255, Math.hypot(slope, floatAt(down, pixel))));
  return { width: raster.width, height: raster.height, values };
}

/** The box of `width` x `height` with the same middle. */
export const around = (box: Box, width: number, height: number): Box => ({
  x: centreX(box) - width / 2,
  y: centreY(box) - height / 2,
  width,
  height,
});
