import type { Box } from '../../ports.ts';
import { around } from '../pixels.ts';
import type { XConnection } from './connection.ts';
import type { XDamage } from './wire.ts';

/** Report when the damaged area's bounding box grows: few events however much is drawn, and the area with them. */
const boundingBox = 2;

/** Hears where on the screen something was drawn since it was last asked. */
export class DamageWatch {
  readonly #connection: XConnection;
  readonly #damage: XDamage;
  readonly #id: number;
  readonly #unhear: () => void;
  #area: Box | undefined;
  #wake: (() => void) | undefined;

  private constructor(connection: XConnection, damage: XDamage) {
    this.#connection = connection;
    this.#damage = damage;
    this.#id = connection.newId();
    this.#unhear = connection.onEvent((event) => {
      if (event.name !== 'DamageNotify' || event.damage !== this.#id) return;
      const { x, y, w, h } = event.area;
      this.#area = around(this.#area, { x, y, width: w, height: h });
      this.#wake?.();
    });
    damage.Create(this.#id, connection.root, boundingBox);
  }

  static async open(connection: XConnection): Promise<DamageWatch> {
    return new DamageWatch(connection, await connection.extension<XDamage>('damage'));
  }

  get isDirty(): boolean {
    return this.#area !== undefined;
  }

  /** What was drawn on since the last call, which is then forgotten. */
  take(): Box | undefined {
    const area = this.#area;
    this.#area = undefined;
    if (area) this.#connection.tell(() => this.#damage.Subtract(this.#id, 0, 0));
    return area;
  }

  /** Returns at the next damage (at once when there is some), after `ms` or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.isDirty || signal.aborted) return Promise.resolve();
    return this.#wait(ms, signal, true);
  }

  /** Lets `ms` pass while damage gathers. */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return this.#wait(ms, signal, false);
  }

  #wait(ms: number, signal: AbortSignal, untilDamage: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      if (untilDamage) this.#wake = done;
    });
  }

  close(): void {
    this.#unhear();
    if (!this.#connection.gone.aborted) this.#connection.tell(() => this.#damage.Destroy(this.#id));
  }
}
