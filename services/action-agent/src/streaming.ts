import type { Clock } from '@karna/common/clock';
import type { AgentMessage, ScreenOrder, ScreenShown, ShownTo } from '@karna/proto/gen/agent/v1/agent';
import type { HandsChanged, Patch, ScreenUpdate } from '@karna/proto/gen/screen/v1/screen';
import { bottom, overlaps, right, union } from './domain/boxes.ts';
import { clipped } from './domain/geometry.ts';
import { Canvas, type Part } from './domain/screen/canvas.ts';
import { type Painted, paint } from './domain/screen/painting.ts';
import { findScroll, type Scroll } from './domain/screen/scroll.ts';
import type { TileSet } from './domain/screen/tiles.ts';
import { Viewer } from './domain/screen/viewer.ts';
import type { AgentEvents } from './events.ts';
import {
  type Accessibility,
  type Box,
  type Desktop,
  type Display,
  everything,
  type PointerLook,
  type StreamEncoder,
} from './ports.ts';
import type { Redaction } from './redaction.ts';
import { Veiling } from './veiling.ts';

/** From a look that showed something to the next, at least (ms): what is drawn in several strokes becomes one update. */
const leastBetweenMs = 4;
/** A viewer who is not heard of for so long has gone (ms); looked for so often. */
const goneMs = 15_000;
const sweepMs = 5000;
/** A part that did not change for so long is sent exactly (ms), so many tiles at once, so often. */
const restedMs = 250;
const refineTiles = 8;
const refineEveryMs = 16;
/** JPEG quality, and where the way is narrow. */
const quality = { wide: 85, narrow: 55 };
/** Tiles that one viewer gets in one update, where the way is narrow: they are seen as they come. */
const narrowTiles = 64;
/** Bytes that may wait on this side of the connection: more would only grow old there. */
const maxUnsentBytes = 1024 * 1024;
/** After a failure (ms). */
const retryMs = 500;
/** What a patch takes besides its pixels (bytes). */
const patchBytes = 24;

type Body = NonNullable<ScreenShown['body']>;

export interface StreamerParts {
  readonly desktop: Desktop;
  /** Undefined when this agent's owner has turned it off. */
  readonly redaction: Redaction | undefined;
  readonly accessibility: Accessibility | undefined;
  readonly encoder: StreamEncoder;
  readonly clock: Clock;
  readonly events: AgentEvents;
  readonly tell: (body: AgentMessage['body']) => void;
  readonly unsentBytes: () => number;
  /** Whose the remote hands are, for newcomers. */
  readonly hands: () => HandsChanged;
}

/** What is kept of the desktop while somebody watches. */
interface Watched {
  readonly following: Awaited<ReturnType<Desktop['screen']['follow']>>;
  canvas: Canvas;
  veiling: Veiling | undefined;
  /** When each tile changed last (ms). */
  changedMs: Float64Array;
}

/**
 * The live picture: one capture, whatever the number of viewers. Those who keep up get the same update; one who does not is sent
 * what it misses as it then looks, as soon as there is room. Nothing is captured while nobody has room, or nobody watches.
 */
