import type { Logger } from '@karna/common/log';
import type { HaltKey } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { Keymap } from './keymap.ts';
import { escapeKeysym, numLockKeysym } from './keysyms.ts';
import type { XEvent } from './wire.ts';

const control = 1 << 2;
const alt = 1 << 3;
const lock = 1 << 1;
const asynchronous = 1;

/**
 * Ctrl+Alt+Escape, taken from the X server by a passive grab, once for each state of Caps Lock and Num Lock: a grab
 * matches exact modifiers only.
 */
export class X11HaltKey implements HaltKey {
  readonly #callbacks = new Set<() => void>();

  private constructor(connection: XConnection, keycode: number) {
    connection.onEvent((event) => {
      if (isPress(event, keycode)) for (const callback of this.#callbacks) callback();
    });
  }

  static async open(connection: XConnection, keymap: Keymap, log: Logger): Promise<X11HaltKey> {
    const strokes = await keymap.strokes([escapeKeysym, numLockKeysym], 0);
    const keycode = strokes.get(escapeKeysym)?.keycode ?? 0;
    const numLock = await modifierOf(connection, strokes.get(numLockKeysym)?.keycode ?? 0);
    const isTaken = await grab(connection, keycode, [...new Set([0, lock, numLock, lock | numLock])]);
    if (isTaken) log.warn('the halt key belongs to another program already');
    return new X11HaltKey(connection, keycode);
  }

  onPressed(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }
}

const isPress = ({ name, keycode, buttons }: XEvent, wanted: number): boolean =>
  name === 'KeyPress' && keycode === wanted && (buttons & (control | alt)) === (control | alt);

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
