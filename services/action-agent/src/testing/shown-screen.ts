import { freshId } from '@karna/proto/ids';
import { clipped } from '../domain/geometry.ts';
import { type Box, everything, type FrameId, type RawFrame, type Screen } from '../ports.ts';
import type { Sheet } from './drawing.ts';

/** A screen that shows a sheet, and says where something was drawn when it is told. */
export class ShownScreen implements Pick<Screen, 'captureRegion' | 'follow' | 'displays'> {
  sheet: Sheet;
  captures = 0;
  #drawn: Box[] = [];
  #changed = (): void => {};

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  drawn(...boxes: Box[]): void {
    this.#drawn.push(...boxes);
    this.#changed();
  }

  /** Another size. */
  become(sheet: Sheet): void {
    this.sheet = sheet;
    this.drawn(everything);
  }

  async captureRegion(wanted: Box): Promise<RawFrame> {
    const { sheet } = this;
    const box = clipped(wanted, sheet) ?? { x: 0, y: 0, width: 0, height: 0 };
    const pixels = new Uint8Array(box.width * box.height * 4);
    for (let row = 0; row < box.height; row++) {
      const start = ((box.y + row) * sheet.width + box.x) * 4;
      pixels.set(sheet.data.subarray(start, start + box.width * 4), row * box.width * 4);
    }
    this.captures += 1;
    const id = freshId<FrameId>('frame');
    const { width, height } = box;
    return { id, box, width, height, stride: width * 4, pixels, capturedAt: new Date(), capturedElapsedMs: 0 };
  }

  async displays() {
    const { width, height } = this.sheet;
    return [{ id: 'sheet', box: { x: 0, y: 0, width, height }, primary: true }];
  }

  async follow(changed: () => void) {
    this.#changed = changed;
    this.#drawn = [everything];
    return {
      take: () => this.#drawn.splice(0),
      pointer: async () => ({ at: { x: 1, y: 2 }, look: 1, shape: undefined }),
      close: () => {
        this.#changed = () => {};
      },
    };
  }
}
