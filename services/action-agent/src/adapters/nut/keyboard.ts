import { DomainError } from '@karna/common/errors';
import type { Clipboard, Keyboard } from '../../ports.ts';
import { keysOf, type NutKey, strokesOf } from './keys.ts';
import type { NutProcess } from './nut-process.ts';

/** Characters between two messages to the child: what still arrives after a halt. */
const charactersPerOrder = 16;

/** How text gets into an application besides single keys. */
export type TextRoad =
  /** Only keys of the US layout and, for all else, a paste: Linux, where nut-js's own typing garbles text. */
  | { readonly kind: 'keys'; readonly hasUsLayout: (text: string) => Promise<boolean> }
  /** nut-js's own typing, which hands the system whole characters: Windows and macOS. */
  | { readonly kind: 'system' };

export class NutKeyboard implements Keyboard {
  readonly #process: NutProcess;
  readonly #clipboard: Clipboard;
  readonly #road: TextRoad;
  readonly #held = new Map<string, readonly NutKey[]>();

  constructor(process: NutProcess, clipboard: Clipboard, road: TextRoad) {
    this.#process = process;
    this.#clipboard = clipboard;
    this.#road = road;
  }

  async down(key: string): Promise<void> {
    const keys = keysOf(key);
    if (this.#held.has(key)) return;
    const toPress = keys.filter((name) => !this.#isHeld(name));
    this.#held.set(key, keys); // before the press: one that reports failure may still have landed
    await this.#process.order('keys', { keys: toPress, isDown: true });
  }

  async up(key: string): Promise<void> {
    const keys = this.#held.get(key) ?? keysOf(key);
    this.#held.delete(key);
    const toRelease = keys.filter((name) => !this.#isHeld(name));
    try {
      await this.#process.order('keys', { keys: toRelease, isDown: false });
    } catch (error) {
      this.#held.set(key, keys);
      throw error;
    }
  }

  async type(said: string, signal: AbortSignal): Promise<void> {
    const text = said.replaceAll('\r\n', '\n');
    if (/[^\n\t\P{Cc}]|\p{Cs}/u.test(text)) {
      throw new DomainError('text.untypable', 'the text contains a control character or half a character');
    }
    signal.throwIfAborted();
    if (this.#road.kind === 'system') return this.#typeBySystem(text, signal);
    const strokes = (await this.#road.hasUsLayout(text)) ? strokesOf(text) : undefined;
    return strokes ? this.#strokes(strokes, signal) : this.#paste(text);
  }

  /** Forgets what is held, after everything was released by other means. */
  forgetHeld(): void {
    this.#held.clear();
  }

  async releaseAll(): Promise<string[]> {
    const held = [...this.#held.keys()];
    for (const key of held) await this.up(key);
    return held;
  }

  async #strokes(strokes: readonly (readonly NutKey[])[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < strokes.length; at += charactersPerOrder) {
      signal.throwIfAborted();
      await this.#process.order('strokes', strokes.slice(at, at + charactersPerOrder));
    }
  }

  async #typeBySystem(text: string, signal: AbortSignal): Promise<void> {
    const characters = [...text];
    for (let at = 0; at < characters.length; at += charactersPerOrder) {
      signal.throwIfAborted();
      await this.#process.order('text', characters.slice(at, at + charactersPerOrder).join(''));
    }
  }

  #paste(text: string): Promise<void> {
    return this.#clipboard.borrow(text, async () => {
      await this.#process.order('strokes', [['LeftControl', 'V']]);
    });
  }

  #isHeld(key: NutKey): boolean {
    return [...this.#held.values()].some((keys) => keys.includes(key));
  }
}
