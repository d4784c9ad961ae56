import type { Logger } from '@karna/common/log';
import type { Hotkey } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { Keymap } from './keymap.ts';
import { escapeKeysym, keysymOf, numLockKeysym } from './keysyms.ts';
import type { XEvent, XPointerState } from './wire.ts';

const control = 1 << 2;
const alt = 1 << 3;
const lock = 1 << 1;
const asynchronous = 1;

/** What is pressed with Ctrl+Alt. */
const keysyms = { halt: escapeKeysym, teach: keysymOf('r') };

/**
 * A key with Ctrl+Alt, by two roads. A passive grab, once for each state of Caps Lock and Num Lock (a grab matches exact
 * modifiers only), keeps the key from the application. Raw events, where they are selected, hear it even while an open
 * menu holds the keyboard and the grab is asleep.
 */
export class X11Hotkey implements Hotkey {
  readonly #connection: XConnection;
  readonly #keycode: number;
  readonly #callbacks = new Set<() => void>();
  #pressedAt = 0;

  private constructor(connection: XConnection, keycode: number) {
    this.#connection = connection;
    this.#keycode = keycode;
    connection.onEvent((event) => this.#onEvent(event));
  }

  static async open(
    connection: XConnection,
    keymap: Keymap,
    which: keyof typeof keysyms,
    log: Logger,
  ): Promise<X11Hotkey> {
    const keysym = keysyms[which];
    const strokes = await keymap.strokes([keysym, numLockKeysym], 0);
    const keycode = strokes.get(keysym)?.keycode ?? 0;
    const numLock = await modifierOf(connection, strokes.get(numLockKeysym)?.keycode ?? 0);
    const isTaken = await grab(connection, keycode, [...new Set([0, lock, numLock, lock | numLock])]);
    if (isTaken) log.warn({ which }, 'a hotkey belongs to another program already');
    return new X11Hotkey(connection, keycode);
  }

  onPressed(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  #onEvent({ name, keycode, detail, buttons, time }: XEvent): void {
    if (name === 'KeyPress' && keycode === this.#keycode && isChord(buttons)) this.#pressed(time);
    if (name === 'XIRawKeyPress' && detail === this.#keycode) void this.#check(time);
  }

  async #check(time: number): Promise<void> {
    const ask = this.#connection.ask<XPointerState>((client, done) => client.QueryPointer(this.#connection.root, done));
    const state = await ask.catch(() => undefined); // a lost connection is reported elsewhere
    if (state && isChord(state.keyMask)) this.#pressed(time);
  }

  /** Both roads may report the same press, with the same server time. */
  #pressed(time: number): void {
    if (time === this.#pressedAt) return;
    this.#pressedAt = time;
    for (const callback of this.#callbacks) callback();
  }
}

const isChord = (modifiers: number): boolean => (modifiers & (control | alt)) === (control | alt);

/** Whether another program holds the key. */
async function grab(connection: XConnection, keycode: number, locks: readonly number[]): Promise<boolean> {
  const attempts = locks.map((state) =>
    connection.ask((client, done) =>
      client.GrabKey(connection.root, 1, control | alt | state, keycode, asynchronous, asynchronous, done),
    ),
  );
  const outcomes = await Promise.allSettled(attempts);
  return outcomes.some(({ status }) => status === 'rejected');
}

/** The modifier bit that a key has been given; 0 when none. */
async function modifierOf(connection: XConnection, keycode: number): Promise<number> {
  const rows = await connection.ask<number[][]>((client, done) => client.GetModifierMapping(done));
  const row = keycode === 0 ? -1 : rows.findIndex((keycodes) => keycodes.includes(keycode));
  return row < 0 ? 0 : 1 << row;
}
