// The shapes of the `x11` package (4.2.2, untyped) as far as this adapter uses it. Requests without a reply take an
// optional callback that hears of their success or failure; a callback that returns true has dealt with the error.
import type { EventEmitter } from 'node:events';

export type WireCallback<T> = (error: Error | null | undefined, reply: T) => boolean;

export interface XScreen {
  readonly root: number;
  readonly root_depth: number;
  readonly pixel_width: number;
  readonly pixel_height: number;
}

export interface XDisplay {
  readonly client: XClient;
  readonly screen: readonly XScreen[];
  readonly format: Readonly<Record<number, { readonly bits_per_pixel: number } | undefined>>;
  readonly min_keycode: number;
  readonly max_keycode: number;
}

export interface XProperty {
  readonly type: number;
  readonly format: number;
  readonly bytesAfter: number;
  readonly data: Buffer;
}

export interface XGeometry {
  readonly xPos: number;
  readonly yPos: number;
  readonly width: number;
  readonly height: number;
}

export interface XPointerState {
  readonly rootX: number;
  readonly rootY: number;
  readonly keyMask: number;
}

/** Any event. Which fields there are depends on `name`. */
export interface XEvent {
  readonly name?: string;
  readonly type: number;
  readonly wid: number;
  readonly time: number;
  readonly keycode: number;
  readonly buttons: number;
  readonly x: number;
  readonly y: number;
  readonly rootx: number;
  readonly rooty: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly request: number;
  readonly firstKeyCode: number;
  readonly atom: number;
  readonly state: number;
  readonly owner: number;
  readonly requestor: number;
  readonly selection: number;
  readonly target: number;
  readonly property: number;
  readonly damage: number;
  readonly area: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly detail: number;
  readonly sourceId: number;
  readonly message_type: number;
  readonly data: readonly number[];
}

export interface XClient extends EventEmitter {
  atoms: Record<string, number>;
  atom_names: Record<number, string>;
  readonly stream: EventEmitter & { destroy(): void };
  require(name: string, done: WireCallback<unknown>): void;
  terminate(): void;
  AllocID(): number;
  ReleaseID(id: number): void;
  InternAtom(onlyIfExists: boolean, name: string, done: WireCallback<number>): void;
  GetAtomName(atom: number, done: WireCallback<string>): void;
  GetInputFocus(done: WireCallback<{ focus: number }>): void;
  GetGeometry(drawable: number, done: WireCallback<XGeometry>): void;
  GetWindowAttributes(window: number, done: WireCallback<{ mapState: number; overrideRedirect: number }>): void;
  TranslateCoordinates(
    from: number,
    to: number,
    x: number,
    y: number,
    done: WireCallback<{ destX: number; destY: number }>,
  ): void;
  QueryTree(window: number, done: WireCallback<{ parent: number; children: number[] }>): void;
  QueryPointer(window: number, done: WireCallback<XPointerState>): void;
  QueryKeymap(done: WireCallback<Buffer>): void;
  GetProperty(
    remove: number,
    window: number,
    name: number,
    type: number,
    offset: number,
    length: number,
    done: WireCallback<XProperty>,
  ): void;
  ChangeProperty(
    mode: number,
    window: number,
    name: number,
    type: number,
    format: number,
    data: Buffer | string | number[],
    done?: WireCallback<unknown>,
  ): void;
  DeleteProperty(window: number, name: number, done?: WireCallback<unknown>): void;
  SetSelectionOwner(owner: number, selection: number, time: number): void;
  GetSelectionOwner(selection: number, done: WireCallback<number>): void;
  ConvertSelection(requestor: number, selection: number, target: number, property: number, time: number): void;
  SendEvent(
    to: number,
    propagate: number,
    mask: number,
    event: Readonly<Record<string, unknown>>,
    done?: WireCallback<unknown>,
  ): void;
  SendClientMessage(
    to: number,
    about: number,
    type: number,
    format: number,
    data: readonly number[],
    mask?: number,
    done?: WireCallback<unknown>,
  ): void;
  GetImage(
    format: number,
    drawable: number,
    x: number,
    y: number,
    width: number,
    height: number,
    planes: number,
    done: WireCallback<{ data: Buffer }>,
  ): void;
  GetKeyboardMapping(first: number, count: number, done: WireCallback<number[][]>): void;
  ChangeKeyboardMapping(
    first: number,
    perKeycode: number,
    keysyms: readonly number[],
    done?: WireCallback<unknown>,
  ): void;
  GetPointerMapping(done: WireCallback<number[]>): void;
  GrabKeyboard(
    window: number,
    ownerEvents: number,
    time: number,
    pointerMode: number,
    keyboardMode: number,
    done: WireCallback<number>,
  ): void;
  GrabServer(): void;
  UngrabServer(): void;
  GetModifierMapping(done: WireCallback<number[][]>): void;
  GrabKey(
    window: number,
    ownerEvents: number,
    modifiers: number,
    keycode: number,
    pointerMode: number,
    keyboardMode: number,
    done?: WireCallback<unknown>,
  ): void;
  UngrabKey(window: number, keycode: number, modifiers: number): void;
  CreateWindow(
    id: number,
    parent: number,
    x: number,
    y: number,
    width: number,
    height: number,
    border: number,
    depth: number,
    kind: number,
    visual: number,
    values: Readonly<Record<string, number>>,
  ): void;
  ChangeWindowAttributes(window: number, values: Readonly<Record<string, number>>, done?: WireCallback<unknown>): void;
  DestroyWindow(window: number): void;
  MapWindow(window: number): void;
  RaiseWindow(window: number): void;
  SetInputFocus(window: number, revertTo: number): void;
  CreateGC(id: number, drawable: number, values: Readonly<Record<string, number>>): void;
  ChangeGC(id: number, values: Readonly<Record<string, number>>): void;
  PolyFillRectangle(drawable: number, gc: number, rectangles: readonly number[]): void;
}

