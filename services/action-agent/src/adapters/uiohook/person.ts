import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Hotkey, PersonEvent, PersonInput, PersonWatch, Point } from '../../ports.ts';
import type { HookInput, Place } from './hearing.ts';
import type { Hook, Listening } from './hook-process.ts';
import { buttonOf } from './keys.ts';
import { type Injecting, OwnInput } from './own-input.ts';
import { KeyReader, LayoutKeys, modifiersOf, type ReadKey, type Typing } from './reading-keys.ts';

/** A hook that ends more often than this within that time is not begun again (ms). */
const maxLosses = 5;
const withinMs = 60_000;

export interface PersonParts {
  readonly hook: Hook;
  /** Whoever acts in our name. */
  readonly injecting: Injecting;
  readonly platform: NodeJS.Platform;
  readonly log: Logger;
  /** What typing comes to now; undefined, and when it fails: not known. */
  readonly readTyping: () => Promise<Typing | undefined>;
  /** Fails with `action.unsupported` where the places that the hook tells are not those of the screen. */
  readonly checkPlaces: () => Promise<void>;
}

/** A key that is held down comes again this soon at the latest (ms); the slowest that Windows can be set to is 1000. */
const repeatsWithinMs = 1_100;

/** Escape and R, with Control and Alt, by their places: what they type does not matter. */
const hotkeys = { halt: 0x0001, teach: 0x0013 } as const;

interface Watcher {
  readonly heard: (event: PersonEvent) => void;
  readonly lost: (error: DomainError) => void;
}

/** The person at the desktop, as uiohook-napi hears them: what they do, that they do something, and two hotkeys. */
export class UiohookPerson implements PersonWatch, PersonInput {
  readonly #parts: PersonParts;
  readonly #own: OwnInput;
  readonly #reader: KeyReader;
  readonly #layoutKeys = new LayoutKeys();
  readonly #watchers = new Set<Watcher>();
  readonly #listeners = new Set<(input: HookInput) => void>();
  /** Grows with each question for the layout: only the last answer counts. */
  #asked = 0;
  #listening: Promise<Listening> | undefined;
  #losses: number[] = [];
  #isClosed = false;

  constructor(parts: PersonParts) {
    this.#parts = parts;
    this.#own = new OwnInput(parts.injecting);
    this.#reader = new KeyReader(parts.platform);
  }

  async watch(
    heard: (event: PersonEvent) => void,
    lost: (error: DomainError) => void = () => {},
  ): Promise<{ close(): Promise<void> }> {
    const watcher = { heard, lost };
    const close = async () => {
      this.#watchers.delete(watcher);
      await this.#rest();
    };
    await this.#parts.checkPlaces();
    this.#watchers.add(watcher); // before the hook, or another's end would end it
    try {
      await this.#listen();
    } catch (error) {
      await close();
      throw error;
    }
    this.#reader.typing = undefined;
    await this.askTyping();
    return { close };
  }

  onInput(callback: () => void): () => void {
    return this.#onHeard((input) => {
      const isRelease = 'isDown' in input && !input.isDown;
      if (!isRelease) callback();
    });
  }

  hotkey(name: keyof typeof hotkeys): Hotkey {
    return {
      onPressed: (callback) => {
        let pressedMs = Number.NEGATIVE_INFINITY;
        return this.#onHeard((input) => {
          if (!isHotkey(input, hotkeys[name])) return;
          const isRepeated = input.timeMs - pressedMs < repeatsWithinMs; // not by its release, which may never be heard
          pressedMs = input.timeMs;
          if (!isRepeated) callback();
        });
      },
    };
  }

  /** Somebody else does something in the person's place, who knows exactly what. */
  tell(event: PersonEvent): void {
    for (const { heard } of [...this.#watchers]) heard(event);
  }

  /** What typing comes to may be another now: it is asked. Until then it stays as it was known. */
  async askTyping(): Promise<void> {
    if (this.#watchers.size === 0) return; // asked when somebody watches
    this.#asked += 1;
    const asked = this.#asked;
    const typing = await this.#parts.readTyping().catch(() => undefined);
    if (asked === this.#asked) this.#reader.typing = typing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#own.close();
    this.#watchers.clear();
    this.#listeners.clear();
    await this.#rest();
  }

  #onHeard(listener: (input: HookInput) => void): () => void {
    this.#listeners.add(listener);
    void this.#listen().catch((error: unknown) => this.#deaf(DomainError.from(error)));
    return () => {
      this.#listeners.delete(listener);
      void this.#rest();
    };
  }

  #listen(): Promise<unknown> {
    this.#listening ??= this.#parts.hook
      .listen({ heard: (input) => this.#hear(input), lost: (error) => this.#lost(error) })
      .catch((error: unknown) => {
        this.#listening = undefined;
        throw error;
      });
    return this.#listening;
  }

  /** Nobody wants to hear anything any more: the process ends. */
  async #rest(): Promise<void> {
    if (this.#watchers.size + this.#listeners.size > 0) return;
    const listening = this.#listening;
    this.#listening = undefined;
    await (await listening?.catch(() => undefined))?.close();
  }

  #hear(input: HookInput): void {
    if (this.#own.explains(input)) return;
    for (const listener of [...this.#listeners]) listener(input);
    if (Object.values(hotkeys).some((code) => isHotkey(input, code))) return;
    const event = this.#eventOf(input);
    if (event) this.tell(event);
  }

  #eventOf(input: HookInput): PersonEvent | undefined {
    const { timeMs } = input;
    switch (input.kind) {
      case 'motion':
        return undefined;
      case 'key': {
        const read = this.#reader.read(input);
        if (read) this.#follow(read, input);
        return read && { kind: 'key', isDown: input.isDown, timeMs, ...read };
      }
      case 'button': {
        const button = buttonOf(input.button);
        const shared = { at: placeOf(input), modifiers: modifiersOf(input), timeMs };
        return button && { kind: 'button', button, isDown: input.isDown, ...shared };
      }
      case 'wheel': {
        const { right, down } = input;
        if (right === 0 && down === 0) return undefined;
        return { kind: 'wheel', right, down, at: placeOf(input), modifiers: modifiersOf(input), timeMs };
      }
      default: {
        const nothing: never = input;
        return nothing;
      }
    }
  }

  #follow({ key }: ReadKey, input: HookInput & { kind: 'key' }): void {
    if (!this.#layoutKeys.mayHaveChanged(key, input)) return;
    this.#reader.typing = undefined; // Windows takes a second to answer
    void this.askTyping();
  }

  /** Whoever watches is told, for what is missing may matter; who only wants to know that somebody is there is heard again. */
  #lost(error: DomainError): void {
    this.#listening = undefined;
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const { lost } of watchers) lost(error);
    const now = performance.now();
    this.#losses = [...this.#losses.filter((at) => now - at < withinMs), now];
    if (this.#listeners.size === 0 || this.#isClosed) return;
    if (this.#losses.length > maxLosses) this.#deaf(error);
    else void this.#listen().catch((cause: unknown) => this.#deaf(DomainError.from(cause)));
  }

  #deaf({ code, message }: DomainError): void {
    this.#parts.log.error({ code, advice: message }, 'the agent neither makes way for a person nor hears the halt key');
  }
}

const isHotkey = (input: HookInput, code: number): boolean =>
  input.kind === 'key' && input.isDown && input.code === code && input.control && input.alt;

const placeOf = ({ x, y }: Place): Point => ({ x, y });
