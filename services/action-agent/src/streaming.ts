import type { ScreenOrder } from '@karna/proto/gen/agent/v1/agent';
import { Audience, type AudienceParts, type Change, type Picture } from './audience.ts';
import { bottom, overlaps, right, union } from './domain/boxes.ts';
import { clipped } from './domain/geometry.ts';
import { Canvas, type Part } from './domain/screen/canvas.ts';
import { findScroll, type Scroll } from './domain/screen/scroll.ts';
import type { AgentEvents } from './events.ts';
import { type Accessibility, type Box, type Desktop, everything } from './ports.ts';
import type { Redaction } from './redaction.ts';
import { Veiling } from './veiling.ts';

/** From a look that showed something to the next, at least (ms): what is drawn in several strokes becomes one update. */
const leastBetweenMs = 4;
/** Viewers who have gone without a word are looked for so often (ms). */
const sweepMs = 5000;
/** Bytes that may wait on this side of the connection, more would only grow old there; and when they are looked at again (ms). */
const maxUnsentBytes = 1024 * 1024;
const unsentMs = 16;
/** After a failure (ms). */
const retryMs = 500;

export interface StreamerParts extends AudienceParts {
  readonly desktop: Desktop;
  /** Undefined when this agent's owner has turned it off. */
  readonly redaction: Redaction | undefined;
  readonly accessibility: Accessibility | undefined;
  readonly events: AgentEvents;
  readonly unsentBytes: () => number;
}

/** What is kept of the desktop while somebody watches. */
interface Watched {
  readonly following: Awaited<ReturnType<Desktop['screen']['follow']>>;
  canvas: Canvas;
  veiling: Veiling | undefined;
  /** When each tile changed last (ms). */
  changedMs: Float64Array;
}

/** The live picture: one capture, whatever the number of viewers, and none while nobody has room, or nobody watches. */
export class Streamer {
  readonly #parts: StreamerParts;
  readonly #audience: Audience;
  #watched: Watched | undefined;
  #again: Box[] = [];
  /** What parts are captured into: each is dealt with before the next. */
  #memory: Uint8Array[] = [];
  #isBusy = false;
  /** Something came while it was busy. */
  #isAsked = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off. */
  #dueMs = 0;
  #sweeper: NodeJS.Timeout | undefined;
  /** Not looked again before this (ms). */
  #notBeforeMs = 0;
  #isClosed = false;

  constructor(parts: StreamerParts) {
    this.#parts = parts;
    this.#audience = new Audience(parts);
  }

  /** What concerns the picture; `watch`, `leave` and `taken`. */
  take({ viewer: id, body }: ScreenOrder): void {
    if (this.#isClosed) return;
    if (body?.$case === 'leave') {
      this.#leave(id);
      return;
    }
    if (body?.$case === 'watch') this.#watch(id, body.value.fresh);
    this.#audience.heard(id, body?.$case === 'taken' ? body.value : undefined);
    this.#kick();
  }

  isWatching(viewer: string): boolean {
    return this.#audience.has(viewer);
  }

  /** The connection has ended, and with it everybody who watched. */
  disconnected(): void {
    for (const id of this.#audience.ids()) this.#leave(id);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.disconnected();
    await this.#stop();
  }

  #watch(id: string, isFresh: boolean): void {
    if (!isFresh && this.#audience.has(id)) return;
    this.#audience.join(id, this.#watched?.canvas ?? { width: 0, height: 0 });
    this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs);
    this.#parts.events.watched(this.#audience.size);
  }

  #leave(id: string): void {
    if (!this.#audience.leave(id)) return;
    this.#parts.events.watched(this.#audience.size);
    if (this.#audience.size === 0 && !this.#isBusy) void this.#stop();
  }

  #sweep(): void {
    for (const id of this.#audience.silent()) this.#leave(id);
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#sweeper);
    this.#timer = undefined;
    this.#sweeper = undefined;
    const watched = this.#watched;
    this.#watched = undefined;
    this.#again = [];
    this.#audience.rest();
    this.#memory = [];
    if (!watched?.following) return;
    if (!this.#parts.desktop.gone.aborted) watched.following.close();
    await watched.veiling?.close();
  }

  /** Looks as soon as it may; with a delay, unless something comes before. */
  #kick(delayMs = 0): void {
    if (this.#isBusy) this.#isAsked ||= delayMs === 0;
    if (this.#isBusy || this.#audience.size === 0) return;
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
    const startedMs = clock.elapsed();
    let nextMs: number | undefined;
    try {
      nextMs = await this.#look();
    } catch (error) {
      if (!desktop.gone.aborted) events.notShown(error);
      this.#again.push(everything);
      nextMs = retryMs;
    }
    if (this.#audience.sentMs >= startedMs) this.#notBeforeMs = startedMs + leastBetweenMs;
    this.#isBusy = false;
    if (this.#audience.size === 0 || desktop.gone.aborted) await this.#stop();
    else if (this.#isAsked || nextMs !== undefined) this.#kick(this.#isAsked ? 0 : nextMs);
  }

  /** Answers when to look again (ms), where nothing else would say so. */
  async #look(): Promise<number | undefined> {
    if (!this.#audience.hasRoom) return undefined;
    if (this.#parts.unsentBytes() > maxUnsentBytes) return unsentMs;

    const watched = await this.#follow();
    const boxes = [...watched.following.take(), ...this.#again.splice(0)];
    const [parts, pointer] = await Promise.all([this.#capture(boxes), watched.following.pointer()]);

    this.#audience.point(pointer);
    if (this.#watched !== watched) return undefined; // closed meanwhile
    await this.#audience.show(pictureOf(watched), this.#put(watched, parts, boxes));
    return await this.#audience.refine(pictureOf(watched));
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
    this.#audience.resize(watched.canvas, await this.#parts.desktop.screen.displays());
  }

  /** Puts the parts on the canvas, and tells what is new by them. */
  #put({ canvas, changedMs }: Watched, parts: readonly Part[], damaged: readonly Box[]): Change {
    const scroll = this.#audience.keepsUp ? scrollIn(canvas, parts, damaged) : undefined;
    if (scroll) canvas.move(scroll.from, scroll.toY);
    const boxes = parts.flatMap((part) => canvas.put(part));
    const target = scroll && { ...scroll.from, y: scroll.toY };
    const tiles = canvas.tiles();
    for (const box of target ? [target, ...boxes] : boxes) tiles.addBox(box);
    const nowMs = this.#parts.clock.elapsed();
    for (const tile of tiles) changedMs[tile] = nowMs;
    return { boxes, scroll, tiles };
  }
}

const pictureOf = ({ canvas, changedMs, veiling }: Watched): Picture => ({
  canvas,
  changedMs,
  isVeiled: veiling?.isVeiled ?? false,
});

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
