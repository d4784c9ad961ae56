import type { PersonInput } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import { type InjectedType, type Injector, injected } from './injector.ts';
import type { XEvent, XInput } from './wire.ts';

const allMasterDevices = 1;
const rawEvents = ['RawKeyPress', 'RawButtonPress', 'RawMotion'];
/** What we inject comes back as a raw event within a round trip; later than this it was somebody else's. */
const ownWithinMs = 500;

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
  /** Times at which we injected an event, by kind and key or button. */
  readonly #own = new Map<string, number[]>();

  private constructor(connection: XConnection, injector: Injector) {
    injector.observe((type, detail) => this.#expect(type, detail));
    connection.onEvent((event) => this.#onEvent(event));
  }

  /** Undefined on a server without XInput 2. */
  static async open(connection: XConnection, injector: Injector): Promise<X11PersonInput | undefined> {
    const input = await connection.extension<XInput>('xinput').catch(() => undefined);
    if (!input) return undefined;
    const heard = new X11PersonInput(connection, injector);
    connection.tell(() => input.XISelectEvents(connection.root, { deviceId: allMasterDevices, mask: rawEvents }));
    await connection.sync();
    return heard;
  }

  onInput(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  #expect(type: InjectedType, detail: number): void {
    if (!Object.values(injectedAs).includes(type)) return;
    const key = keyOf(type, detail);
    const now = performance.now();
    const recent = (this.#own.get(key) ?? []).filter((at) => now - at < ownWithinMs);
    this.#own.set(key, [...recent, now]);
  }

  #onEvent({ name = '', detail }: XEvent): void {
    const type = injectedAs[name];
    if (type === undefined || this.#isOwn(type, detail)) return;
    for (const callback of this.#callbacks) callback();
  }

  #isOwn(type: InjectedType, detail: number): boolean {
    const key = keyOf(type, detail);
    const times = this.#own.get(key) ?? [];
    const now = performance.now();
    // A movement to where the pointer is already makes no event: any recent one of ours explains it.
    if (type === injected.motion) return times.some((at) => now - at < ownWithinMs);
    while (times.length > 0) {
      const at = times.shift();
      if (at !== undefined && now - at < ownWithinMs) return true;
    }
    return false;
  }
}

const keyOf = (type: InjectedType, detail: number): string => `${type}:${type === injected.motion ? 0 : detail}`;