export interface XTest {
  FakeInput(type: number, detail: number, delayMs: number, root: number, x: number, y: number): void;
}

export interface XDamage {
  Create(damage: number, drawable: number, level: number): void;
  Destroy(damage: number): void;
  Subtract(damage: number, repair: number, parts: number): void;
}

export interface XCursor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly xhot: number;
  readonly yhot: number;
  readonly cursorSerial: number;
  /** ARGB as 32-bit words, alpha multiplied in. */
  readonly cursorImage: Buffer;
}

export interface XFixes {
  SelectCursorInput(window: number, mask: number): void;
  GetCursorImage(done: WireCallback<XCursor>): void;
}

export interface XShmSegment {
  readonly size: number;
  readonly buffer: Buffer;
  getImage(
    drawable: number,
    x: number,
    y: number,
    width: number,
    height: number,
    planes: number,
    format: number,
    offset: number,
    done: WireCallback<{ size: number }>,
  ): void;
  detach(done: () => void): void;
}

export interface XShm {
  usable(done: WireCallback<boolean>): void;
  createSegment(size: number, done: WireCallback<XShmSegment>): void;
}

export interface XRandr {
  GetScreenResourcesCurrent(window: number, done: WireCallback<{ outputs: number[]; config_timestamp?: number }>): void;
  GetOutputInfo(
    output: number,
    time: number,
    done: WireCallback<{ crtc: number; connection: number; name: string }>,
  ): void;
  GetCrtcInfo(
    crtc: number,
    time: number,
    done: WireCallback<{ x: number; y: number; width: number; height: number }>,
  ): void;
  GetOutputPrimary(window: number, done: WireCallback<number>): void;
}

/** Protocol as the server saw it: 32 bytes per event, or whole requests. */
export interface XRecorded {
  /** 0: from the server (events), 1: from a client (requests), 4: it begins. */
  readonly category: number;
  readonly serverTime: number;
  readonly data: Buffer;
}

export interface XRange {
  readonly coreRequests?: { readonly first: number; readonly last: number };
  readonly deviceEvents?: { readonly first: number; readonly last: number };
}

export interface XRecord {
  readonly CS: { readonly AllClients: number };
  CreateContext(context: number, header: number, clients: readonly number[], ranges: readonly XRange[]): void;
  /** Never ends by itself: the connection is given to it. */
  EnableContext(context: number, onData: (recorded: XRecorded) => void, done: WireCallback<unknown>): void;
  DisableContext(context: number): void;
  FreeContext(context: number): void;
}

export interface XInput {
  XISelectEvents(window: number, masks: { deviceId: number; mask: readonly string[] }): void;
}

export interface X11Package {
  createClient(
    options: { display: string; shm?: boolean },
    done: (error: Error | null | undefined, display: XDisplay) => void,
  ): XClient;
  readonly eventMask: Readonly<
    Record<
      | 'KeyPress'
      | 'KeyRelease'
      | 'ButtonPress'
      | 'ButtonRelease'
      | 'PointerMotion'
      | 'Exposure'
      | 'StructureNotify'
      | 'PropertyChange'
      | 'FocusChange',
      number
    >
  >;
  readonly keySyms: Readonly<Record<string, { readonly code: number; readonly description?: string | null }>>;
}
