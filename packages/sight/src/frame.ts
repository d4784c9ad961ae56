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

export function greyOf(frame: Frame): Grey {
  const { width, height } = frame;
  const levels = new Uint8Array(width * height);
  makeGrey(frame, levels, 0, height);
  return { width, height, levels };
}

/** The same for a frame that differs from another one, whose brightness is known, in these rows only. */
export function greyAfter(
  known: Grey,
  frame: Frame,
  rows: readonly { readonly from: number; readonly to: number }[],
): Grey {
  const levels = known.levels.slice();
  for (const { from, to } of rows) makeGrey(frame, levels, from, Math.min(to, frame.height));
  return { width: frame.width, height: frame.height, levels };
}

function makeGrey({ width, rgb }: Frame, levels: Uint8Array, from: number, to: number): void {
  for (let i = from * width, p = 3 * i; i < to * width; i++, p += 3) {
    // Weights in 1/256: 0.299, 0.587, 0.114.
    levels[i] = (77 * byteAt(rgb, p) + 150 * byteAt(rgb, p + 1) + 29 * byteAt(rgb, p + 2)) >> 8;
  }
}

// Reads that are known to be inside: `?? 0` costs nothing measurable and spares an assertion. One function per kind of
// array, because a function that meets several kinds is not inlined: four times slower over a frame.

export const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;
export const intAt = (integers: Int32Array, index: number): number => integers[index] ?? 0;
export const floatAt = (values: Float32Array, index: number): number => values[index] ?? 0;

/** The largest difference between two pixels over the three colours: also edges between colours of equal brightness count. */
export function contrast(rgb: Uint8Array, a: number, b: number): number {
  const red = Math.abs(byteAt(rgb, a) - byteAt(rgb, b));
  const green = Math.abs(byteAt(rgb, a + 1) - byteAt(rgb, b + 1));
  const blue = Math.abs(byteAt(rgb, a + 2) - byteAt(rgb, b + 2));
  const larger = red > green ? red : green;
  return larger > blue ? larger : blue;
}

/** Part of a frame, in whole px. */
interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Half as wide and high; each pixel is the mean of four. An odd last row or column is left out. With `part`, only that
 * (in px of the half).
 */
export function halved(frame: Frame, part: Part = halfSize(frame)): Frame {
  const { width, height } = part;
  const source = frame.rgb;
  const rgb = new Uint8Array(width * height * 3);
  const stride = frame.width * 3;
  for (let y = 0, to = 0; y < height; y++) {
    let above = 2 * (part.y + y) * stride + 6 * part.x;
    for (let x = 0; x < width; x++, above += 6) {
      const below = above + stride;
      for (let colour = 0; colour < 3; colour++, to++) {
        const sum = byteAt(source, above + colour) + byteAt(source, above + colour + 3);
        rgb[to] = (sum + byteAt(source, below + colour) + byteAt(source, below + colour + 3) + 2) >> 2;
      }
    }
  }
  return { width, height, rgb };
}

/** All of the halved frame. */
export const halfSize = ({ width, height }: Frame): Part => ({ x: 0, y: 0, width: width >> 1, height: height >> 1 });

/**
 * A part of the frame as one plane per colour, padded to multiples of `step` with what follows in the frame and with
 * black beyond it: what a fully convolutional network takes. Uses `room` where it is enough.
 */
export function planes(frame: Frame, part: Part, step: number, room = new Uint8Array(0)) {
  const width = Math.ceil(part.width / step) * step;
  const height = Math.ceil(part.height / step) * step;
  const size = width * height;
  const values = room.length >= 3 * size ? room.subarray(0, 3 * size).fill(0) : new Uint8Array(3 * size);
  const { rgb } = frame;
  const columns = Math.min(width, frame.width - part.x);
  const rows = Math.min(height, frame.height - part.y);
  for (let y = 0; y < rows; y++) {
    let from = ((part.y + y) * frame.width + part.x) * 3;
    for (let to = y * width; to < y * width + columns; to++, from += 3) {
      values[to] = byteAt(rgb, from);
      values[size + to] = byteAt(rgb, from + 1);
      values[2 * size + to] = byteAt(rgb, from + 2);
    }
  }
  return { width, height, values };
}

/** The part of a picture inside whole px. */
export function cut(frame: Frame, { x, y, width, height }: Part): Frame {
  if (x === 0 && y === 0 && width === frame.width && height === frame.height) return frame;
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * frame.width + x) * 3;
    rgb.set(frame.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, rgb };
}
