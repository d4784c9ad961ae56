import { DomainError } from '@karna/common/errors';
import { freshId } from '@karna/proto/ids';
import { clipped } from '../../domain/geometry.ts';
import type { Box, Display, Following, FrameId, OnTheWay, Point, RawFrame, Rest, Screen } from '../../ports.ts';
import { differs, paste } from '../pixels.ts';
import { eventMask, type XConnection } from './connection.ts';
import { DamageWatch } from './damage.ts';
import { readDisplays } from './displays.ts';
import { X11Following } from './following.ts';
import { type Grabber, openGrabber, openSocketGrabber } from './grabber.ts';
import type { XGeometry, XPointerState } from './wire.ts';

/** How often, at most, a settle looks at what was drawn: 50 captures a second cost at most 15 % of a core at 1080p. */
const lookEveryMs = 20;

export interface ScreenOptions {
  /** Never use shared memory; for comparison and for servers that take a segment but cannot fill it. */
  readonly socketOnly?: boolean;
}

/** A wait for quiet, in ms of `performance.now()`. */
interface Wait {
  readonly start: number;
  readonly quietMs: number;
  readonly end: number;
  readonly onTheWay: OnTheWay | undefined;
}

export class X11Screen implements Screen {
  readonly #connection: XConnection;
  readonly #grabber: Grabber;
  #width: number;
  #height: number;

  private constructor(connection: XConnection, grabber: Grabber, { width, height }: XGeometry) {
    this.#connection = connection;
    this.#grabber = grabber;
    this.#width = width;
    this.#height = height;
    connection.onEvent((event) => {
      if (event.name === 'ConfigureNotify' && event.wid === connection.root) this.#resize(event);
    });
  }

  static async open(connection: XConnection, options: ScreenOptions = {}): Promise<X11Screen> {
    checkFormat(connection);
    connection.tell((client) =>
      client.ChangeWindowAttributes(connection.root, { eventMask: eventMask.StructureNotify }),
    );
    const size = await readSize(connection);
    const grabber = options.socketOnly
      ? openSocketGrabber(connection)
      : await openGrabber(connection, size.width * size.height * 4);
    return new X11Screen(connection, grabber, size);
  }

  /** How pixels are read: through shared memory or over the socket. */
  get method(): Grabber['kind'] {
    return this.#grabber.kind;
  }

  capture(reuse?: Uint8Array): Promise<RawFrame> {
    return this.#frame(() => this.#whole, reuse);
  }

  captureRegion(box: Box, reuse?: Uint8Array): Promise<RawFrame> {
    return this.#frame(() => clipped(box, this.#whole), reuse);
  }

  async quietFor(quietMs: number, limitMs: number, signal: AbortSignal, onTheWay?: OnTheWay): Promise<Rest> {
    const start = performance.now();
    signal.throwIfAborted();
    const stop = AbortSignal.any([signal, this.#connection.gone]);
    const damage = await DamageWatch.open(this.#connection);
    try {
      return await this.#settle(damage, { start, quietMs, end: start + limitMs, onTheWay }, stop);
    } finally {
      damage.close();
    }
  }

  displays(): Promise<Display[]> {
    return readDisplays(this.#connection);
  }

  async pointerPosition(): Promise<Point> {
    const { rootX, rootY } = await this.#connection.ask<XPointerState>((client, done) =>
      client.QueryPointer(this.#connection.root, done),
    );
    return { x: rootX, y: rootY };
  }

  follow(changed: () => void): Promise<Following> {
    return X11Following.open(this.#connection, changed);
  }

  close(): Promise<void> {
    return this.#grabber.close();
  }

  /** Damage says that something was drawn; only a pixel that differs counts as a change. */
  async #settle(damage: DamageWatch, { start, quietMs, end, onTheWay }: Wait, stop: AbortSignal): Promise<Rest> {
    let known = await this.capture();
    let changedAt = start;
    let firstChangeMs = 0;
    let untold = onTheWay;
    for (;;) {
      const dueAt = Math.min(changedAt + (untold?.afterMs ?? quietMs), end);
      await damage.wait(Math.max(0, dueAt - performance.now()), stop);
      stop.throwIfAborted();
      await this.#connection.sync(); // what the server knows by now must have been heard
      const isDirty = damage.isDirty;
      const seen = await this.#look(damage, known);
      known = seen.known;
      const now = performance.now();
      if (seen.changed) [changedAt, untold, firstChangeMs] = [now, onTheWay, firstChangeMs || now - start];
      const changes = { firstChangeMs, changedMs: changedAt - start };
      if (now - changedAt >= quietMs) return { restless: false, ...changes };
      if (now >= end) return { restless: true, ...changes };
      if (untold && now - changedAt >= untold.afterMs) {
        untold.calm();
        untold = undefined;
      }
      if (isDirty) await damage.pause(lookEveryMs, stop);
    }
  }

  async #look(damage: DamageWatch, known: RawFrame): Promise<{ changed: boolean; known: RawFrame }> {
    const area = damage.take();
    if (known.width !== this.#width || known.height !== this.#height) {
      return { changed: true, known: await this.capture() };
    }
    const box = area && clipped(area, this.#whole);
    if (!box) return { changed: false, known };
    const part = await this.captureRegion(box);
    const changed = differs(known.pixels, known.width, part.pixels, box);
    if (changed) paste(known.pixels, known.width, part.pixels, box);
    return { changed, known };
  }

  async #frame(place: () => Box | undefined, reuse?: Uint8Array): Promise<RawFrame> {
    try {
      return await this.#current(place, reuse);
    } catch {
      // The likely reason is a desktop that has just become smaller than we knew: ask and try once more.
      try {
        this.#resize(await readSize(this.#connection));
        return await this.#current(place, reuse);
      } catch (cause) {
        throw new DomainError('capture.failed', 'the screen could not be read', { cause });
      }
    }
  }

  /** News of another size comes before the pixels, on the same connection: then they are of the old size, or a part. */
  async #current(place: () => Box | undefined, reuse?: Uint8Array): Promise<RawFrame> {
    for (;;) {
      const { width, height } = this.#whole;
      const frame = await this.#grab(place(), reuse);
      if (width === this.#width && height === this.#height) return frame;
    }
  }

  async #grab(box: Box | undefined, reuse?: Uint8Array): Promise<RawFrame> {
    if (!box) throw new DomainError('capture.failed', 'no part of the region lies on the desktop');
    const capturedAt = new Date();
    const capturedElapsedMs = performance.now();
    const pixels = await this.#grabber.grab(box, reuse);
    const { width, height } = box;
    return {
      id: freshId<FrameId>('frame'),
      box,
      width,
      height,
      stride: width * 4,
      pixels,
      capturedAt,
      capturedElapsedMs,
    };
  }

  get #whole(): Box {
    return { x: 0, y: 0, width: this.#width, height: this.#height };
  }

  #resize({ width, height }: { readonly width: number; readonly height: number }): void {
    this.#width = width;
    this.#height = height;
  }
}

const readSize = (connection: XConnection): Promise<XGeometry> =>
  connection.ask((client, done) => client.GetGeometry(connection.root, done));

/** We hand out BGRX; every X server of the last twenty years has it at depth 24 and 32. */
function checkFormat({ display }: XConnection): void {
  const depth = display.screen[0]?.root_depth ?? 0;
  if (depth >= 24 && display.format[depth]?.bits_per_pixel === 32) return;
  throw new DomainError('action.unsupported', `a screen of depth ${depth} is not supported; 24 is needed`);
}
