import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import type { Box, Window, Windows } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { XGeometry } from './wire.ts';

/** EWMH: the request comes from a pager-like tool acting for the person, so the window manager obeys it. */
const fromPager = 2;
const iconic = 3;
const viewable = 2;
const pointerRoot = 1;
/** A window manager answers within a few milliseconds; a busy machine gets this long. */
const obeyWithinMs = 5_000;
const askAgainMs = 15;
/** Parts of the desktop itself, not windows in a person's sense. */
const furniture = ['_NET_WM_WINDOW_TYPE_DESKTOP', '_NET_WM_WINDOW_TYPE_DOCK'];

/** Windows by the conventions of EWMH, or the root's children where there is no window manager. */
export class EwmhWindows implements Windows {
  readonly #connection: XConnection;

  constructor(connection: XConnection) {
    this.#connection = connection;
  }

  async list(): Promise<Window[]> {
    const [ids, active] = await Promise.all([this.#ids(), this.#active()]);
    const windows = await Promise.all(ids.map((id) => this.#read(id, active).catch((error) => this.#vanished(error))));
    return windows.filter((window) => window !== undefined);
  }

  // Window managers make frames that are not redirected either, but only applications give theirs a class.
  async popups(): Promise<Window[]> {
    const windows = await Promise.all(
      (await this.#children()).map((child) => this.#popup(child).catch((error) => this.#vanished(error))),
    );
    return windows.filter((window) => window !== undefined);
  }

  async #popup(window: number): Promise<Window | undefined> {
    const { mapState, overrideRedirect } = await this.#attributes(window);
    if (mapState !== viewable || !overrideRedirect) return undefined;
    const popup = await this.#read(window, 0);
    return popup?.application ? popup : undefined;
  }

  async focus(id: string): Promise<void> {
    const window = await this.#find(id);
    if (!(await this.#isManaged())) return this.#focusUnmanaged(window);
    await this.#order(window, '_NET_ACTIVE_WINDOW', [fromPager, 0, 0]);
    await this.#until(async () => (await this.#active()) === window, 'the window manager did not activate the window');
  }

  async minimize(id: string): Promise<void> {
    const window = await this.#find(id);
    await this.#order(window, 'WM_CHANGE_STATE', [iconic]);
    await this.#until(() => this.#isMinimized(window), 'the window manager did not minimise the window');
  }

  async close(id: string): Promise<void> {
    await this.#order(await this.#find(id), '_NET_CLOSE_WINDOW', [0, fromPager]);
  }

  async #ids(): Promise<number[]> {
    const { root } = this.#connection;
    const stacked = await this.#connection.numbers(root, '_NET_CLIENT_LIST_STACKING');
    if (stacked.length > 0 || (await this.#isManaged())) return stacked;
    const children = await this.#children();
    const shown = await Promise.all(children.map((child) => this.#isShown(child)));
    return children.filter((_, index) => shown[index]);
  }

  /** Of the root, bottom first. */
  async #children(): Promise<readonly number[]> {
    const { root } = this.#connection;
    return (await this.#connection.ask<{ children: number[] }>((client, done) => client.QueryTree(root, done)))
      .children;
  }

  async #isManaged(): Promise<boolean> {
    const [manager] = await this.#connection.numbers(this.#connection.root, '_NET_SUPPORTING_WM_CHECK');
    return manager !== undefined;
  }

  async #isShown(window: number): Promise<boolean> {
    const attributes = await this.#attributes(window).catch((error) => this.#vanished(error));
    return attributes?.mapState === viewable && !attributes.overrideRedirect;
  }

  #attributes(window: number): Promise<{ mapState: number; overrideRedirect: number }> {
    return this.#connection.ask((client, done) => client.GetWindowAttributes(window, done));
  }

  async #active(): Promise<number> {
    const { root } = this.#connection;
    const [active] = await this.#connection.numbers(root, '_NET_ACTIVE_WINDOW');
    if (active !== undefined) return active;
    return (await this.#connection.ask<{ focus: number }>((client, done) => client.GetInputFocus(done))).focus;
  }

  async #read(window: number, active: number): Promise<Window | undefined> {
    const [box, title, application, pid, kinds, isMinimized] = await Promise.all([
      this.#frame(window),
      this.#title(window),
      this.#application(window),
      this.#connection.numbers(window, '_NET_WM_PID'),
      this.#connection.numbers(window, '_NET_WM_WINDOW_TYPE'),
      this.#isMinimized(window),
    ]);
    const unwanted = await Promise.all(furniture.map((name) => this.#connection.atom(name)));
    if (kinds.some((kind) => unwanted.includes(kind))) return undefined;
    return {
      id: idOf(window),
      title,
      application,
      pid: pid[0] ?? 0,
      box,
      active: window === active && !isMinimized,
      minimized: isMinimized,
    };
  }

  /** The window with its decorations; without the shadow that GTK draws inside its own windows. */
  async #frame(window: number): Promise<Box> {
    const { root } = this.#connection;
    const [{ width, height }, { destX, destY }, frame, shadow] = await Promise.all([
      this.#connection.ask<XGeometry>((client, done) => client.GetGeometry(window, done)),
      this.#connection.ask<{ destX: number; destY: number }>((client, done) =>
        client.TranslateCoordinates(window, root, 0, 0, done),
      ),
      this.#connection.numbers(window, '_NET_FRAME_EXTENTS'),
      this.#connection.numbers(window, '_GTK_FRAME_EXTENTS'),
    ]);
    const [left = 0, right = 0, top = 0, bottom = 0] = [0, 1, 2, 3].map(
      (side) => (frame[side] ?? 0) - (shadow[side] ?? 0),
    );
    return { x: destX - left, y: destY - top, width: width + left + right, height: height + top + bottom };
  }

  async #title(window: number): Promise<string> {
    const modern = (await this.#connection.property(window, '_NET_WM_NAME')).data.toString('utf8');
    return modern || (await this.#connection.property(window, 'WM_NAME')).data.toString('latin1');
  }

  /** WM_CLASS is an instance and a class, each ended by a zero byte; the class is the application's name. */
  async #application(window: number): Promise<string> {
    const [instance = '', name = ''] = (await this.#connection.property(window, 'WM_CLASS')).data
      .toString('latin1')
      .split('\0');
    return name || instance;
  }

  async #isMinimized(window: number): Promise<boolean> {
    const [state, hidden, [wmState]] = await Promise.all([
      this.#connection.numbers(window, '_NET_WM_STATE'),
      this.#connection.atom('_NET_WM_STATE_HIDDEN'),
      this.#connection.numbers(window, 'WM_STATE'),
    ]);
    return state.includes(hidden) || wmState === iconic;
  }

  async #find(id: string): Promise<number> {
    const ids = await this.#ids();
    const found = ids.find((window) => idOf(window) === id);
    if (found === undefined) throw new DomainError('window.not_found', 'the window is no longer there');
    return found;
  }

  async #order(window: number, message: string, data: readonly number[]): Promise<void> {
    const type = await this.#connection.atom(message);
    this.#connection.tell((client) => client.SendClientMessage(this.#connection.root, window, type, 32, data));
    await this.#connection.sync();
  }

  async #focusUnmanaged(window: number): Promise<void> {
    this.#connection.tell((client) => {
      client.RaiseWindow(window);
      client.SetInputFocus(window, pointerRoot);
    });
    await this.#connection.sync();
  }

  async #until(isTrue: () => Promise<boolean>, otherwise: string): Promise<void> {
    const end = performance.now() + obeyWithinMs;
    while (!(await isTrue())) {
      if (performance.now() > end) throw new DomainError('action.failed', otherwise);
      await delay(askAgainMs);
    }
  }

  /** A window that closes while it is being read is simply no longer listed. */
  #vanished(error: unknown): undefined {
    if (this.#connection.gone.aborted) throw error;
    return undefined;
  }
}

const idOf = (window: number): string => `0x${window.toString(16)}`;
