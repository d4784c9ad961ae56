import { createRequire } from 'node:module';
import type { Box } from './viewers.ts';

/** As much of the `x11` package as is drawn with here. */
interface Client {
  AllocID(): number;
  CreateWindow(...args: unknown[]): void;
  CreatePixmap(id: number, drawable: number, depth: number, width: number, height: number): void;
  CreateGC(id: number, drawable: number, values: object): void;
  ChangeGC(id: number, values: object): void;
  MapWindow(id: number): void;
  RaiseWindow(id: number): void;
  PolyFillRectangle(drawable: number, gc: number, rectangles: readonly number[]): void;
  PutImage(...args: unknown[]): void;
  CopyArea(...args: unknown[]): void;
  GetInputFocus(done: (error: unknown) => void): void;
  terminate(): void;
}

interface Opened {
  readonly client: Client;
  readonly screen: readonly { readonly root: number }[];
}

const x11 = createRequire(import.meta.url)('x11') as {
  createClient(options: object, done: (error: unknown, opened: Opened) => void): void;
};

const zPixmap = 2;
const depth = 24;
/** Rows of one PutImage: a request has at most 256 kB. */
const rowsAtOnce = 40;

/** A window that lies above everything and is drawn into: what a viewer is to see. */
export class Painter {
  readonly #client: Client;
  readonly #window: number;
  readonly #gc: number;
  readonly #box: Box;
  readonly #pixmaps: number[] = [];

  private constructor({ client, screen }: Opened, box: Box) {
    this.#client = client;
    this.#box = box;
    this.#window = client.AllocID();
    this.#gc = client.AllocID();
    const { x, y, width, height } = box;
    const values = { backgroundPixel: 0, overrideRedirect: 1 };
    client.CreateWindow(this.#window, screen[0]?.root, x, y, width, height, 0, 0, 0, 0, values);
    client.CreateGC(this.#gc, this.#window, { foreground: 0, graphicsExposures: 0 });
    client.MapWindow(this.#window);
    client.RaiseWindow(this.#window);
  }

  static async open(display: string, box: Box): Promise<Painter> {
    const opened = await new Promise<Opened>((resolve, reject) =>
      x11.createClient({ display }, (error, result) => (error ? reject(error) : resolve(result))),
    );
    const painter = new Painter(opened, box);
    await painter.#sync();
    return painter;
  }

  /** Fills all of it; answers when it was sent. */
  fill(colour: number): number {
    this.#client.ChangeGC(this.#gc, { foreground: colour });
    this.#client.PolyFillRectangle(this.#window, this.#gc, [0, 0, this.#box.width, this.#box.height]);
    const sentMs = performance.now();
    this.#client.GetInputFocus(() => {});
    return sentMs;
  }

  /** Keeps a picture (BGRX) at the server, to be shown later. */
  async keep(pixels: Buffer): Promise<number> {
    const { width, height } = this.#box;
    const pixmap = this.#client.AllocID();
    this.#client.CreatePixmap(pixmap, this.#window, depth, width, height);
    for (let row = 0; row < height; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, height - row);
      const strip = pixels.subarray(row * width * 4, (row + rows) * width * 4);
      this.#client.PutImage(zPixmap, pixmap, this.#gc, width, rows, 0, row, 0, depth, strip);
    }
    await this.#sync();
    return this.#pixmaps.push(pixmap) - 1;
  }

  show(kept: number): number {
    const { width, height } = this.#box;
    this.#client.CopyArea(this.#pixmaps[kept], this.#window, this.#gc, 0, 0, 0, 0, width, height);
    const sentMs = performance.now();
    this.#client.GetInputFocus(() => {});
    return sentMs;
  }

  close(): void {
    this.#client.terminate();
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => this.#client.GetInputFocus((error) => (error ? reject(error) : resolve())));
  }
}
