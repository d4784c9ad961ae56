import { type Box, everything, type Following, type PointerLook, type PointerShape } from '../../ports.ts';
import type { XConnection } from './connection.ts';
import type { XCursor, XDamage, XEvent, XFixes, XInput } from './wire.ts';

/** Report each rectangle by which the damaged area grows. */
const deltaRectangles = 1;
const allMasterDevices = 1;
const displayCursor = 1;
/** The pointer may be moved without an event (by a program that warps it): looked at so often (ms), the more where no event tells of any movement. */
const lookEveryMs = { told: 1_000, untold: 250 };
/** More boxes than this are told as one. */
const mostBoxes = 64;

/** Hears through DAMAGE where something was drawn, and through XInput 2 and XFIXES of the pointer. */
export class X11Following implements Following {
  readonly #connection: XConnection;
  readonly #changed: () => void;
  readonly #damage: XDamage;
  readonly #fixes: XFixes;
  readonly #id: number;
  readonly #unhear: () => void;
  readonly #timer: NodeJS.Timeout;
  #boxes: Box[];
  #pointer: PointerLook | undefined;
  /** It may be elsewhere, or look otherwise. */
  #hasPointed = true;

  private constructor(
    connection: XConnection,
    extensions: { readonly damage: XDamage; readonly fixes: XFixes },
    changed: () => void,
    everyMs: number,
  ) {
    this.#connection = connection;
    this.#changed = changed;
    this.#damage = extensions.damage;
    this.#fixes = extensions.fixes;
    this.#id = connection.newId();
    this.#boxes = [everything];
    this.#unhear = connection.onEvent((event) => this.#hear(event));
    this.#timer = setInterval(() => this.#pointed(), everyMs);
    connection.tell(() => this.#damage.Create(this.#id, connection.root, deltaRectangles));
    connection.tell(() => this.#fixes.SelectCursorInput(connection.root, displayCursor));
  }

  static async open(connection: XConnection, changed: () => void): Promise<X11Following> {
    const damage = await connection.extension<XDamage>('damage');
    const fixes = await connection.extension<XFixes>('fixes');
    const input = await connection.extension<XInput>('xinput').catch(() => undefined); // then the timer finds movements
    const everyMs = input ? lookEveryMs.told : lookEveryMs.untold;
    const following = new X11Following(connection, { damage, fixes }, changed, everyMs);
    connection.tell(() => input?.XISelectEvents(connection.root, { deviceId: allMasterDevices, mask: ['RawMotion'] }));
    return following;
  }

  take(): readonly Box[] {
    const boxes = this.#boxes;
    this.#boxes = [];
    if (boxes.length > 0) this.#connection.tell(() => this.#damage.Subtract(this.#id, 0, 0));
    return boxes;
  }

  async pointer(): Promise<PointerLook> {
    const known = this.#pointer;
    if (known && !this.#hasPointed) return known;
    this.#hasPointed = false;
    const cursor = await this.#connection.ask<XCursor>((_, done) => this.#fixes.GetCursorImage(done));
    const look = cursor.cursorSerial;
    const shape = known?.look === look ? known.shape : shapeOf(cursor);
    this.#pointer = { at: { x: cursor.x, y: cursor.y }, look, shape };
    return this.#pointer;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unhear();
    if (this.#connection.gone.aborted) return;
    this.#connection.tell(() => this.#damage.Destroy(this.#id));
    this.#connection.tell(() => this.#fixes.SelectCursorInput(this.#connection.root, 0));
  }

  #pointed(): void {
    this.#hasPointed = true;
    this.#changed();
  }

  #hear(event: XEvent): void {
    if (event.name === 'DamageNotify' && event.damage === this.#id) {
      const { x, y, w, h } = event.area;
      if (this.#boxes.length < mostBoxes) this.#boxes.push({ x, y, width: w, height: h });
      else this.#boxes = [everything];
      this.#changed();
    } else if (event.name === 'XIRawMotion' || event.name === 'CursorNotify') this.#pointed();
    else if (event.name === 'ConfigureNotify' && event.wid === this.#connection.root) {
      this.#boxes = [everything];
      this.#changed();
    }
  }
}

function shapeOf({ width, height, xhot, yhot, cursorImage }: XCursor): PointerShape {
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < pixels.length; at += 4) {
    const [blue = 0, green = 0, red = 0, alpha = 0] = cursorImage.subarray(at, at + 4);
    const apart = (value: number) => (alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha)));
    pixels.set([apart(red), apart(green), apart(blue), alpha], at);
  }
  return { width, height, hot: { x: xhot, y: yhot }, pixels };
}
