/** A decoded image: three bytes (red, green, blue) per pixel, row by row. */
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
  const { width, height, rgb } = frame;
  const levels = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < levels.length; i++, p += 3) {
    // Weights in 1/256: 0.299, 0.587, 0.114.
    levels[i] = (77 * at(rgb, p) + 150 * at(rgb, p + 1) + 29 * at(rgb, p + 2)) >> 8;
  }
  return { width, height, levels };
}

/** A read that is known to be inside. (`?? 0` costs nothing measurable and spares an assertion.) */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

/** The largest difference between two pixels over the three colours: also edges between colours of equal brightness count. */
export function contrast(rgb: Uint8Array, a: number, b: number): number {
  return Math.max(
    Math.abs(at(rgb, a) - at(rgb, b)),
    Math.abs(at(rgb, a + 1) - at(rgb, b + 1)),
    Math.abs(at(rgb, a + 2) - at(rgb, b + 2)),
  );
}
