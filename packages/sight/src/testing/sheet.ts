import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Frame, Grey } from '../frame.ts';

/** A grey picture to draw simple things on. */
export class Sheet implements Grey {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8Array;

  constructor(width: number, height: number, paper = 255) {
    this.width = width;
    this.height = height;
    this.levels = new Uint8Array(width * height).fill(paper);
  }

  fill({ x, y, width, height }: Box, level: number): this {
    for (let row = y; row < y + height; row++)
      this.levels.fill(level, row * this.width + x, row * this.width + x + width);
    return this;
  }

  disc(centreX: number, centreY: number, radius: number, level: number): this {
    for (let y = Math.floor(centreY - radius); y <= centreY + radius; y++) {
      for (let x = Math.floor(centreX - radius); x <= centreX + radius; x++) {
        if (Math.hypot(x - centreX, y - centreY) <= radius) this.levels[y * this.width + x] = level;
      }
    }
    return this;
  }

  /** Upright strokes, as letters have them. */
  strokes({ x, y, width, height }: Box, level: number, pitch = 5): this {
    for (let at = x; at + 2 <= x + width; at += pitch) this.fill({ x: at, y, width: 2, height }, level);
    return this;
  }

  /** The same in three equal colours. */
  get frame(): Frame {
    const rgb = new Uint8Array(this.levels.length * 3);
    for (let at = 0; at < rgb.length; at++) rgb[at] = this.levels[Math.floor(at / 3)] ?? 0;
    return { width: this.width, height: this.height, rgb };
  }
}
