import type { Pixels } from '../domain/pixels.ts';
import type { Box } from '../ports.ts';

/** A picture to draw simple things on. Colours are 0xRRGGBB. */
export class Sheet implements Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly #words: Uint32Array;

  constructor(width: number, height: number, paper = 0xffffff) {
    this.width = width;
    this.height = height;
    this.#words = new Uint32Array(width * height).fill(paper);
    this.data = new Uint8Array(this.#words.buffer);
  }

  fill({ x, y, width, height }: Box, colour: number): this {
    for (let row = y; row < y + height; row++) {
      this.#words.fill(colour, row * this.width + x, row * this.width + x + width);
    }
    return this;
  }

  /** The border of a box, one px wide. */
  frame({ x, y, width, height }: Box, colour: number): this {
    this.fill({ x, y, width, height: 1 }, colour).fill({ x, y: y + height - 1, width, height: 1 }, colour);
    return this.fill({ x, y, width: 1, height }, colour).fill({ x: x + width - 1, y, width: 1, height }, colour);
  }

  /** Strokes where a text would have letters, every `pitch` px. */
  letters({ x, y, width, height }: Box, colour: number, pitch = 8): this {
    for (let at = x; at < x + width; at += pitch) this.fill({ x: at, y: y + 2, width: 2, height: height - 4 }, colour);
    return this;
  }

  colourAt(x: number, y: number): number {
    return (this.#words[y * this.width + x] ?? 0) & 0xffffff;
  }
}
