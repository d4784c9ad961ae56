import type { Keyboard } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { Injector } from './injector.ts';
import type { Keymap, Stroke } from './keymap.ts';
import { capsLockKeysym, keysymOf, keysymsOf, shiftKeysym } from './keysyms.ts';
import { readLayoutState } from './layout-state.ts';

/** Characters between two round trips: what still arrives after a halt, and a bound on what the server must queue. */
const charactersPerTrip = 8;

export class X11Keyboard implements Keyboard {
  readonly #connection: XConnection;
  readonly #injector: Injector;
  readonly #keymap: Keymap;
  /** The keycodes that each key of a `down` holds. */
  readonly #held = new Map<string, readonly number[]>();

  constructor(connection: XConnection, injector: Injector, keymap: Keymap) {
    this.#connection = connection;
    this.#injector = injector;
    this.#keymap = keymap;
  }

  async down(key: string): Promise<void> {
    const keycodes = await this.#keycodes(key);
    if (this.#held.has(key)) return;
    for (const keycode of keycodes) if (!this.#isHeld(keycode)) this.#injector.key(keycode, true);
    this.#held.set(key, keycodes);
    this.#keymap.used([keysymOf(key)]);
    await this.#connection.sync();
  }

  async up(key: string): Promise<void> {
    const keycodes = this.#held.get(key) ?? (await this.#keycodes(key));
    this.#held.delete(key);
    for (const keycode of keycodes.toReversed()) if (!this.#isHeld(keycode)) this.#injector.key(keycode, false);
    await this.#connection.sync();
  }

  async type(text: string, signal: AbortSignal): Promise<void> {
    const keysyms = keysymsOf(text);
    const { group, isLocked } = await readLayoutState(this.#connection);
    if (isLocked) await this.#tap(capsLockKeysym, group); // it would turn every letter round
    try {
      for (const batch of await this.#batches(keysyms, group)) await this.#typeBatch(batch, group, signal);
    } finally {
      if (isLocked && !this.#connection.gone.aborted) await this.#tap(capsLockKeysym, group);
    }
  }

  /** Forgets what is held, after everything was released by other means. */
  forgetHeld(): void {
    this.#held.clear();
  }

  /** Cut so that each part needs no more characters from outside the layout than there are spare keycodes. */
  async #batches(keysyms: readonly number[], group: number): Promise<number[][]> {
    const capacity = await this.#keymap.capacity();
    const batches: number[][] = [];
    let batch: number[] = [];
    let foreign = new Set<number>();
    for (const keysym of keysyms) {
      if (!(await this.#keymap.native(keysym, group))) {
        if (!foreign.has(keysym) && foreign.size >= capacity && batch.length > 0) {
          batches.push(batch);
          batch = [];
          foreign = new Set();
        }
        foreign.add(keysym);
      }
      batch.push(keysym);
    }
    return batch.length > 0 ? [...batches, batch] : batches;
  }

  async #typeBatch(keysyms: readonly number[], group: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const strokes = await this.#keymap.strokes([...keysyms, shiftKeysym], group);
    const shift = strokes.get(shiftKeysym);
    try {
      for (let at = 0; at < keysyms.length; at += charactersPerTrip) {
        signal.throwIfAborted();
        for (const keysym of keysyms.slice(at, at + charactersPerTrip)) this.#stroke(strokes.get(keysym), shift);
        await this.#connection.sync();
      }
    } finally {
      this.#keymap.used(keysyms);
    }
  }

  #stroke(stroke: Stroke | undefined, shift: Stroke | undefined): void {
    if (!stroke) return;
    if (stroke.shift && shift) this.#injector.key(shift.keycode, true);
    this.#injector.key(stroke.keycode, true);
    this.#injector.key(stroke.keycode, false);
    if (stroke.shift && shift) this.#injector.key(shift.keycode, false);
  }

  async #tap(keysym: number, group: number): Promise<void> {
    const strokes = await this.#keymap.strokes([keysym], group);
    this.#stroke(strokes.get(keysym), undefined);
    await this.#connection.sync();
  }

  /** The keys to hold for one, in the order of pressing: a character on the upper level needs Shift first. */
  async #keycodes(key: string): Promise<number[]> {
    const keysym = keysymOf(key);
    const { group } = await readLayoutState(this.#connection);
    const strokes = await this.#keymap.strokes([keysym, shiftKeysym], group);
    const stroke = strokes.get(keysym);
    const shift = strokes.get(shiftKeysym);
    return [...(stroke?.shift && shift ? [shift.keycode] : []), ...(stroke ? [stroke.keycode] : [])];
  }

  #isHeld(keycode: number): boolean {
    return [...this.#held.values()].some((keycodes) => keycodes.includes(keycode));
  }
}
