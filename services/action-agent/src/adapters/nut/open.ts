import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Desktop, Hotkey } from '../../ports.ts';
import { Launcher } from '../x11/applications/launcher.ts';
import type { Environment } from '../x11/applications/programs.ts';
import { X11Clipboard } from '../x11/clipboard.ts';
import { XConnection } from '../x11/connection.ts';
import { readDisplays } from '../x11/displays.ts';
import { releaseHeld } from '../x11/held.ts';
import { X11Hotkey } from '../x11/hotkey.ts';
import { Injector } from '../x11/injector.ts';
import { Keymap } from '../x11/keymap.ts';
import { Selection } from '../x11/selection.ts';
import { EwmhWindows } from '../x11/windows.ts';
import { SystemApplications } from './applications.ts';
import { NutClipboard } from './clipboard.ts';
import { NutKeyboard } from './keyboard.ts';
import { NutProcess } from './nut-process.ts';
import { NutPointer } from './pointer.ts';
import { NutScreen } from './screen.ts';
import { hasUsLayout } from './us-layout.ts';
import { NutWindows } from './windows.ts';

export interface NutDesktopOptions {
  /** The X display on Linux (`:1`); of no meaning elsewhere. */
  readonly display: string;
  /** What launched programs inherit. */
  readonly environment: Environment;
  readonly log: Logger;
  readonly platform?: NodeJS.Platform;
}

/**
 * A desktop through nut-js: its screen, pointer and keys everywhere. Windows, clipboard, programs and the halt key come
 * from X11 on Linux, from nut-js and the system elsewhere.
 */
export function openNutDesktop({ platform = process.platform, ...options }: NutDesktopOptions): Promise<Desktop> {
  return platform === 'linux' ? openOnLinux(options) : openElsewhere(options, platform);
}

async function openOnLinux({ display, environment, log }: NutDesktopOptions): Promise<Desktop> {
  await using opening = new AsyncDisposableStack();
  const connection = opening.adopt(await XConnection.open(display, log), (open) => open.close());
  const child = opening.adopt(new NutProcess({ ...environment, DISPLAY: display }, log), (open) => open.close());
  await child.order('hello', undefined);
  const keymap = new Keymap(connection);
  const injector = await Injector.open(connection);
  const clipboard = new X11Clipboard(connection, await Selection.open(connection));
  const pointer = new NutPointer(child);
  const keyboard = new NutKeyboard(child, clipboard, {
    kind: 'keys',
    hasUsLayout: (text) => hasUsLayout(connection, keymap, text),
  });
  const haltKey = await X11Hotkey.open(connection, keymap, 'halt', log);
  const parts = opening.move();
  return {
    backend: 'nut',
    screen: new NutScreen(child, () => readDisplays(connection)),
    pointer,
    keyboard,
    clipboard,
    windows: new EwmhWindows(connection),
    applications: new Launcher({ display, environment }),
    haltKey,
    teachKey: undefined,
    personInput: undefined,
    personWatch: undefined,
    remote: { pointer, keyboard },
    gone: AbortSignal.any([connection.gone, child.gone]),
    releaseAll: async () => {
      keyboard.forgetHeld();
      pointer.forgetHeld();
      return releaseHeld(connection, injector, keymap);
    },
    close: () => parts.disposeAsync(),
  };
}

async function openElsewhere({ environment, log }: NutDesktopOptions, platform: NodeJS.Platform): Promise<Desktop> {
  const child = new NutProcess({ ...environment }, log);
  await child.order('hello', undefined);
  const clipboard = new NutClipboard(child);
  const pointer = new NutPointer(child);
  const keyboard = new NutKeyboard(child, clipboard, { kind: 'system' });
  log.warn('this back end has no halt key on this system');
  return {
    backend: 'nut',
    screen: new NutScreen(child),
    pointer,
    keyboard,
    clipboard,
    windows: new NutWindows(child),
    applications: new SystemApplications(platform),
    haltKey: noHaltKey,
    teachKey: undefined,
    personInput: undefined,
    personWatch: undefined,
    remote: { pointer, keyboard },
    gone: child.gone,
    releaseAll: async () => [...(await keyboard.releaseAll()), ...(await pointer.releaseAll())],
    close: () => child.close(),
  };
}

const noHaltKey: Hotkey = {
  onPressed: () => {
    throw new DomainError('action.unsupported', 'this back end has no halt key on this system');
  },
};
