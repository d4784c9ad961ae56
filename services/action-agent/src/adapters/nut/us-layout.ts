import { usKeys } from '../uiohook/keys.ts';
import type { Typing } from '../uiohook/reading-keys.ts';
import type { XConnection } from '../x11/connection.ts';
import type { Keymap } from '../x11/keymap.ts';
import { keysymsOf } from '../x11/keysyms.ts';
import { readLayoutState } from '../x11/layout-state.ts';
import type { XEvent } from '../x11/wire.ts';
import { plainOf } from './keys.ts';

/** From codes of keys in the main block, which are those of the hardware, to X's. */
const keycodeOf = (code: number): number => code + 8;

/**
 * Whether the keys that nut-js would press type this text: it presses Shift and 1 for `!`, whatever the layout has
 * there, and Caps Lock turns its letters round.
 */
export async function hasUsLayout(connection: XConnection, keymap: Keymap, text: string): Promise<boolean> {
  const { group, isLocked } = await readLayoutState(connection);
  if (group !== 0 || isLocked) return false;
  for (const character of new Set(text)) {
    const plain = plainOf(character);
    if (plain === undefined) continue; // space, newline, tab, or not on the US layout at all
    const [stroke, base] = await Promise.all(
      [character, plain].map(async (wanted) => keymap.native(keysymsOf(wanted)[0] ?? 0, group)),
    );
    const isThere = stroke && base && stroke.keycode === base.keycode && !base.shift;
    if (!isThere || stroke.shift !== (character !== plain)) return false;
  }
  return true;
}

/** What the keys of this display type now: the US layout lies where it should, each character on its own key. */
export async function readXTyping(connection: XConnection, keymap: Keymap): Promise<Typing> {
  const { group, isLocked } = await readLayoutState(connection);
  const lies = async (character: string, code: number, shift: boolean) => {
    const stroke = await keymap.native(keysymsOf(character)[0] ?? 0, group);
    return stroke?.keycode === keycodeOf(code) && stroke.shift === shift;
  };
  for (const [code, [plain, shifted]] of usKeys) {
    if (!(await lies(plain, code, false)) || !(await lies(shifted, code, true))) return { isUs: false, isLocked };
  }
  return { isUs: true, isLocked };
}

const keyboardMapping = 1;

/** Another layout; not a spare key that got a character. */
export function changesMainKeys({ name, request, firstKeyCode = 0, count = 0 }: XEvent): boolean {
  if (name !== 'MappingNotify' || request !== keyboardMapping) return false;
  return [...usKeys.keys()].map(keycodeOf).some((code) => code >= firstKeyCode && code < firstKeyCode + count);
}
