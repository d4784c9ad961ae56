import { type Modifier, modifierKeys, unknownCharacter } from '@karna/proto/keys';
import type { Held, HookInput } from './hearing.ts';
import { isCharacterKey, nameOf, usCharactersOf } from './keys.ts';

/** What typing comes to on a keyboard at the moment. */
export interface Typing {
  /** Its keys type what those of the US layout do, all of them. */
  readonly isUs: boolean;
  /** Caps Lock is on. */
  readonly isLocked: boolean;
}

type Key = HookInput & { readonly kind: 'key' };

/** What a key is called, and the modifiers that make a chord of it. */
export interface ReadKey {
  /** Its name, the character that it types with what is held, or `unknownCharacter` for one that cannot be told. */
  readonly key: string;
  readonly modifiers: readonly Modifier[];
}

/** What held modifiers are called, in the order in which chords name them. */
export function modifiersOf({ control, alt, shift, meta }: Held): Modifier[] {
  const held: readonly (readonly [Modifier, boolean])[] = [
    ['Control', control],
    ['Alt', alt],
    ['Shift', shift],
    ['Super', meta],
  ];
  return held.filter(([, isHeld]) => isHeld).map(([name]) => name);
}

/** Tells what a key types. The library knows keys, not characters: on layouts other than the US one that is not known. */
export class KeyReader {
  readonly #platform: NodeJS.Platform;
  /** Undefined: not known, or not known yet. */
  typing: Typing | undefined;

  constructor(platform: NodeJS.Platform) {
    this.#platform = platform;
  }

  /** Undefined for keys that mean nothing to us. */
  read(input: Key): ReadKey | undefined {
    const { code, shift } = input;
    const modifiers = modifiersOf(input);
    const name = nameOf(code);
    if (name !== undefined) return { key: name, modifiers: modifiers.filter((modifier) => modifier !== name) };
    if (!isCharacterKey(code)) return undefined;
    const [plain, shifted] = usCharactersOf(code) ?? [];
    if (this.#isThirdLevel(input)) return { key: unknownCharacter, modifiers: modifiers.filter(isShift) };
    if (!modifiers.every(isShift))
      return { key: plain && this.#isPlaceKnown(plain) ? plain : unknownCharacter, modifiers };
    if (plain === undefined || shifted === undefined || !this.typing?.isUs) return { key: unknownCharacter, modifiers };
    const isLocked = this.typing.isLocked && /[a-z]/.test(plain);
    return { key: shift !== isLocked ? shifted : plain, modifiers };
  }

  /** AltGr where the layout has one, which Windows calls Control and Alt: no chord, it types. */
  #isThirdLevel({ control, alt, meta }: Held): boolean {
    return this.#platform === 'win32' && control && alt && !meta && this.typing?.isUs !== true;
  }

  /** Windows names letters and digits by what is written on them, the others by where they lie. */
  #isPlaceKnown(plain: string): boolean {
    return this.typing?.isUs === true || (this.#platform === 'win32' && /[a-z0-9]/.test(plain));
  }
}

const isShift = (modifier: Modifier): boolean => modifier === 'Shift';

/** Notices keys after which the layout or Caps Lock may be another: systems switch layouts with two modifiers alone, or with a blank. */
export class LayoutKeys {
  #isArmed = false;

  mayHaveChanged(key: string, { control, alt, shift, meta, isDown }: Key): boolean {
    if (key === 'CapsLock') return true;
    const wasArmed = this.#isArmed;
    const isModifier = modifierKeys.some((name) => name === key);
    this.#isArmed = isModifier && isDown && shift && (alt || control);
    if (isModifier) return wasArmed && !isDown;
    return isDown && key === 'Space' && (control || meta);
  }
}
