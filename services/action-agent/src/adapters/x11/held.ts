import type { XConnection } from './connection.ts';
import type { Injector } from './injector.ts';
import type { Keymap } from './keymap.ts';
import { nameOfKeysym } from './keysyms.ts';
import type { XPointerState } from './wire.ts';

const buttonNames = ['left', 'middle', 'right', 'button 4', 'button 5'];
/** The state mask has the buttons from this bit on. */
const firstButtonBit = 8;

/**
 * Releases everything that synthetic input holds down. What a person holds on a real keyboard stays down: the server
 * keeps the two apart, and ignores our release of it.
 */
export async function releaseHeld(connection: XConnection, injector: Injector, keymap: Keymap): Promise<string[]> {
  const before = await readHeld(connection);
  for (const keycode of before.keycodes) injector.key(keycode, false);
  for (const button of before.buttons) injector.button(button, false);
  const after = await readHeld(connection);
  const keys = before.keycodes.filter((keycode) => !after.keycodes.includes(keycode));
  const buttons = before.buttons.filter((button) => !after.buttons.includes(button));
  const names = await Promise.all(
    keys.map(async (keycode) => nameOfKeysym(await keymap.symbolOf(keycode)) ?? `key ${keycode}`),
  );
  return [...names, ...buttons.map((button) => `${buttonNames[button - 1]} button`)];
}

async function readHeld(connection: XConnection): Promise<{ keycodes: number[]; buttons: number[] }> {
  const [bits, { keyMask }] = await Promise.all([
    connection.ask<Buffer>((client, done) => client.QueryKeymap(done)),
    connection.ask<XPointerState>((client, done) => client.QueryPointer(connection.root, done)),
  ]);
  const keycodes = Array.from({ length: 256 }, (_, keycode) => keycode).filter(
    (keycode) => ((bits[keycode >> 3] ?? 0) >> (keycode & 7)) & 1,
  );
  const buttons = buttonNames
    .map((_, index) => index + 1)
    .filter((button) => (keyMask >> (firstButtonBit + button - 1)) & 1);
  return { keycodes, buttons };
}
