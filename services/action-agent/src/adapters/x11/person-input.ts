import type { PersonInput } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import { type InjectedType, type Injector, injected } from './injector.ts';
import { OwnInput } from './own-input.ts';
import type { XEvent, XInput } from './wire.ts';

const allMasterDevices = 1;
const rawEvents = ['RawKeyPress', 'RawButtonPress', 'RawMotion'];

const injectedAs: Readonly<Record<string, InjectedType>> = {
  XIRawKeyPress: injected.keyPress,
  XIRawButtonPress: injected.buttonPress,
  XIRawMotion: injected.motion,
};

/**
 * Hears every key, button and movement through XInput 2 raw events, which no grab hides, and takes off what we
 * injected ourselves. What another program injects counts as a person's: that is how the viewers of a shared screen
 * act on it.
 */
export class X11PersonInput implements PersonInput {
  readonly #callbacks = new Set<() => void>();
  readonly #own: OwnInput;

  private constructor(connection: XConnection, injectors: readonly Injector[]) {
    this.#own = new OwnInput(injectors, Object.values(injectedAs), () => connection.sync());
    connection.onEvent((event) => this.#onEvent(event));
  }

  /** Undefined on a server without XInput 2. */
  static async open(connection: XConnection, injectors: readonly Injector[]): Promise<X11PersonInput | undefined> {
    const input = await connection.extension<XInput>('xinput').catch(() => undefined);
    if (!input) return undefined;
    const heard = new X11PersonInput(connection, injectors);
    connection.tell(() => input.XISelectEvents(connection.root, { deviceId: allMasterDevices, mask: rawEvents }));
    await connection.sync();
    return heard;
  }

  onInput(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  #onEvent({ name = '', detail }: XEvent): void {
    const type = injectedAs[name];
    if (type === undefined || this.#own.explains(type, detail)) return;
    for (const callback of this.#callbacks) callback();
  }
}
