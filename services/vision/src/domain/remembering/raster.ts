import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { centreX, centreY } from '@karna/sight/boxes';
import { byteAt, type Frame, floatAt } from '@karna/sight/frame';

/** Brightness (0..255) or strength of edges, one number per pixel. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Where a pixel stands for more than this many of the frame, it is the mean of four samples. */
const coarse = 1.3;

/**
 * Cuts a part out of a frame and brings it to `width` x `height` pixels of brightness. What lies outside the frame continues its
 * edge. Exact enough for scales of 1/3 to any.
 */
export function sampled(frame: Frame, part: Box, width: number, height: number): Raster {
  const stepX = part.width / width;
  const stepY = part.height / height;
  const grey = greyPart(frame, part);
  const values = new Float32Array(width * height);
  const isCoarse = Math.max(stepX, stepY) > coarse;
  for (let y = 0, to = 0; y < height; y++) {
    const middleY = (y + 0.5) * stepY - 0.5;
    for (let x = 0; x < width; x++, to++) {
      const middleX = (x + 0.5) * stepX - 0.5;
      values[to] = isCoarse
        ? meanOfFour(grey, middleX, middleY, stepX / 4, stepY / 4)
        : brightness(grey, middleX, middleY);
    }
  }
  return { width, height, values };
}

const meanOfFour = (grey: GreyPart, x: number, y: number, beside: number, below: number): number =>
  (brightness(grey, x - beside, y - below) +
    brightness(grey, x + beside, y - below) +
    brightness(grey, x - beside, y + below) +
    brightness(grey, x + beside, y + below)) /
  4;

/** Brightness of the part's pixels and one more on each side; `left` and `top` say where its corner lies in the raster. */
interface GreyPart extends Raster {
  readonly left: number;
  readonly top: number;
}

function greyPart({ width, height, rgb }: Frame, part: Box): GreyPart {
  const fromX = Math.floor(part.x) - 1;
  const fromY = Math.floor(part.y) - 1;
  const columns = Math.ceil(part.x + part.width) + 2 - fromX;
  const rows = Math.ceil(part.y + part.height) + 2 - fromY;
  const values = new Float32Array(columns * rows);
  for (let row = 0, to = 0; row < rows; row++) {
    const line = Math.min(height - 1, Math.max(0, fromY + row)) * width;
    for (let column = 0; column < columns; column++, to++) {
      const pixel = (line + Math.min(width - 1, Math.max(0, fromX + column))) * 3;
      // ITU-R BT.601, as everywhere.
      values[to] = 0.299 * byteAt(rgb, pixel) + 0.587 * byteAt(rgb, pixel + 1) + 0.114 * byteAt(rgb, pixel + 2);
    }
  }
  return { width: columns, height: rows, values, left: part.x - fromX, top: part.y - fromY };
}

/** Between pixels, bilinear; in px from the part's corner. */
function brightness({ width, values, left, top }: GreyPart, x: number, y: number): number {
  const column = Math.floor(x + left);
  const row = Math.floor(y + top);
  const alongX = x + left - column;
  const alongY = y + top - row;
  const at = row * width + column;
  const above = floatAt(values, at) * (1 - alongX) + floatAt(values, at + 1) * alongX;
  const below = floatAt(values, at + width) * (1 - alongX) + floatAt(values, at + width + 1) * alongX;
  return above * (1 - alongY) + below * alongY;
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
  const values = new Float32Array(across.length);
  for (let pixel = 0; pixel < values.length; pixel++) {
    const [x, y] = [floatAt(across, pixel), floatAt(down, pixel)];
    values[pixel] = Math.min(255, Math.sqrt(x * x + y * y));
  }
  return { width: raster.width, height: raster.height, values };
}

/** The box of `width` x `height` with the same middle. */
export const around = (box: Box, width: number, height: number): Box => ({
  x: centreX(box) - width / 2,
  y: centreY(box) - height / 2,
  width,
  height,
});
