import type { XConnection } from '../x11/connection.ts';
import type { Keymap } from '../x11/keymap.ts';
import { keysymsOf } from '../x11/keysyms.ts';
import { readLayoutState } from '../x11/layout-state.ts';
import { plainOf } from './keys.ts';

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
