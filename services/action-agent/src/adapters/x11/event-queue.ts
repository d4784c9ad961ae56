import type { XConnection } from './connection.ts';
import type { XEvent } from './wire.ts';

/** Keeps the events that pass the filter from its making on, so that none is missed between two waits. */
export class EventQueue implements Disposable {
  readonly #waiting: XEvent[] = [];
  readonly #unhear: () => void;
  #wake: (() => void) | undefined;

  constructor(connection: XConnection, isWanted: (event: XEvent) => boolean) {
    this.#unhear = connection.onEvent((event) => {
      if (!isWanted(event)) return;
      this.#waiting.push(event);
      this.#wake?.();
    });
  }

  /** The oldest event, waiting for it if need be; undefined when none comes within `ms`. */
  async next(ms: number): Promise<XEvent | undefined> {
    if (this.#waiting.length === 0) await this.#arrival(ms);
    return this.#waiting.shift();
  }

  #arrival(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  [Symbol.dispose](): void {
    this.#unhear();
  }
}