export class Streamer {
  readonly #parts: StreamerParts;
  readonly #viewers = new Map<string, Viewer>();
  #watched: Watched | undefined;
  #again: Box[] = [];
  #pointer: PointerLook | undefined;
  #displays: Display[] = [];
  /** What parts are captured into: each is dealt with before the next. */
  #memory: Uint8Array[] = [];
  #isBusy = false;
  /** Something came while it was busy. */
  #isAsked = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off. */
  #dueMs = 0;
  #sweeper: NodeJS.Timeout | undefined;
  #hasSent = false;
  /** Not looked again before this (ms). */
  #notBeforeMs = 0;
  /** When something that had rested was sent last (ms). */
  #refinedMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(parts: StreamerParts) {
    this.#parts = parts;
  }

  /** What concerns the picture; `watch`, `leave` and `taken`. */
  take({ viewer: id, body }: ScreenOrder): void {
    if (this.#isClosed) return;
    if (body?.$case === 'leave') {
      this.#leave(id);
      return;
    }
    if (body?.$case === 'watch') this.#watch(id, body.value.fresh);
    const viewer = this.#viewers.get(id);
    if (!viewer) return;
    const nowMs = this.#parts.clock.elapsed();
    viewer.heardMs = nowMs;
    if (body?.$case === 'taken') viewer.pacing.taken(body.value, nowMs);
    this.#kick();
  }

  isWatching(viewer: string): boolean {
    return this.#viewers.has(viewer);
  }

  /** The connection has ended, and with it everybody who watched. */
  disconnected(): void {
    for (const id of [...this.#viewers.keys()]) this.#leave(id);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.disconnected();
    await this.#stop();
  }

  #watch(id: string, isFresh: boolean): void {
    if (!isFresh && this.#viewers.has(id)) return;
    const size = this.#watched?.canvas ?? { width: 0, height: 0 };
    this.#viewers.set(id, new Viewer(id, size, this.#parts.clock.elapsed()));
    this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs);
    this.#parts.events.watched(this.#viewers.size);
  }

  #leave(id: string): void {
    if (!this.#viewers.delete(id)) return;
    this.#parts.events.watched(this.#viewers.size);
    if (this.#viewers.size === 0 && !this.#isBusy) void this.#stop();
  }

  #sweep(): void {
    const nowMs = this.#parts.clock.elapsed();
    for (const { id, heardMs } of [...this.#viewers.values()]) if (nowMs - heardMs > goneMs) this.#leave(id);
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#sweeper);
    this.#timer = undefined;
    this.#sweeper = undefined;
    const watched = this.#watched;
    this.#watched = undefined;
    this.#again = [];
    this.#pointer = undefined;
    this.#memory = [];
    if (!watched?.following) return;
    if (!this.#parts.desktop.gone.aborted) watched.following.close();
    await watched.veiling?.close();
  }

  /** Looks as soon as it may; with a delay, unless something comes before. */
  #kick(delayMs = 0): void {
    if (this.#isBusy) this.#isAsked ||= delayMs === 0;
    if (this.#isBusy || this.#viewers.size === 0) return;
    const nowMs = this.#parts.clock.elapsed();
    const dueMs = Math.max(nowMs + delayMs, this.#notBeforeMs);
    if (this.#timer && this.#dueMs <= dueMs) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueMs = dueMs;
    if (dueMs - nowMs < 0.5) void this.#turn();
    else this.#timer = setTimeout(() => void this.#turn(), dueMs - nowMs);
  }

  async #turn(): Promise<void> {
    const { clock, events, desktop } = this.#parts;
    this.#timer = undefined;
    this.#isBusy = true;
    this.#isAsked = false;
    this.#hasSent = false;
    const startedMs = clock.elapsed();
    let nextMs: number | undefined;
    try {
      nextMs = await this.#look();
    } catch (error) {
      if (!desktop.gone.aborted) events.notShown(error);
      this.#again.push(everything);
      nextMs = retryMs;
    }
    if (this.#hasSent) this.#notBeforeMs = startedMs + leastBetweenMs;
    this.#isBusy = false;
    if (this.#viewers.size === 0 || desktop.gone.aborted) await this.#stop();
    else if (this.#isAsked || nextMs !== undefined) this.#kick(this.#isAsked ? 0 : nextMs);
  }

  /** Answers when to look again (ms), where nothing else would say so. */
  async #look(): Promise<number | undefined> {
    if (![...this.#viewers.values()].some(({ pacing }) => pacing.hasRoom)) return undefined;
    if (this.#parts.unsentBytes() > maxUnsentBytes) return refineEveryMs;

    const watched = await this.#follow();
    const boxes = [...watched.following.take(), ...this.#again.splice(0)];
    const [parts, pointer] = await Promise.all([this.#capture(boxes), watched.following.pointer()]);

    this.#point(pointer);
    if (this.#watched !== watched) return undefined; // closed meanwhile
    await this.#show(watched, parts, boxes);
    return await this.#refine(watched);
  }

  async #follow(): Promise<Watched> {
    if (this.#watched) return this.#watched;
    const following = await this.#parts.desktop.screen.follow(() => this.#kick());
    this.#watched = { following, ...this.#begin(0, 0) };
    return this.#watched;
  }

  #begin(width: number, height: number): Omit<Watched, 'following'> {
    const { redaction } = this.#parts;
    const canvas = new Canvas(width, height);
    const { columns, rows } = canvas.tiles();
    const changed = (boxes: readonly Box[]) => {
      this.#again.push(...boxes);
      this.#kick();
    };
    const veiling = redaction && new Veiling(width, height, { ...this.#parts, redaction, changed });
    return { canvas, veiling, changedMs: new Float64Array(columns * rows) };
  }

  /** The parts of the desktop that these boxes lie on, as they may leave. */
  async #capture(boxes: readonly Box[]): Promise<Part[]> {
    const { screen } = this.#parts.desktop;
    const watched = this.#watched;
    if (!watched || boxes.length === 0) return [];
    const before = await watched.veiling?.lookAtWindows();
    const isAll = boxes.includes(everything);
    const wanted = isAll ? [everything] : gathered(boxes, watched.canvas);
    const captured = await Promise.all(
      wanted.map(async (box, n) => {
        const frame = await screen.captureRegion(box, this.#memory[n]);
        if (frame.pixels.byteLength > (this.#memory[n]?.byteLength ?? 0)) this.#memory[n] = frame.pixels;
        return partOf(frame);
      }),
    );
    const [first] = captured;
    if (isAll && first) await this.#resize(watched, first.box);
    const after = await watched.veiling?.lookAtWindows();
    const inside = captured.filter(({ box }) => contains(watched.canvas, box));
    return watched.veiling?.veil(inside, [before ?? [], after ?? []]) ?? inside;
  }

  async #resize(watched: Watched, { width, height }: Box): Promise<void> {
    if (width === watched.canvas.width && height === watched.canvas.height) return;
    await watched.veiling?.close();
    Object.assign(watched, this.#begin(width, height));
    for (const viewer of this.#viewers.values()) viewer.resize(watched.canvas);
    this.#displays = await this.#parts.desktop.screen.displays();
    this.#tell([], this.#monitors);
  }

  #point(pointer: PointerLook): void {
    const known = this.#pointer;
    this.#pointer = pointer;
    const isOther = pointer.look !== known?.look;
    const hasMoved = pointer.at.x !== known?.at.x || pointer.at.y !== known?.at.y;
    const shown = (shape: PointerLook['shape']): Body => ({ $case: 'pointer', value: { at: pointer.at, shape } });
    if (known && (isOther || hasMoved)) this.#tell([], shown(isOther ? pointer.shape : undefined));
    for (const viewer of this.#viewers.values()) {
      if (viewer.isTold) continue;
      viewer.isTold = true;
      const to = [{ viewer: viewer.id, number: 0, exact: false }];
      this.#tell(to, shown(pointer.shape));
      this.#tell(to, this.#monitors);
      this.#tell(to, { $case: 'hands', value: this.#parts.hands() });
    }
  }

  async #show(watched: Watched, parts: readonly Part[], damaged: readonly Box[]): Promise<void> {
    const viewers = [...this.#viewers.values()];
    const current = viewers.filter(({ isCurrent }) => isCurrent);
    const { canvas, changedMs } = watched;
    const scroll = current.length > 0 ? scrollIn(canvas, parts, damaged) : undefined;
    if (scroll) canvas.move(scroll.from, scroll.toY);
    const changed = parts.flatMap((part) => canvas.put(part));
    const target = scroll && { ...scroll.from, y: scroll.toY };
    const tiles = canvas.tiles();
    for (const box of target ? [target, ...changed] : changed) tiles.addBox(box);
    const nowMs = this.#parts.clock.elapsed();
    for (const tile of tiles) changedMs[tile] = nowMs;
    for (const viewer of viewers) if (!current.includes(viewer)) for (const tile of tiles) viewer.missing.add(tile);
    if (!tiles.isEmpty && current.length > 0) await this.#share(watched, current, changed, scroll);
    for (const viewer of viewers)
      if (!viewer.missing.isEmpty && viewer.pacing.hasRoom) await this.#catchUp(watched, viewer);
  }

  /** The same update for everybody who has all that came before. */
  async #share(
    { canvas, veiling }: Watched,
    viewers: readonly Viewer[],
    changed: readonly Box[],
    scroll?: Scroll,
  ): Promise<void> {
    const isNarrow = viewers.every(({ pacing }) => pacing.isNarrow);
    const painted = await paint(canvas, changed, isNarrow ? quality.narrow : quality.wide, this.#parts.encoder);
    for (const { inexact } of viewers) {
      if (scroll) moveMarks(inexact, scroll);
      for (const box of changed) settle(inexact, box);
      for (const box of painted.inexact) inexact.addBox(box);
    }
    this.#send(viewers, canvas, painted, veiling?.isVeiled ?? false, scroll);
  }

  async #catchUp({ canvas, veiling }: Watched, viewer: Viewer): Promise<void> {
    const { missing, inexact, pacing } = viewer;
    const tiles = [...missing].slice(0, pacing.isNarrow ? narrowTiles : undefined);
    const boxes = tiles.map((tile) => missing.boxOf(tile));
    for (const tile of tiles) missing.delete(tile);
    const painted = await paint(canvas, boxes, pacing.isNarrow ? quality.narrow : quality.wide, this.#parts.encoder);
    for (const tile of tiles) inexact.delete(tile);
    for (const box of painted.inexact) inexact.addBox(box);
    this.#send([viewer], canvas, painted, veiling?.isVeiled ?? false);
  }

  /** Sends exactly what has rested, a little at a time. */
  async #refine({ canvas, veiling, changedMs }: Watched): Promise<number | undefined> {
    const viewers = [...this.#viewers.values()];
    const behind = viewers.some(({ missing, pacing }) => !missing.isEmpty && pacing.hasRoom);
    const inexact = viewers.filter((viewer) => viewer.isCurrent && !viewer.inexact.isEmpty);
    if (inexact.length === 0) return behind ? 0 : undefined;
    const nowMs = this.#parts.clock.elapsed();
    const waitMs = this.#refinedMs + refineEveryMs - nowMs;
    if (waitMs > 0) return behind ? 0 : Math.ceil(waitMs);
    const untilMs = nowMs - restedMs;
    const tiles = new Set<number>();
    for (const viewer of inexact) {
      for (const tile of viewer.inexact) {
        if (tiles.size < refineTiles && (changedMs[tile] ?? 0) <= untilMs) tiles.add(tile);
      }
    }
    if (tiles.size === 0) return behind ? 0 : restedMs / 2;
    this.#refinedMs = nowMs;
    const boxes = [...tiles].map((tile) => canvas.tiles().boxOf(tile));
    const painted = await paint(canvas, boxes, 'exact', this.#parts.encoder);
    for (const viewer of inexact) for (const tile of tiles) viewer.inexact.delete(tile);
    this.#send(inexact, canvas, painted, veiling?.isVeiled ?? false);
    return behind ? 0 : refineEveryMs;
  }

  #send(viewers: readonly Viewer[], canvas: Canvas, painted: Painted, veiled: boolean, scroll?: Scroll): void {
    const { width, height } = canvas;
    const patches = scroll ? [movedPatch(scroll), ...painted.patches] : painted.patches;
    const update: ScreenUpdate = { number: 0, width, height, patches, pixels: painted.pixels, exact: false, veiled };
    const bytes = bytesOf(update);
    const nowMs = this.#parts.clock.elapsed();
    const to = viewers
      // Not who has left meanwhile, or begun anew.
      .filter((viewer) => this.#viewers.get(viewer.id) === viewer)
      .map((viewer) => ({
        viewer: viewer.id,
        number: viewer.pacing.sent(bytes, nowMs),
        exact: viewer.missing.isEmpty && viewer.inexact.isEmpty,
      }));
    if (to.length === 0) return;
    this.#hasSent = true;
    this.#tell(to, { $case: 'update', value: update });
  }

  get #monitors(): Body {
    return { $case: 'displays', value: { displays: this.#displays } };
  }

  #tell(viewers: ShownTo[], body: Body): void {
    this.#parts.tell({ $case: 'screen', value: { viewers, body } });
  }
}

/** As few boxes as cover these, none of them reaching into the tiles of another. */
function gathered(boxes: readonly Box[], canvas: Canvas): Box[] {
  const tiles = canvas.tiles();
  for (const box of boxes) tiles.addBox(box);
  return tiles.boxes().map((area) => {
    const inside = boxes.filter((box) => overlaps(box, area)).map((box) => cutTo(box, area));
    return inside.reduce(union);
  });
}

function cutTo(box: Box, area: Box): Box {
  const x = Math.max(box.x, area.x);
  const y = Math.max(box.y, area.y);
  return { x, y, width: Math.min(right(box), right(area)) - x, height: Math.min(bottom(box), bottom(area)) - y };
}

const contains = (canvas: Canvas, { x, y, width, height }: Box): boolean =>
  x + width <= canvas.width && y + height <= canvas.height;

/** Aligned to words, as everything that looks at pixels wants it. */
function partOf({ box, pixels }: { readonly box: Box; readonly pixels: Uint8Array }): Part {
  return { box, data: pixels.byteOffset % 4 === 0 ? pixels : Uint8Array.from(pixels) };
}

/** The largest area that was drawn on, where it is mostly what stood there before, moved. */
function scrollIn(canvas: Canvas, parts: readonly Part[], damaged: readonly Box[]): Scroll | undefined {
  const [largest] = damaged.toSorted((a, b) => b.width * b.height - a.width * a.height);
  const box = largest && clipped(largest, canvas);
  const part = box && parts.find((one) => includes(one.box, box));
  return part && findScroll(canvas, part, box);
}

const includes = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** What is moved is as inexact as it was where it came from. */
function moveMarks(inexact: TileSet, { from, toY }: Scroll): void {
  if (inexact.touches(from)) inexact.addBox({ ...from, y: toY });
}

/** A tile that is sent whole is exact again, unless it is said otherwise. */
function settle(inexact: TileSet, box: Box): void {
  for (const tile of inexact.tilesOf(box)) {
    const whole = inexact.boxOf(tile);
    if (whole.width === box.width && whole.height === box.height) inexact.delete(tile);
  }
}

const movedPatch = ({ from: { x, y, width, height }, toY }: Scroll): Patch => ({
  x,
  y: toY,
  width,
  height,
  what: { $case: 'moved', value: { x, y } },
});

function bytesOf({ patches, pixels }: ScreenUpdate): number {
  let bytes = pixels.length;
  for (const { what } of patches) {
    bytes += patchBytes;
    if (what?.$case === 'jpeg') bytes += what.value.length;
    if (what?.$case === 'indexed') bytes += 4 * what.value.colours.length;
  }
  return bytes;
}
