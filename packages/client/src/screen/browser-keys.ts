import { keyName } from '@karna/proto/keys';

/** What is used of a browser's KeyboardEvent. */
export interface KeyPress {
  /** What it means: `a`, `Enter`, `Shift`. */
  readonly key: string;
  /** Which key it is, whatever the layout. */
  readonly code: string;
  readonly repeat: boolean;
}

/** Keys of a browser under the names of the contract. What went down under one name goes up under it, whatever Shift is by then. */
export class BrowserKeys {
  readonly #held = new Map<string, string>();

  /** The name to press; undefined for repeats, and for keys that mean nothing elsewhere (`Dead`, `Process`, media keys). */
  down({ key, code, repeat }: KeyPress): string | undefined {
    if (repeat) return undefined;
    const name = key === ' ' ? 'Space' : keyName(key);
    if (name !== undefined) this.#held.set(code, name);
    return name;
  }

  up({ code }: Pick<KeyPress, 'code'>): string | undefined {
    const name = this.#held.get(code);
    this.#held.delete(code);
    return name;
  }

  /** The page lost the focus: what goes up now is not heard. */
  forget(): void {
    this.#held.clear();
  }
}
