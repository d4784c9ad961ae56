import type { Logger } from '@karna/common/log';
import type { Box, Button } from '../../ports.ts';
import { eventMask, keySyms, XConnection } from '../x11/connection.ts';
import type { XEvent } from '../x11/wire.ts';
import type { InputEvent, Witness } from './rig.ts';

/** The X names of our keys: the judge's own table, so that it does not share a mistake with the adapter. */
const xNames: Readonly<Record<string, string>> = {
  Return: 'Enter',
  Tab: 'Tab',
  BackSpace: 'Backspace',
  Escape: 'Escape',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  Page_Up: 'PageUp',
  Page_Down: 'PageDown',
  Left: 'Left',
  Up: 'Up',
  Right: 'Right',
  Down: 'Down',
  space: 'Space',
  Menu: 'Menu',
  Print: 'PrintScreen',
  Pause: 'Pause',
  Caps_Lock: 'CapsLock',
  Num_Lock: 'NumLock',
  Scroll_Lock: 'ScrollLock',
  Control_L: 'Control',
  Shift_L: 'Shift',
  Alt_L: 'Alt',
  Meta_L: 'Alt',
  Super_L: 'Super',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`F${index + 1}`, `F${index + 1}`])),
};
const keyNames = new Map(Object.entries(xNames).map(([name, ours]) => [keySyms[`XK_${name}`]?.code ?? 0, ours]));
/** `(ж) CYRILLIC ...`: older symbols say in their description which character they are. */
const olderCharacters = new Map(
  Object.values(keySyms).map(({ code, description }) => [code, /^\((.)\)/u.exec(description ?? '')?.[1]]),
);
const buttons: Readonly<Record<number, Button>> = { 1: 'left', 2: 'middle', 3: 'right' };
const wheels: Readonly<Record<number, readonly [number, number]>> = { 4: [0, -1], 5: [0, 1], 6: [-1, 0], 7: [1, 0] };
const userPosition = 1;
const userSize = 2;
const shiftMask = 1;
const stringAtom = 31;
const windowNameAtom = 39;
const classAtom = 67;
const sizeHintsAtom = 41;
const normalHintsAtom = 40;

/** A plain X window that decodes its events as a simple program would: its own keymap, read again when that changes. */
export class XWitness implements Witness {
  readonly title: string;
  readonly window: number;
  readonly #connection: XConnection;
  readonly #gc: number;
  readonly #painted: { box: Box; colour: number }[] = [];
  #events: InputEvent[] = [];
  #keymap: number[][] = [];
  /** Events wait their turn while the keymap is read. */
  #turn: Promise<void> = Promise.resolve();
  #isShown = Promise.withResolvers<void>();

