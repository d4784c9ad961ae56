import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import type { Button, Point, Pointer } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { Injector } from './injector.ts';

const buttons: Readonly<Record<Button, number>> = { left: 1, middle: 2, right: 3 };
/** Wheel clicks are buttons in X. */
const wheelButton = { up: 4, down: 5, left: 6, right: 7 };
/** Browsers lose a part of what comes in one burst: faster nobody turns a wheel. */
const burst = { clicks: 4, everyMs: 20 };
/** A wheel click more than this is a mistake, not a wish. */
const maxWheelClicks = 1000;
const pointerMapping = 2;
/** Coordinates on the wire are signed 16-bit. */
const maxCoordinate = 32_767;

export class X11Pointer implements Pointer {
  readonly #connection: XConnection;
  readonly #injector: Injector;
  /** Logical button of each physical one, first is button 1; left-handed people have 3, 2, 1. */
  #mapping: readonly number[];

  private constructor(connection: XConnection, injector: Injector, mapping: readonly number[]) {
    this.#connection = connection;
    this.#injector = injector;
    this.#mapping = mapping;
    connection.onEvent((event) => {
      if (event.name !== 'MappingNotify' || event.request !== pointerMapping) return;
      readMapping(connection).then(
        (fresh) => {
          this.#mapping = fresh;
        },
        () => undefined, // only a lost connection refuses this question, and then nobody clicks any more
      );
    });
  }

  static async open(connection: XConnection, injector: Injector): Promise<X11Pointer> {
    return new X11Pointer(connection, injector, await readMapping(connection));
  }

  async move({ x, y }: Point): Promise<void> {
    if (Math.abs(x) > maxCoordinate || Math.abs(y) > maxCoordinate) {
      throw new DomainError('action.failed', 'the place is not on any screen');
    }
    this.#injector.move({ x, y });
    await this.#connection.sync();
  }

  down(button: Button): Promise<void> {
    return this.#press(button, true);
  }

  up(button: Button): Promise<void> {
    return this.#press(button, false);
  }

  async wheel(right: number, down: number): Promise<void> {
    if (Math.abs(right) > maxWheelClicks || Math.abs(down) > maxWheelClicks) {
      throw new DomainError('action.failed', `no more than ${maxWheelClicks} wheel clicks at once`);
    }
    await this.#turn(right > 0 ? wheelButton.right : wheelButton.left, Math.abs(right));
    await this.#turn(down > 0 ? wheelButton.down : wheelButton.up, Math.abs(down));
  }

  async #turn(button: number, clicks: number): Promise<void> {
    for (let click = 0; click < clicks; click++) {
      if (click > 0 && click % burst.clicks === 0) await delay(burst.everyMs);
      this.#injector.button(button, true);
      this.#injector.button(button, false);
      if ((click + 1) % burst.clicks === 0) await this.#connection.sync();
    }
    await this.#connection.sync();
  }

  async #press(button: Button, isDown: boolean): Promise<void> {
    const logical = buttons[button];
    const physical = this.#mapping.indexOf(logical) + 1;
    this.#injector.button(physical || logical, isDown);
    await this.#connection.sync();
  }
}

const readMapping = (connection: XConnection): Promise<number[]> =>
  connection.ask((client, done) => client.GetPointerMapping(done));
