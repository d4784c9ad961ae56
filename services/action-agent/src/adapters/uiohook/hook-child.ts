// A process of its own for uiohook-napi: its native part prints, hangs and ends the process on some errors, and on Windows
// a hook that answers late makes every program's mouse late. It does nothing but pass on what it hears.
import type { UiohookKeyboardEvent, UiohookMouseEvent, UiohookWheelEvent } from 'uiohook-napi';
import type { Held, HookInput, HookWord } from './hearing.ts';

type HookEvent = UiohookKeyboardEvent | UiohookMouseEvent | UiohookWheelEvent;

/** A mouse moves up to a thousand times a second; that it moves is all that is wanted (ms). */
const motionEveryMs = 40;
const types = { keyDown: 4, keyUp: 5, buttonDown: 7, buttonUp: 8, motion: 9, wheel: 11 } as const;
const horizontal = 4;

let movedAtMs = Number.NEGATIVE_INFINITY;

const say = (word: HookWord): void => {
  if (process.connected) process.send?.(word);
};

function hear(event: HookEvent): void {
  const input = inputOf(event);
  if (input) say({ word: 'input', input });
}

function inputOf(event: HookEvent): HookInput | undefined {
  const nowMs = performance.now();
  const timeMs = Math.round(performance.timeOrigin + nowMs);
  switch (event.type as number) {
    case types.keyDown:
    case types.keyUp: {
      const { keycode: code } = event as UiohookKeyboardEvent;
      return { kind: 'key', code, isDown: event.type === types.keyDown, timeMs, ...heldIn(event) };
    }
    case types.buttonDown:
    case types.buttonUp: {
      const { x, y, button } = event as UiohookMouseEvent;
      const isDown = event.type === types.buttonDown;
      return { kind: 'button', button: Number(button), isDown, x, y, timeMs, ...heldIn(event) };
    }
    case types.motion:
      if (nowMs - movedAtMs < motionEveryMs) return undefined;
      movedAtMs = nowMs;
      return { kind: 'motion', timeMs };
    case types.wheel: {
      const { x, y, rotation, direction } = event as UiohookWheelEvent;
      const [right, down] = (direction as number) === horizontal ? [rotation, 0] : [0, rotation];
      return { kind: 'wheel', right, down, x, y, timeMs, ...heldIn(event) };
    }
    default:
      return undefined; // clicks, which are told as press and release as well
  }
}

const heldIn = ({ ctrlKey, altKey, shiftKey, metaKey }: HookEvent): Held => ({
  control: ctrlKey,
  alt: altKey,
  shift: shiftKey,
  meta: metaKey,
});

process.on('disconnect', () => process.exit(0));
try {
  // Here, so that a system without the library's own libraries is told as such.
  const { uIOhook } = await import('uiohook-napi');
  uIOhook.on('input', hear);
  uIOhook.start();
  say({ word: 'listening' });
} catch (error) {
  const { code } = error as { code?: unknown };
  say({ word: 'failed', code: typeof code === 'string' ? code : 'unknown' });
}
