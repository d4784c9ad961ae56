import type { Logger } from '@karna/common/log';
import type { Desktop } from '../../ports.ts';
import { Launcher } from './applications/launcher.ts';
import type { Environment } from './applications/programs.ts';
import { X11Clipboard } from './clipboard.ts';
import { XConnection } from './connection.ts';
import { releaseHeld } from './held.ts';
import { X11Hotkey } from './hotkey.ts';
import { Injector } from './injector.ts';
import { X11Keyboard } from './keyboard.ts';
import { Keymap } from './keymap.ts';
import { X11PersonInput } from './person-input.ts';
import { X11PersonWatch } from './person-watch.ts';
import { X11Pointer } from './pointer.ts';
import { X11Screen } from './screen.ts';
import { Selection } from './selection.ts';
import { EwmhWindows } from './windows.ts';

export interface X11DesktopOptions {
  /** `:1`, as in DISPLAY. */
  readonly display: string;
  /** What launched programs inherit; DISPLAY is set by us. */
  readonly environment: Environment;
  readonly log: Logger;
  /** Whether Ctrl+Alt+R is taken from applications. */
  readonly teachKey?: boolean;
  /** Never read pixels through shared memory; for comparison. */
  readonly socketOnly?: boolean;
}

/**
 * A desktop on an X server. Two connections, so that a large capture on a slow socket never stands before a key:
 * eyes (capture, damage) and hands (input, windows, clipboard, halt key).
 */
export async function openX11Desktop(options: X11DesktopOptions): Promise<Desktop> {
  const { display, environment, log, socketOnly = false } = options;
  await using opening = new AsyncDisposableStack();
  const eyes = opening.adopt(await XConnection.open(display, log), (connection) => connection.close());
  const hands = opening.adopt(await XConnection.open(display, log), (connection) => connection.close());
  const screen = opening.adopt(await X11Screen.open(eyes, { socketOnly }), (open) => open.close());
  const keymap = opening.adopt(new Keymap(hands), (open) => (hands.gone.aborted ? undefined : open.restore()));
  const injector = await Injector.open(hands);
  const keyboard = new X11Keyboard(hands, injector, keymap);
  const pointer = await X11Pointer.open(hands, injector);
  const clipboard = new X11Clipboard(hands, await Selection.open(hands));
  const haltKey = await X11Hotkey.open(hands, keymap, 'halt', log);
  const teachKey = options.teachKey ? await X11Hotkey.open(hands, keymap, 'teach', log) : undefined;
  // Of its own: what a person far away does is neither the agent's doing nor that of the person at the desktop.
  const farInjector = await Injector.open(hands);
  const remoteKeyboard = new X11Keyboard(hands, farInjector, keymap);
  const remotePointer = await X11Pointer.open(hands, farInjector);
  const personInput = await X11PersonInput.open(hands, [injector, farInjector]);
  const parts = opening.move();
  return {
    backend: 'x11',
    screen,
    pointer,
    keyboard,
    clipboard,
    windows: new EwmhWindows(hands),
    applications: new Launcher({ display, environment }),
    haltKey,
    teachKey,
    personInput,
    personWatch: new X11PersonWatch({ display, hands, injector, log }),
    remote: { pointer: remotePointer, keyboard: remoteKeyboard },
    gone: AbortSignal.any([eyes.gone, hands.gone]),
    releaseAll: async () => {
      keyboard.forgetHeld();
      remoteKeyboard.forgetHeld();
      return releaseHeld(hands, injector, keymap);
    },
    close: () => parts.disposeAsync(),
  };
}
