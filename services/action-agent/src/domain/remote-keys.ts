import { type Chord, keyName, type Modifier, modifierKeys } from '@karna/proto/keys';

export interface Stroke {
  readonly key: string;
  readonly isDown: boolean;
}

const isModifier = (key: string): key is Modifier => modifierKeys.some((name) => name === key);
const isCharacter = (key: string): boolean => [...key].length === 1;

/**
 * Turns the keys of a far keyboard into those of this desktop. The two may have different layouts: a character is typed by whatever
 * types it here, with the Shift that it needs here, so a Shift that is held there is pressed here only where it means something by
 * itself, as with arrows, shortcuts and clicks.
 */
export class RemoteKeys {
  /** Modifiers that are held there; all of them but Shift are held here, too. */
  readonly #wanted = new Set<Modifier>();
  #isShiftDown = false;
  /** By what they are called there, what is held here. */
  readonly #held = new Map<string, string>();

  /** What would be held together with this key. */
  chordWith(key: string): Chord {
    return { modifiers: [...this.#wanted], key: this.#isShortcut ? key.toLowerCase() : key };
  }

  /** A key that is held already is not pressed again: this desktop repeats it by itself. */
  down(named: string): Stroke[] {
    const key = keyName(named) ?? named;
    if (isModifier(key)) return this.#modifierDown(key);
    if (this.#held.has(key)) return [];
    const asCharacter = isCharacter(key) && !this.#isShortcut;
    const pressed = asCharacter || !isCharacter(key) ? key : key.toLowerCase();
    this.#held.set(key, pressed);
    return [...this.#shift(!asCharacter), { key: pressed, isDown: true }];
  }

  up(named: string): Stroke[] {
    const key = keyName(named) ?? named;
    if (isModifier(key)) return this.#modifierUp(key);
    const pressed = this.#held.get(key);
    if (pressed === undefined) return [];
    this.#held.delete(key);
    return [{ key: pressed, isDown: false }];
  }

  /** What has to be pressed before a button or the wheel, for Shift to count. */
  beforeButton(): Stroke[] {
    return this.#shift(true);
  }

  /** Everything that is held, the newest first. */
  letGo(): Stroke[] {
    const keys = [...this.#held.values()].reverse();
    const modifiers = [...this.#wanted].reverse().filter((key) => key !== 'Shift' || this.#isShiftDown);
    this.#held.clear();
    this.#wanted.clear();
    this.#isShiftDown = false;
    return [...keys, ...modifiers].map((key) => ({ key, isDown: false }));
  }

  get #isShortcut(): boolean {
    return this.#wanted.has('Control') || this.#wanted.has('Alt') || this.#wanted.has('Super');
  }

  #modifierDown(key: Modifier): Stroke[] {
    if (this.#wanted.has(key)) return [];
    this.#wanted.add(key);
    return key === 'Shift' ? [] : [{ key, isDown: true }];
  }

  #modifierUp(key: Modifier): Stroke[] {
    if (!this.#wanted.delete(key)) return [];
    if (key === 'Shift') return this.#shift(false);
    return [{ key, isDown: false }];
  }

  #shift(counts: boolean): Stroke[] {
    const isDown = counts && this.#wanted.has('Shift');
    if (isDown === this.#isShiftDown) return [];
    this.#isShiftDown = isDown;
    return [{ key: 'Shift', isDown }];
  }
}
