import type { BatchResult } from '@karna/proto/gen/agent/v1/agent';
import type { Pixels } from './pixels.ts';

/** Enough for every batch of a task that a planner may ask about again after a lost connection. */
const maxResults = 64;
/** Results that keep their pictures; those of older ones are dropped, what was done is not. */
const maxWithPictures = 4;

/** The results of the last batches, so that an order that arrives twice is not carried out twice. */
export class RecentResults {
  readonly #byId = new Map<string, BatchResult>();

  get(batchId: string): BatchResult | undefined {
    return this.#byId.get(batchId);
  }

  add(result: BatchResult): void {
    this.#byId.set(result.batchId, result);
    const ids = [...this.#byId.keys()];
    for (const id of ids.slice(0, -maxResults)) this.#byId.delete(id);
    const outdated = ids.at(-1 - maxWithPictures);
    const older = outdated === undefined ? undefined : this.#byId.get(outdated);
    if (older) this.#byId.set(older.batchId, withoutPictures(older));
  }
}

const withoutPictures = (result: BatchResult): BatchResult => ({
  ...result,
  frames: result.frames.map((frame) => ({ ...frame, picture: new Uint8Array(), sha256: '' })),
});

/** A frame kept as the display gave it, to compare with. */
export interface KeptFrame extends Pixels {
  readonly id: string;
  /** Monotonic (ms). */
  readonly capturedElapsedMs: number;
}

const maxFrames = 8;
/** Eight frames of two Full HD monitors; larger desktops keep fewer, at least one. */
const maxFrameBytes = 128 * 1024 * 1024;

/** The last frames that were sent, newest last; a guard names one of them. */
export class RecentFrames {
  #frames: KeptFrame[] = [];
  #spare: Uint8Array | undefined;

  get(id: string): KeptFrame | undefined {
    return this.#frames.find((frame) => frame.id === id);
  }

  add(frame: KeptFrame): void {
    this.#frames.push(frame);
    while (this.#frames.length > 1 && (this.#frames.length > maxFrames || this.#bytes() > maxFrameBytes)) {
      this.#spare = this.#frames.shift()?.data;
    }
  }

  /** The memory of the frame that was dropped last, for the next one; handed out once. */
  takeSpare(): Uint8Array | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  #bytes(): number {
    return this.#frames.reduce((sum, { data }) => sum + data.byteLength, 0);
  }
}