  private constructor(connection: XConnection, title: string, { x, y, width, height }: Box) {
    this.#connection = connection;
    this.title = title;
    this.window = connection.newId();
    this.#gc = connection.newId();
    const { KeyPress, KeyRelease, ButtonPress, ButtonRelease, PointerMotion, Exposure } = eventMask;
    connection.onEvent((event) => {
      this.#turn = this.#turn.then(() => this.#note(event));
      // Told by events(): a window that closes while it reads the keymap has nobody left to tell.
      this.#turn.catch(() => undefined);
    });
    connection.tell((client) => {
      client.CreateWindow(this.window, connection.root, x, y, width, height, 0, 0, 0, 0, {
        backgroundPixel: 0xe0e0e0,
        eventMask: KeyPress | KeyRelease | ButtonPress | ButtonRelease | PointerMotion | Exposure,
      });
      client.CreateGC(this.#gc, this.window, { foreground: 0 });
    });
  }

  static async open(display: string, title: string, box: Box, log: Logger): Promise<XWitness> {
    const witness = new XWitness(await XConnection.open(display, log), title, box);
    await witness.#show(box);
    return witness;
  }

  async box(): Promise<Box> {
    const { root } = this.#connection;
    const { width, height } = await this.#connection.ask<{ width: number; height: number }>((client, done) =>
      client.GetGeometry(this.window, done),
    );
    const { destX, destY } = await this.#connection.ask<{ destX: number; destY: number }>((client, done) =>
      client.TranslateCoordinates(this.window, root, 0, 0, done),
    );
    return { x: destX, y: destY, width, height };
  }

  async events(): Promise<InputEvent[]> {
    await this.#connection.sync();
    await this.#turn;
    return [...this.#events];
  }

  forget(): void {
    this.#events = [];
  }

  /** When the next key or button goes down in it, on the clock of `performance.now()`. */
  nextPress(): Promise<number> {
    return new Promise((resolve) => {
      const unhear = this.#connection.onEvent(({ name }) => {
        if (name !== 'KeyPress' && name !== 'ButtonPress') return;
        unhear();
        resolve(performance.now());
      });
    });
  }

  async paint(box: Box, colour: number): Promise<void> {
    this.#painted.push({ box, colour });
    this.#fill(box, colour);
    await this.#connection.sync();
  }

  async close(): Promise<void> {
    if (this.#connection.gone.aborted) return;
    this.#connection.tell((client) => client.DestroyWindow(this.window));
    await this.#connection.sync();
    this.#connection.close();
  }

  async #show({ x, y, width, height }: Box): Promise<void> {
    await this.#readKeymap();
    const [utf8, netName] = await Promise.all([
      this.#connection.atom('UTF8_STRING'),
      this.#connection.atom('_NET_WM_NAME'),
    ]);
    const hints = [userPosition | userSize, x, y, width, height, ...new Array<number>(13).fill(0)];
    this.#connection.tell((client) => {
      client.ChangeProperty(0, this.window, windowNameAtom, stringAtom, 8, Buffer.from(this.title, 'latin1'));
      client.ChangeProperty(0, this.window, netName, utf8, 8, Buffer.from(this.title, 'utf8'));
      client.ChangeProperty(0, this.window, classAtom, stringAtom, 8, Buffer.from('witness\0Witness\0'));
      client.ChangeProperty(0, this.window, normalHintsAtom, sizeHintsAtom, 32, hints);
      client.MapWindow(this.window);
    });
    await this.#isShown.promise;
  }

  async #note(event: XEvent): Promise<void> {
    const at = { x: event.x, y: event.y };
    const wheel = wheels[event.keycode];
    const button = buttons[event.keycode];
    switch (event.name) {
      case 'Expose':
        this.#isShown.resolve();
        for (const { box, colour } of this.#painted) this.#fill(box, colour);
        return;
      case 'MappingNotify':
        return this.#readKeymap();
      case 'MotionNotify':
        this.#events.push({ kind: 'move', at });
        return;
      case 'KeyPress':
      case 'KeyRelease':
        this.#events.push({ kind: event.name === 'KeyPress' ? 'key-down' : 'key-up', key: this.#keyOf(event) });
        return;
      case 'ButtonPress':
        if (wheel) this.#events.push({ kind: 'wheel', right: wheel[0], down: wheel[1] });
        else if (button) this.#events.push({ kind: 'button-down', button, at });
        return;
      case 'ButtonRelease':
        if (button) this.#events.push({ kind: 'button-up', button, at });
        return;
      default:
    }
  }

  #keyOf({ keycode, buttons: state }: XEvent): string {
    const [plain = 0, shifted = 0] = this.#keymap[keycode - this.#connection.display.min_keycode] ?? [];
    const name = keyNames.get(plain);
    if (name) return name;
    const keysym = (state & shiftMask) !== 0 && shifted !== 0 ? shifted : plain;
    if (keysym > 0x01000000) return String.fromCodePoint(keysym - 0x01000000);
    return keysym < 0x100 ? String.fromCodePoint(keysym) : (olderCharacters.get(keysym) ?? `keysym ${keysym}`);
  }

  async #readKeymap(): Promise<void> {
    const { min_keycode: first, max_keycode: last } = this.#connection.display;
    this.#keymap = await this.#connection.ask<number[][]>((client, done) =>
      client.GetKeyboardMapping(first, last - first + 1, done),
    );
  }

  #fill({ x, y, width, height }: Box, colour: number): void {
    this.#connection.tell((client) => {
      client.ChangeGC(this.#gc, { foreground: colour });
      client.PolyFillRectangle(this.window, this.#gc, [x, y, width, height]);
    });
  }
}
