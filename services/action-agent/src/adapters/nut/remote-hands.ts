import { type Modifier, modifierKeys } from '@karna/proto/keys';
import type { Button, Keyboard, PersonEvent, Point, Pointer } from '../../ports.ts';

/** Whoever records is told what remote hands do before it is done. */
type Tell = (event: PersonEvent) => void;

interface Told {
  readonly modifiers: readonly Modifier[];
  readonly timeMs: number;
}

/** The clock of the hook (`HookInput.timeMs`). */
const now = (): number => Math.round(performance.timeOrigin + performance.now());

/**
 * The same pointer and keyboard for a person who is elsewhere. They tell themselves what that person does: what a hook would
 * hear of it is how nut-js carries it out, which is other keys, or a paste.
 */
export function remoteHands(
  pointer: Pointer,
  keyboard: Keyboard,
  tell: Tell,
): { pointer: Pointer; keyboard: Keyboard } {
  const held = new Set<Modifier>();
  const shared = (): Told => ({ modifiers: modifierKeys.filter((name) => held.has(name)), timeMs: now() });
  return { pointer: tellingPointer(pointer, tell, shared), keyboard: tellingKeyboard(keyboard, tell, shared, held) };
}

function tellingPointer(pointer: Pointer, tell: Tell, shared: () => Told): Pointer {
  let at: Point = { x: 0, y: 0 };
  const press = (button: Button, isDown: boolean) => tell({ kind: 'button', button, isDown, at, ...shared() });
  return {
    move: async (to) => {
      at = to;
      await pointer.move(to);
    },
    down: async (button) => {
      press(button, true);
      await pointer.down(button);
    },
    up: async (button) => {
      press(button, false);
      await pointer.up(button);
    },
    wheel: async (right, down) => {
      tell({ kind: 'wheel', right, down, at, ...shared() });
      await pointer.wheel(right, down);
    },
  };
}

function tellingKeyboard(keyboard: Keyboard, tell: Tell, shared: () => Told, held: Set<Modifier>): Keyboard {
  const press = (key: string, isDown: boolean) => {
    const modifier = modifierKeys.find((name) => name === key);
    tell({ kind: 'key', key, isDown, ...shared() });
    if (modifier && isDown) held.add(modifier);
    else if (modifier) held.delete(modifier);
  };
  return {
    down: async (key) => {
      press(key, true);
      await keyboard.down(key);
    },
    up: async (key) => {
      press(key, false);
      await keyboard.up(key);
    },
    type: async (text, signal) => {
      // The first before, when the screen is still as it was; the others once they are there: a text may be broken off.
      const [first, ...others] = [...text.replaceAll('\r\n', '\n')].map(
        (character) => keyOf.get(character) ?? character,
      );
      const tap = (key: string) => {
        press(key, true);
        press(key, false);
      };
      if (first !== undefined) tap(first);
      await keyboard.type(text, signal);
      others.forEach(tap);
    },
  };
}

const keyOf: ReadonlyMap<string, string> = new Map([
  ['\n', 'Enter'],
  ['\t', 'Tab'],
  [' ', 'Space'],
]);
