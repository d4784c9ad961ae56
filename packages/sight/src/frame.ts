/** A picture: three bytes (red, green, blue) per pixel, row by row. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** One byte of brightness per pixel (ITU-R BT.601 weights, as the reader was trained on). */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8Array;
}

/** A read that is known to be inside. (`?? 0` costs nothing measurable and spares an assertion.) */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

export function greyOf({ width, height, rgb }: Frame): Grey {
  const levels = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < levels.length; i++, p += 3) {
    // Weights in 1/256: 0.299, 0.587, 0.114.
    levels[i] = (77 * at(rgb, p) + 150 * at(rgb, p + 1) + 29 * at(rgb, p + 2)) >> 8;
  }
  return { width, height, levels };
}

/** The largest difference between two pixels over the three colours: edges between colours of equal brightness count too. */
export function contrast(rgb: Uint8Array, a: number, b: number): number {
  return Math.max(
    Math.abs(at(rgb, a) - at(rgb, b)),
    Math.abs(at(rgb, a + 1) - at(rgb, b + 1)),
    Math.abs(at(rgb, a + 2) - at(rgb, b + 2)),
  );
}

/** Half as wide and high; each pixel is the mean of four. An odd last row or column is left out. */
export function halved(frame: Frame): Frame {
  const width = frame.width >> 1;
  const height = frame.height >> 1;
  const rgb = new Uint8Array(width * height * 3);
  const stride = frame.width * 3;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 2 * y * stride + 6 * x;
      for (let colour = from; colour < from + 3; colour++, to++) {
        const above = at(frame.rgb, colour) + at(frame.rgb, colour + 3);
        rgb[to] = (above + at(frame.rgb, colour + stride) + at(frame.rgb, colour + stride + 3) + 2) >> 2;
      }
    }
  }
  return { width, height, rgb };
}

/** The part of a picture inside whole px `left`, `top`, `width`, `height`. */
export function cut(frame: Frame, left: number, top: number, width: number, height: number): Frame {
  if (left === 0 && top === 0 && width === frame.width && height === frame.height) return frame;
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * frame.width + left) * 3;
    rgb.set(frame.rgb.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, rgb };
}

/**
 * The rows `top`..`top + height` as one plane per colour, padded with black to multiples of `step`: what a fully
 * convolutional network takes.
 */
export function planes(frame: Frame, top: number, height: number, step: number) {
  const width = Math.ceil(frame.width / step) * step;
  const rows = Math.ceil(height / step) * step;
  const size = width * rows;
  const values = new Uint8Array(3 * size);
  for (let y = 0; y < height; y++) {
    let from = (top + y) * frame.width * 3;
    for (let to = y * width; to < y * width + frame.width; to++, from += 3) {
      values[to] = at(frame.rgb, from);
      values[size + to] = at(frame.rgb, from + 1);
      values[2 * size + to] = at(frame.rgb, from + 2);
    }
  }
  return { width, height: rows, values };
}
