import { DomainError } from '@karna/common/errors';
import type { XConnection } from './connection.ts';
import { isCharacter, spellings } from './keysyms.ts';
import { WindowManager } from './window-manager.ts';

/** How to type a symbol: this key, with or without Shift. */
export interface Stroke {
  readonly keycode: number;
  readonly shift: boolean;
}

/** A keycode the layout does not use, borrowed for a character that the layout does not have. */
interface Spare {
  readonly keycode: number;
  keysym: number | undefined;
  lastUsedMs: number;
}

/**
 * Applications read the new map a moment after it changed, Chromium in a thread of its own. Measured on an idle machine:
 * without a pause 27 of 30 texts were right, with 30 ms 72 of 72. The rest is room for a busy one.
 */
const applicationsFollowMs = 100;
/** A window manager that is slow to follow is waited for this long; then it is taken for stuck. */
const managerFollowsMs = 5_000;
/** An application may be that far behind with keys already typed: until then their keycodes keep their meaning. */
const applicationsLagMs = 300;
const keyboardMapping = 1;

/** The keyboard layout, and a pool of spare keycodes that makes every character there is typable. */
export class Keymap {
  readonly #connection: XConnection;
  readonly #manager: WindowManager;
  #rows: number[][] = [];
  #spares: Spare[] = [];
  #strokes: Map<number, Stroke>[] = [];
  #stale = true;

  constructor(connection: XConnection) {
    this.#connection = connection;
    this.#manager = new WindowManager(connection);
    connection.onEvent((event) => {
      if (event.name !== 'MappingNotify' || event.request !== keyboardMapping) return;
      const isOurs = event.count === 1 && this.#spares.some(({ keycode }) => keycode === event.firstKeyCode);
      if (!isOurs) this.#stale = true;
    });
  }

  /** How many distinct characters outside the layout can be typable at the same time. */
  async capacity(): Promise<number> {
    await this.#refresh();
    return this.#spares.length;
  }

  /** How the layout itself types the symbol, in this group of it; undefined when it does not. */
  async native(keysym: number, group: number): Promise<Stroke | undefined> {
    await this.#refresh();
    return this.#native(keysym, group);
  }

