import type { Clock } from '@karna/common/clock';
import type { AgentMessage, ScreenShown, ShownTo } from '@karna/proto/gen/agent/v1/agent';
import type { HandsChanged, Patch, ScreenUpdate } from '@karna/proto/gen/screen/v1/screen';
import type { Size } from './domain/geometry.ts';
import type { Canvas } from './domain/screen/canvas.ts';
import { type Painted, paint } from './domain/screen/painting.ts';
import type { Scroll } from './domain/screen/scroll.ts';
import type { TileSet } from './domain/screen/tiles.ts';
import { Viewer } from './domain/screen/viewer.ts';
import type { Box, Display, PointerLook, StreamEncoder } from './ports.ts';

/** A viewer who is not heard of for so long has gone (ms). */
const goneMs = 15_000;
/** A part that did not change for so long is sent exactly (ms), so many tiles at once, so often. */
const restedMs = 250;
const refineTiles = 8;
const refineEveryMs = 16;
/** JPEG quality, and where the way is narrow. */
const quality = { wide: 85, narrow: 55 };
/** Tiles that one viewer gets in one update, where the way is narrow: they are seen as they come. */
const narrowTiles = 64;
/** What a patch takes besides its pixels (bytes). */
const patchBytes = 24;

type Body = NonNullable<ScreenShown['body']>;

export interface AudienceParts {
  readonly encoder: StreamEncoder;
  readonly clock: Clock;
  readonly tell: (body: AgentMessage['body']) => void;
  /** Whose the remote hands are, for newcomers. */
  readonly hands: () => HandsChanged;
}

/** The picture as it may leave now. */
export interface Picture {
  readonly canvas: Canvas;
  /** When each tile changed last (ms). */
  readonly changedMs: Float64Array;
  /** Parts of it are coarse until they were read. */
  readonly isVeiled: boolean;
}

/** What is new in a picture. */
export interface Change {
  /** Within a tile each. */
  readonly boxes: readonly Box[];
  /** Before them: what was there moved. */
  readonly scroll: Scroll | undefined;
  readonly tiles: TileSet;
}

/** Those who watch, and what each is sent. Who keeps up gets the same update; who does not is sent what it misses as it then looks, as soon as there is room. */
export class Audience {
  readonly #parts: AudienceParts;
  readonly #viewers = new Map<string, Viewer>();
  #pointer: PointerLook | undefined;
  #displays: readonly Display[] = [];
  #sentMs = Number.NEGATIVE_INFINITY;
  #refinedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: AudienceParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** When anybody was sent a part of the picture last, by the monotonic clock (ms). */
  get sentMs(): number {
    return this.#sentMs;
  }

  /** Somebody could be sent something. */
  get hasRoom(): boolean {
    return this.#all.some(({ pacing }) => pacing.hasRoom);
  }

  /** Somebody has all that came before, and gets what changes as it happens. */
  get keepsUp(): boolean {
    return this.#all.some((viewer) => viewer.isCurrent);
  }

  has(id: string): boolean {
    return this.#viewers.has(id);
  }

  ids(): string[] {
    return [...this.#viewers.keys()];
  }

  /** A viewer who has nothing yet, whatever one of this name had. */
  join(id: string, size: Size): void {
    this.#viewers.set(id, new Viewer(id, size, this.#parts.clock.elapsed()));
  }

  /** Answers whether it was there. */
  leave(id: string): boolean {
    return this.#viewers.delete(id);
  }

  /** It is there; `taken`: it has painted the updates up to this one. */
  heard(id: string, taken?: number): void {
    const viewer = this.#viewers.get(id);
    if (!viewer) return;
    viewer.heardMs = this.#parts.clock.elapsed();
    if (taken !== undefined) viewer.pacing.taken(taken, viewer.heardMs);
  }

  /** Those who were not heard of for too long. */
  silent(): string[] {
    const nowMs = this.#parts.clock.elapsed();
    return this.#all.filter(({ heardMs }) => nowMs - heardMs > goneMs).map(({ id }) => id);
  }

  /** Nothing is shown any more: the next picture has another pointer. */
  rest(): void {
    this.#pointer = undefined;
  }

  resize(size: Size, displays: readonly Display[]): void {
    for (const viewer of this.#all) viewer.resize(size);
    this.#displays = displays;
    this.#tell([], this.#monitors);
  }

  point(pointer: PointerLook): void {
    const known = this.#pointer;
    this.#pointer = pointer;
    const isOther = pointer.look !== known?.look;
    const hasMoved = pointer.at.x !== known?.at.x || pointer.at.y !== known?.at.y;
    const shown = (shape: PointerLook['shape']): Body => ({ $case: 'pointer', value: { at: pointer.at, shape } });
    if (known && (isOther || hasMoved)) this.#tell([], shown(isOther ? pointer.shape : undefined));
    for (const viewer of this.#all) {
      if (viewer.isTold) continue;
      viewer.isTold = true;
      const to = [{ viewer: viewer.id, number: 0, exact: false }];
      this.#tell(to, shown(pointer.shape));
      this.#tell(to, this.#monitors);
      this.#tell(to, { $case: 'hands', value: this.#parts.hands() });
    }
  }

  async show(picture: Picture, { boxes, scroll, tiles }: Change): Promise<void> {
    const viewers = this.#all;
    const current = viewers.filter(({ isCurrent }) => isCurrent);
    for (const viewer of viewers) if (!current.includes(viewer)) for (const tile of tiles) viewer.missing.add(tile);
    if (!tiles.isEmpty && current.length > 0) await this.#share(picture, current, boxes, scroll);
    for (const viewer of viewers)
      if (!viewer.missing.isEmpty && viewer.pacing.hasRoom) await this.#catchUp(picture, viewer);
  }

  /** The same update for everybody who has all that came before. */
  async #share(
    { canvas, isVeiled }: Picture,
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
    this.#send(viewers, canvas, painted, isVeiled, scroll);
  }

  async #catchUp({ canvas, isVeiled }: Picture, viewer: Viewer): Promise<void> {
    const { missing, inexact, pacing } = viewer;
    const tiles = [...missing].slice(0, pacing.isNarrow ? narrowTiles : undefined);
    const boxes = tiles.map((tile) => missing.boxOf(tile));
    for (const tile of tiles) missing.delete(tile);
    const painted = await paint(canvas, boxes, pacing.isNarrow ? quality.narrow : quality.wide, this.#parts.encoder);
    for (const tile of tiles) inexact.delete(tile);
    for (const box of painted.inexact) inexact.addBox(box);
    this.#send([viewer], canvas, painted, isVeiled);
  }

  /** Sends exactly what has rested, a little at a time. Answers when to go on with it (ms), where nothing else would say so. */
  async refine({ canvas, isVeiled, changedMs }: Picture): Promise<number | undefined> {
    const viewers = this.#all;
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
    this.#send(inexact, canvas, painted, isVeiled);
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
    this.#sentMs = nowMs;
    this.#tell(to, { $case: 'update', value: update });
  }

  get #all(): Viewer[] {
    return [...this.#viewers.values()];
  }

  get #monitors(): Body {
    return { $case: 'displays', value: { displays: [...this.#displays] } };
  }

  #tell(viewers: ShownTo[], body: Body): void {
    this.#parts.tell({ $case: 'screen', value: { viewers, body } });
  }
}

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
