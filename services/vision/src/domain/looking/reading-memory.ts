import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { ReadCharacter } from '@karna/sight/ctc';
import type { Grey } from '@karna/sight/frame';

/** What was read on a piece of the screen, wherever it stood. */
export interface Reading {
  readonly characters: readonly ReadCharacter[];
  /** Of the crop that the reader saw. */
  readonly width: number;
}

/**
 * What was read on which pixels: text that moves, stands there twice or comes back is not read again. Pixels are
 * compared, not hashes: nobody can draw something that passes for something else. Bounded by memory; the piece longest
 * unused goes first.
 */
export class ReadingMemory {
  readonly #maxBytes: number;
  readonly #kept = new Map<string, Reading>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(pixels: string): Reading | undefined {
    const found = this.#kept.get(pixels);
    if (!found) return undefined;
    this.#kept.delete(pixels);
    this.#kept.set(pixels, found);
    return found;
  }

  put(pixels: string, reading: Reading): void {
    const known = this.#kept.get(pixels);
    if (known) this.#bytes -= bytesOf(pixels, known);
    this.#kept.delete(pixels);
    this.#kept.set(pixels, reading);
    this.#bytes += bytesOf(pixels, reading);
    for (const [oldest, old] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= bytesOf(oldest, old);
    }
  }
}

const bytesOf = (pixels: string, reading: Reading): number => 128 + pixels.length + reading.characters.length * 64;

/** Grows with the largest box; a key is made of it at once. */
let room = Buffer.alloc(16_384);

/** The pixels of a box in whole px inside the picture, as a key: one character per pixel, and how wide it is. */
export function pixelsOf(grey: Grey, { x, y, width, height }: Box): string {
  if (width * height > room.length) room = Buffer.alloc(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * grey.width + x;
    room.set(grey.levels.subarray(from, from + width), row * width);
  }
  return `${width}:${room.toString('latin1', 0, width * height)}`;
}
