import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Desktop, Display, Hotkey } from '../../ports.ts';
import { HookProcess } from '../uiohook/hook-process.ts';
import { UiohookPerson } from '../uiohook/person.ts';
import { readWindowsTyping } from '../uiohook/windows-typing.ts';
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
import { remoteHands } from './remote-hands.ts';
import { NutScreen } from './screen.ts';
import { changesMainKeys, hasUsLayout, readXTyping } from './us-layout.ts';
import { NutWindows } from './windows.ts';

export interface NutDesktopOptions {
  /** The X display on Linux (`:1`); of no meaning elsewhere. */
  readonly display: string;
  /** What launched programs inherit. */
  readonly environment: Environment;
  readonly log: Logger;
  /** Whether Ctrl+Alt+R begins and ends recordings. */
  readonly teachKey?: boolean;
  readonly platform?: NodeJS.Platform;
}

/**
 * A desktop through nut-js: its screen, pointer and keys everywhere, and the person through uiohook-napi on
 * Linux and Windows. Windows, clipboard, programs and hotkeys come from X11 on Linux; from nut-js, the system and the hook
 * elsewhere.
 */
export function openNutDesktop({ platform = process.platform, ...options }: NutDesktopOptions): Promise<Desktop> {
  return platform === 'linux' ? openOnLinux(options) : openElsewhere(options, platform);
}

async function openOnLinux({ display, environment, log, ...options }: NutDesktopOptions): Promise<Desktop> {
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
  const person = opening.adopt(
    new UiohookPerson({
      hook: new HookProcess({ ...environment, DISPLAY: display }),
      injecting: child,
      platform: 'linux',
      log,
      readTyping: () => readXTyping(connection, keymap),
      checkPlaces: async () => checkOneMonitor(await readDisplays(connection)),
    }),
    (open) => open.close(),
  );
  opening.adopt(
    connection.onEvent((event) => {
      if (changesMainKeys(event)) void person.askTyping();
    }),
    (unhear) => unhear(),
  );
  const teachKey = options.teachKey ? await X11Hotkey.open(connection, keymap, 'teach', log) : undefined;
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
    teachKey,
    personInput: person,
    personWatch: person,
    remote: remoteHands(pointer, keyboard, (event) => person.tell(event)),
    gone: AbortSignal.any([connection.gone, child.gone]),
    releaseAll: async () => {
      keyboard.forgetHeld();
      pointer.forgetHeld();
      return releaseHeld(connection, injector, keymap);
    },
    close: () => parts.disposeAsync(),
  };
}

async function openElsewhere(
  { environment, log, teachKey = false }: NutDesktopOptions,
  platform: NodeJS.Platform,
): Promise<Desktop> {
  const child = new NutProcess({ ...environment }, log);
  await child.order('hello', undefined);
  const clipboard = new NutClipboard(child);
  const pointer = new NutPointer(child);
  const keyboard = new NutKeyboard(child, clipboard, { kind: 'system' });
  const person = platform === 'win32' ? windowsPerson(child, environment, log) : undefined;
  if (!person) log.warn('this back end has no halt key on this system');
  return {
    backend: 'nut',
    screen: new NutScreen(child),
    pointer,
    keyboard,
    clipboard,
    windows: new NutWindows(child),
    applications: new SystemApplications(platform),
    haltKey: person?.hotkey('halt') ?? noHaltKey,
    teachKey: teachKey ? person?.hotkey('teach') : undefined,
    personInput: person,
    personWatch: person,
    remote: person ? remoteHands(pointer, keyboard, (event) => person.tell(event)) : { pointer, keyboard },
    gone: child.gone,
    releaseAll: async () => [...(await keyboard.releaseAll()), ...(await pointer.releaseAll())],
    close: async () => {
      await person?.close();
      await child.close();
    },
  };
}

/**
 * Not on macOS: there the library (1.5.5) hands each key to the main queue, which Node does not serve, and stands still at
 * the first one (SnosMe/uiohook-napi#23).
 */
const windowsPerson = (injecting: NutProcess, environment: Environment, log: Logger): UiohookPerson =>
  new UiohookPerson({
    hook: new HookProcess({ ...environment }),
    injecting,
    platform: 'win32',
    log,
    readTyping: readWindowsTyping,
    checkPlaces: async () => {},
  });

/** libuiohook tells places from the corner of whichever monitor X names first. */
function checkOneMonitor(displays: readonly Display[]): void {
  if (displays.length <= 1) return;
  throw new DomainError(
    'action.unsupported',
    'with several monitors on Linux this back end cannot tell where a person clicks: use KARNA_AGENT_BACKEND=x11',
  );
}

const noHaltKey: Hotkey = {
  onPressed: () => {
    throw new DomainError('action.unsupported', 'this back end has no halt key on this system');
  },
};
