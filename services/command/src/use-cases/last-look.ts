import type { Clock } from '@karna/common/clock';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';

/**
 * What was seen so long ago is as good as seen now (ms): on a busy machine it takes about as long to find something on a picture, and what is acted
 * on has to be as it was in any case.
 */
const freshMs = 1_000;

/** The screen as a task saw it last, at rest and after all that it did: the next step need not look once more. */
export class LastLook {
  readonly #clock: Clock;
  #seen: { readonly frame: Frame; readonly atMs: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined: whatever was seen counts no more. */
  set frame(frame: Frame | undefined) {
    this.#seen = frame && { frame, atMs: this.#clock.elapsed() };
  }

  /** While it is fresh. */
  get frame(): Frame | undefined {
    const { frame, atMs } = this.#seen ?? {};
    return atMs !== undefined && this.#clock.elapsed() - atMs <= freshMs ? frame : undefined;
  }
}
