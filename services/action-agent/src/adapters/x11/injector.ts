import type { Point } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { XTest } from './wire.ts';

export const injected = { keyPress: 2, keyRelease: 3, buttonPress: 4, buttonRelease: 5, motion: 6 } as const;
export type InjectedType = (typeof injected)[keyof typeof injected];

/** Sends synthetic input through XTEST. `sync` on the connection ends every sequence. */
export class Injector {
  readonly #connection: XConnection;
  readonly #test: XTest;
  readonly #observers = new Set<(type: InjectedType, detail: number) => void>();

  private constructor(connection: XConnection, test: XTest) {
    this.#connection = connection;
    this.#test = test;
  }

  static async open(connection: XConnection): Promise<Injector> {
    return new Injector(connection, await connection.extension<XTest>('xtest'));
  }

  key(keycode: number, isDown: boolean): void {
    this.#fake(isDown ? injected.keyPress : injected.keyRelease, keycode);
  }

  button(button: number, isDown: boolean): void {
    this.#fake(isDown ? injected.buttonPress : injected.buttonRelease, button);
  }

  move(to: Point): void {
    this.#fake(injected.motion, 0, to);
  }

  /** Tells of every event before it is sent. */
  observe(observer: (type: InjectedType, detail: number) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  #fake(type: InjectedType, detail: number, { x, y }: Point = { x: 0, y: 0 }): void {
    for (const observer of this.#observers) observer(type, detail);
    const root = type === injected.motion ? this.#connection.root : 0;
    this.#connection.tell(() => this.#test.FakeInput(type, detail, 0, root, x, y));
  }
}
