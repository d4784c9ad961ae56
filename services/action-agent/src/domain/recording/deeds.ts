import { chordText, type Modifier, modifierKeys } from '@karna/proto/keys';
import type { Button, PersonEvent, Point } from '../../ports.ts';

/** One thing that the person did, put together from presses and releases. */
export type Deed =
  | {
      readonly kind: 'pressed';
      readonly at: Point;
      readonly button: Button;
      readonly count: number;
      readonly modifiers: readonly Modifier[];
    }
  | {
      readonly kind: 'dragged';
      readonly from: Point;
      readonly to: Point;
      readonly button: Button;
      readonly modifiers: readonly Modifier[];
    }
  | { readonly kind: 'scrolled'; readonly at: Point; readonly right: number; readonly down: number }
  | { readonly kind: 'chord'; readonly chord: string; readonly count: number }
  /** Characters and names of editing keys. */
  | { readonly kind: 'typed'; readonly keys: readonly string[] };

/** Further than this between press and release (px) it is a drag. */
const dragPx = 8;
/** Presses so near (px) and soon (ms) after another are one double-click. */
const samePlacePx = 5;
const doubleClickMs = 450;
/** Wheel clicks and repeated chords this soon after one another belong together (ms). */
const togetherMs = 1_000;
/** Belong to typing once it has begun; before that they are keys like others. */
const editing = new Set(['Backspace', 'Delete', 'Left', 'Right', 'Home', 'End']);
/** A key that an application may take as a command of its own when pressed alone. */
const soloModifier = 'Super';

interface Open {
  deed: Deed;
  lastMs: number;
  /** The button is still down. */
  isHeld: boolean;
}

/** What came of an event: the deed before it is over, another began. Neither: it went on, or it meant nothing. */
export interface Taken {
  readonly ended: Deed | undefined;
  readonly begun: boolean;
}

const nothing: Taken = { ended: undefined, begun: false };

/** Puts presses and releases together to deeds, by their times alone: pure, so that a recording can be told twice. */
export class Deeds {
  #open: Open | undefined;
  /** Pressed alone so far. */
  #solo = false;

  /** A deed has begun and may go on. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** A button is down: what it will be is not known yet. */
  get isHeld(): boolean {
    return this.#open?.isHeld ?? false;
  }

  take(event: PersonEvent): Taken {
    switch (event.kind) {
      case 'button':
        return event.isDown ? this.#pressed(event) : this.#released(event);
      case 'wheel':
        return this.#scrolled(event);
      case 'key':
        return event.isDown ? this.#key(event) : this.#keyUp(event.key);
      default: {
        const never: never = event;
        return never;
      }
    }
  }

  /** What is open is over: nothing more came. */
  finish(): Deed | undefined {
    const open = this.#open;
    this.#open = undefined;
    return open?.deed;
  }

  #pressed({ at, button, modifiers, timeMs }: PersonEvent & { kind: 'button' }): Taken {
    this.#solo = false;
    const open = this.#open;
    const before = open?.deed;
    const isAgain =
      before?.kind === 'pressed' &&
      before.button === button &&
      sameModifiers(before.modifiers, modifiers) &&
      apart(before.at, at) <= samePlacePx &&
      since(open?.lastMs ?? 0, timeMs) <= doubleClickMs;
    if (isAgain && open) {
      open.deed = { ...before, count: before.count + 1 };
      open.lastMs = timeMs;
      open.isHeld = true;
      return nothing;
    }
    if (open?.isHeld) return nothing; // a second button while one is down
    return this.#begin({ kind: 'pressed', at, button, count: 1, modifiers }, timeMs, true);
  }

  #released({ at, button }: PersonEvent & { kind: 'button' }): Taken {
    const open = this.#open;
    if (open?.deed.kind !== 'pressed' || !open.isHeld || open.deed.button !== button) return nothing;
    open.isHeld = false;
    const { at: from, modifiers } = open.deed;
    if (apart(from, at) > dragPx) open.deed = { kind: 'dragged', from, to: at, button, modifiers };
    return nothing;
  }

  #scrolled({ at, right, down, timeMs }: PersonEvent & { kind: 'wheel' }): Taken {
    this.#solo = false;
    const open = this.#open;
    if (open?.deed.kind === 'scrolled' && since(open.lastMs, timeMs) <= togetherMs) {
      open.deed = { ...open.deed, right: open.deed.right + right, down: open.deed.down + down };
      open.lastMs = timeMs;
      return nothing;
    }
    return this.#begin({ kind: 'scrolled', at, right, down }, timeMs);
  }

  #key({ key, modifiers, timeMs }: PersonEvent & { kind: 'key' }): Taken {
    if (isModifier(key)) {
      this.#solo = key === soloModifier && modifiers.length === 0;
      return nothing;
    }
    this.#solo = false;
    const isPlain = !modifiers.some((name) => name !== 'Shift');
    const character = key === 'Space' ? ' ' : key;
    if (isPlain && [...character].length === 1) return this.#typed(character, timeMs);
    if (isPlain && modifiers.length === 0 && editing.has(key) && this.#open?.deed.kind === 'typed') {
      return this.#typed(key, timeMs);
    }
    return this.#chord(chordText({ modifiers, key: key === ' ' ? 'Space' : key }), timeMs);
  }

  #keyUp(key: string): Taken {
    if (key !== soloModifier || !this.#solo) return nothing;
    this.#solo = false;
    return this.#chord(soloModifier, this.#open?.lastMs ?? 0);
  }

  #typed(key: string, timeMs: number): Taken {
    const open = this.#open;
    if (open?.deed.kind !== 'typed') return this.#begin({ kind: 'typed', keys: [key] }, timeMs);
    open.deed = { kind: 'typed', keys: [...open.deed.keys, key] };
    open.lastMs = timeMs;
    return nothing;
  }

  #chord(chord: string, timeMs: number): Taken {
    const open = this.#open;
    if (open?.deed.kind === 'chord' && open.deed.chord === chord && since(open.lastMs, timeMs) <= togetherMs) {
      open.deed = { ...open.deed, count: open.deed.count + 1 };
      open.lastMs = timeMs;
      return nothing;
    }
    return this.#begin({ kind: 'chord', chord, count: 1 }, timeMs);
  }

  #begin(deed: Deed, lastMs: number, isHeld = false): Taken {
    const ended = this.finish();
    this.#open = { deed, lastMs, isHeld };
    return { ended, begun: true };
  }
}

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The display's clock starts again at 0 after 49 days. */
const since = (thenMs: number, nowMs: number): number => (nowMs - thenMs) >>> 0;

const sameModifiers = (a: readonly Modifier[], b: readonly Modifier[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

const isModifier = (key: string): boolean =>
  modifierKeys.some((name) => name === key) || ['CapsLock', 'NumLock', 'ScrollLock'].includes(key);
