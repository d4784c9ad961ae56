import type { Size } from '../geometry.ts';
import { Pacing } from './pacing.ts';
import { TileSet } from './tiles.ts';

/** One who watches: what of the picture it does not have yet, and what it has only nearly. */
export class Viewer {
  readonly id: string;
  readonly pacing = new Pacing();
  /** To be sent as it then is. */
  missing: TileSet;
  /** Sent as JPEG, to be sent exactly once it rests. */
  inexact: TileSet;
  /** Heard of last, by the monotonic clock (ms). */
  heardMs: number;
  /** It has been told where the pointer is, the monitors and whose the hands are. */
  isTold = false;

  constructor(id: string, size: Size, nowMs: number) {
    this.id = id;
    this.heardMs = nowMs;
    this.missing = new TileSet(size);
    this.inexact = new TileSet(size);
    this.missing.addAll();
  }

  /** It has everything up to the last update, and gets the next as it happens. */
  get isCurrent(): boolean {
    return this.missing.isEmpty && this.pacing.hasRoom;
  }

  /** The desktop has another size: nothing that it has is of use. */
  resize(size: Size): void {
    this.missing = new TileSet(size);
    this.inexact = new TileSet(size);
    this.missing.addAll();
  }
}