  /** Strokes for all the symbols at once; borrows spare keycodes and waits until applications know of them. */
  async strokes(keysyms: readonly number[], group: number): Promise<Map<number, Stroke>> {
    await this.#refresh();
    const wanted = new Set(keysyms.filter((keysym) => !this.#native(keysym, group)));
    const missing = [...wanted].filter((keysym) => !this.#spares.some((spare) => spare.keysym === keysym));
    if (missing.length > 0) await this.#borrow(missing, wanted);
    return new Map(
      keysyms.map((keysym) => {
        const native = this.#native(keysym, group);
        if (native) return [keysym, native];
        const spare = this.#spares.find((known) => known.keysym === keysym);
        if (!spare) throw new DomainError('action.failed', 'the keyboard layout changed meanwhile');
        return [keysym, { keycode: spare.keycode, shift: false }];
      }),
    );
  }

  /** Says that these were typed just now: applications may still have to look their keycodes up. */
  used(keysyms: readonly number[]): void {
    const now = performance.now();
    for (const spare of this.#spares) if (keysyms.includes(spare.keysym ?? 0)) spare.lastUsedMs = now;
  }

  async symbolOf(keycode: number): Promise<number> {
    await this.#refresh();
    return this.#rows[keycode - this.#connection.display.min_keycode]?.[0] ?? 0;
  }

  /** Gives the borrowed keycodes back, once applications have dealt with what was typed on them. */
  async restore(): Promise<void> {
    const borrowed = this.#spares.filter(({ keysym }) => keysym !== undefined);
    if (borrowed.length === 0) return;
    await this.#lagFrom(Math.max(...borrowed.map(({ lastUsedMs }) => lastUsedMs)));
    for (const spare of borrowed) this.#assign(spare, undefined);
    await this.#connection.sync();
  }

  async #borrow(missing: readonly number[], wanted: ReadonlySet<number>): Promise<void> {
    const free = this.#spares
      .filter(({ keysym }) => keysym === undefined || !wanted.has(keysym))
      .sort((a, b) => a.lastUsedMs - b.lastUsedMs)
      .slice(0, missing.length);
    if (free.length < missing.length) {
      throw new DomainError('text.untypable', 'the keyboard layout has no keys left for so many other characters');
    }
    await this.#lagFrom(Math.max(...free.map(({ keysym, lastUsedMs }) => (keysym === undefined ? 0 : lastUsedMs))));
    // Nobody reads the map half-way: with the server grabbed, all changes are made before the first client is served.
    this.#connection.tell((client) => client.GrabServer());
    for (const [index, spare] of free.entries()) this.#assign(spare, missing[index]);
    this.#connection.tell((client) => client.UngrabServer());
    await this.#connection.sync();
    await Promise.all([pause(applicationsFollowMs), this.#manager.caughtUp(managerFollowsMs)]);
  }

  async #lagFrom(lastUsedMs: number): Promise<void> {
    const left = lastUsedMs === 0 ? 0 : lastUsedMs + applicationsLagMs - performance.now();
    if (left > 0) await pause(left);
  }

  #assign(spare: Spare, keysym: number | undefined): void {
    const row = new Array<number>(this.#width).fill(keysym ?? 0);
    this.#connection.tell((client) => client.ChangeKeyboardMapping(spare.keycode, this.#width, row));
    spare.keysym = keysym;
    spare.lastUsedMs = 0;
  }

  #native(keysym: number, group: number): Stroke | undefined {
    for (const spelling of spellings(keysym)) {
      const stroke = this.#strokes[group]?.get(spelling);
      if (stroke) return stroke;
    }
    return undefined;
  }

  get #width(): number {
    return this.#rows[0]?.length ?? 1;
  }

  async #refresh(): Promise<void> {
    if (!this.#stale) return;
    this.#stale = false;
    const { min_keycode: first, max_keycode: last } = this.#connection.display;
    const [rows, modifiers] = await Promise.all([
      this.#connection.ask<number[][]>((client, done) => client.GetKeyboardMapping(first, last - first + 1, done)),
      this.#connection.ask<number[][]>((client, done) => client.GetModifierMapping(done)),
    ]);
    const held = new Set(modifiers.flat());
    this.#rows = rows;
    this.#spares = findSpares(rows, first).filter(({ keycode }) => !held.has(keycode));
    this.#strokes = [0, 1, 2, 3].map((group) => this.#readGroup(group, first));
  }

  #readGroup(group: number, first: number): Map<number, Stroke> {
    const strokes = new Map<number, Stroke>();
    const spare = new Set(this.#spares.map(({ keycode }) => keycode));
    this.#rows.forEach((row, index) => {
      const keycode = first + index;
      if (spare.has(keycode)) return;
      levels(row, group).forEach((keysym, level) => {
        // The first key with the symbol is the ordinary one; later ones are keypads and extra keys.
        if (keysym !== 0 && !strokes.has(keysym)) strokes.set(keysym, { keycode, shift: level === 1 });
      });
    });
    return strokes;
  }
}

/** The plain and the shifted symbol of a key. The core map has room for two groups; a key with one serves in all. */
function levels(row: readonly number[], group: number): number[] {
  const second = row.slice(2, 4);
  const hasSecond = second.some((keysym) => keysym !== 0);
  if (group === 0 || !hasSecond) return row.slice(0, 2);
  return group === 1 ? second : [];
}

/** Unused keycodes, and those that an earlier run filled with one character throughout and did not live to restore. */
function findSpares(rows: readonly number[][], first: number): Spare[] {
  return rows.flatMap((row, index) => {
    const [keysym = 0] = row;
    // The server gives back four of the columns it was given, and zeros for the others.
    const isUniform = row.length > 2 && row.every((other, column) => other === keysym || (column > 3 && other === 0));
    if (!isUniform || (keysym !== 0 && !isCharacter(keysym))) return [];
    return [{ keycode: first + index, keysym: keysym === 0 ? undefined : keysym, lastUsedMs: 0 }];
  });
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
