import type { Box, Button, Point } from '../../ports.ts';

/** What reached a window, as the window's program sees it. Places are relative to its client area. */
export type InputEvent =
  | { readonly kind: 'button-down' | 'button-up'; readonly button: Button; readonly at: Point }
  | { readonly kind: 'move'; readonly at: Point }
  | { readonly kind: 'wheel'; readonly right: number; readonly down: number }
  | { readonly kind: 'key-down' | 'key-up'; readonly key: string };

/** A text field in a window; `box` is relative to the window's client area. */
export interface SceneField {
  readonly box: Box;
  text: string;
  isAllSelected: boolean;
}

export interface Patch {
  readonly box: Box;
  /** 0xRRGGBB. */
  readonly colour: number;
}

export interface SceneWindow {
  readonly id: string;
  readonly title: string;
  readonly application: string;
  readonly pid: number;
  /** With the title bar. */
  readonly box: Box;
  readonly fields: SceneField[];
  readonly patches: Patch[];
  readonly events: InputEvent[];
  isMinimized: boolean;
  focused: SceneField | undefined;
}

export const titleBarPx = 20;
const colours = {
  desktop: 0x305070,
  bar: 0x888888,
  activeBar: 0x3366cc,
  client: 0xf0f0f0,
  field: 0xffffff,
  ink: 0x101010,
};
/** One character's cell in a field (px). */
const cell = { width: 8, height: 12 };

/** A desktop of rectangles: windows with title bars, patches of colour and text fields, drawn anew at every change. */
export class Scene {
  readonly width: number;
  readonly height: number;
  /** Bottom first. */
  readonly windows: SceneWindow[] = [];
  pixels: Uint8Array;
  active: SceneWindow | undefined;
  readonly #listeners = new Set<() => void>();
  #nextId = 1;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = this.#drawn();
  }

  add(title: string, application: string, box: Box, fields: readonly Box[] = []): SceneWindow {
    const number = this.#nextId++;
    const window: SceneWindow = {
      id: `window-${number}`,
      title,
      application,
      pid: 1000 + number,
      box,
      fields: fields.map((place) => ({ box: place, text: '', isAllSelected: false })),
      patches: [],
      events: [],
      isMinimized: false,
      focused: undefined,
    };
    this.windows.push(window);
    this.active = window;
    this.changed();
    return window;
  }

  remove(window: SceneWindow): void {
    this.windows.splice(this.windows.indexOf(window), 1);
    if (this.active === window) this.active = this.#topmost(() => true);
    this.changed();
  }

  activate(window: SceneWindow): void {
    window.isMinimized = false;
    this.windows.splice(this.windows.indexOf(window), 1);
    this.windows.push(window);
    this.active = window;
    this.changed();
  }

  minimize(window: SceneWindow): void {
    window.isMinimized = true;
    if (this.active === window) this.active = this.#topmost(() => true);
    this.changed();
  }

  windowAt(at: Point): SceneWindow | undefined {
    return this.#topmost(({ box }) => contains(box, at));
  }

  /** Draws the scene; tells whoever listens only when a pixel differs. */
  changed(): void {
    const drawn = this.#drawn();
    const differs = Buffer.compare(drawn, this.pixels) !== 0;
    this.pixels = drawn;
    if (differs) for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #topmost(isWanted: (window: SceneWindow) => boolean): SceneWindow | undefined {
    return this.windows.findLast((window) => !window.isMinimized && isWanted(window));
  }

  #drawn(): Uint8Array {
    const canvas = new Canvas(this.width, this.height);
    canvas.fill({ x: 0, y: 0, width: this.width, height: this.height }, colours.desktop);
    for (const window of this.windows) if (!window.isMinimized) this.#drawWindow(canvas, window);
    return canvas.pixels;
  }

  #drawWindow(canvas: Canvas, window: SceneWindow): void {
    const { box } = window;
    const client = clientOf(window);
    canvas.fill(box, colours.client);
    canvas.fill({ ...box, height: titleBarPx }, window === this.active ? colours.activeBar : colours.bar);
    for (const patch of window.patches) canvas.fill(moved(patch.box, client), patch.colour);
    for (const field of window.fields) {
      canvas.fill(moved(field.box, client), colours.field);
      this.#drawText(canvas, moved(field.box, client), field.text);
    }
  }

  /** A character is a bar whose height tells it from its neighbours: enough for a change to be seen. */
  #drawText(canvas: Canvas, { x, y, width, height }: Box, text: string): void {
    const perLine = Math.max(1, Math.floor(width / cell.width));
    [...text].forEach((character, index) => {
      const top = y + Math.floor(index / perLine) * cell.height;
      const bar = 2 + ((character.codePointAt(0) ?? 0) % (cell.height - 3));
      if (top + cell.height > y + height) return;
      canvas.fill(
        { x: x + (index % perLine) * cell.width + 1, y: top, width: cell.width - 2, height: bar },
        colours.ink,
      );
    });
  }
}

export const clientOf = ({ box }: SceneWindow): Box => ({
  x: box.x,
  y: box.y + titleBarPx,
  width: box.width,
  height: box.height - titleBarPx,
});

export const contains = ({ x, y, width, height }: Box, at: Point): boolean =>
  at.x >= x && at.y >= y && at.x < x + width && at.y < y + height;

const moved = (box: Box, by: Point): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y });

class Canvas {
  readonly pixels: Uint8Array;
  readonly #words: Uint32Array;
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#words = new Uint32Array(width * height);
    this.pixels = new Uint8Array(this.#words.buffer);
  }

  fill({ x, y, width, height }: Box, colour: number): void {
    const left = Math.max(0, x);
    const right = Math.min(this.#width, x + width);
    for (let row = Math.max(0, y); row < Math.min(this.#height, y + height); row++) {
      if (right > left) this.#words.fill(colour, row * this.#width + left, row * this.#width + right);
    }
  }
}
