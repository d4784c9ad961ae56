import type { Clock } from '@karna/common/clock';
import { bottom, overlaps, right } from './domain/boxes.ts';
import type { Mask } from './domain/redaction/masks.ts';
import { paintOver } from './domain/redaction/painting.ts';
import { ReadingTimes } from './domain/redaction/reading-times.ts';
import { mayBeWriting, veilColour } from './domain/redaction/veil.ts';
import { Canvas, differenceIn, type Part } from './domain/screen/canvas.ts';
import type { TileSet } from './domain/screen/tiles.ts';
import type { AgentEvents } from './events.ts';
import type { Accessibility, Box, Desktop, Window } from './ports.ts';
import type { Redaction } from './redaction.ts';

/** Applications are asked what they show for at most so long (ms), and for so many things. */
const accessibleMs = 200;
const mostAccessible = 2000;
/** Looks of a tile that were read and are free of secrets: a caret that blinks has two. */
const mostLooks = 4;

export interface VeilingParts {
  readonly redaction: Redaction;
  readonly desktop: Desktop;
  readonly accessibility: Accessibility | undefined;
  readonly clock: Clock;
  readonly events: AgentEvents;
  /** These parts of the picture may leave otherwise than they did. */
  readonly changed: (boxes: readonly Box[]) => void;
}

/**
 * What of the live picture may leave now. What is known to be secret is masked at once; writing that has not been read yet leaves as
 * a flat colour, until it has been read; everything else leaves as it is. A reading that fails leaves the veils where they are.
 */
export class Veiling {
  readonly #parts: VeilingParts;
  /** As the desktop has it: never leaves. */
  readonly #raw: Canvas;
  readonly #closing = new AbortController();
  /** The picture that was read last, and what of it must not leave. */
  #read: Canvas | undefined;
  /** For the next reading: fresh memory of this size costs more than what is done with it. */
  #spare: Canvas | undefined;
  #masks: readonly Mask[] = [];
  #windows: readonly Window[] = [];
  #configured: readonly Box[] = [];
  readonly #veiled: TileSet;
  /** Differs from the picture that was read, veiled or not. */
  readonly #unread: TileSet;
  readonly #looks = new Map<number, number[]>();
  /** What is shown is cut into; it is dealt with before the next is asked for. */
  readonly #memory: Uint8Array[] = [];
  readonly #times: ReadingTimes;
  #reading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off. */
  #dueMs = 0;

  constructor(width: number, height: number, parts: VeilingParts) {
    this.#parts = parts;
    this.#raw = new Canvas(width, height);
    this.#veiled = this.#raw.tiles();
    this.#unread = this.#raw.tiles();
    this.#times = new ReadingTimes(this.#unread.columns * this.#unread.rows);
  }

  get isVeiled(): boolean {
    return !this.#veiled.isEmpty;
  }

  /** Before and after the parts are captured: windows that move in between are masked where they were and where they are. */
  async lookAtWindows(): Promise<readonly Window[]> {
    const { redaction, desktop } = this.#parts;
    if (redaction.needsWindows) this.#windows = await desktop.windows.list();
    return this.#windows;
  }

  /** The parts as they may leave, until the next are asked for. `windows`: every list of them that may have been there. */
  veil(captured: readonly Part[], windows: readonly (readonly Window[])[]): Part[] {
    this.#configure(windows);
    const tiles = this.#raw.tiles();
    const changed = this.#raw.tiles();
    for (const part of captured) {
      for (const box of this.#raw.put(part)) changed.addBox(box);
      tiles.addBox(part.box);
    }
    const nowMs = this.#parts.clock.elapsed();
    for (const tile of changed) this.#times.changed(tile, nowMs);
    const shown = tiles.boxes().map((box, n) => this.#shown(this.#cut(box, n)));
    this.#readInTime();
    return shown;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#reading;
  }

  /** A window that is to be hidden has moved: its old place is free, its new one is not. */
  #configure(windows: readonly (readonly Window[])[]): void {
    const before = this.#configured;
    const lists = windows.filter((list, index) => index === 0 || list !== windows[0]);
    this.#configured = this.#parts.redaction.configured(lists, this.#raw).map(whole);
    if (JSON.stringify(before) !== JSON.stringify(this.#configured)) {
      this.#parts.changed([...before, ...this.#configured]);
    }
  }

  #cut(box: Box, n: number): Part {
    const part = this.#raw.cut(box, this.#memory[n]);
    if (part.data.length > (this.#memory[n]?.length ?? 0)) this.#memory[n] = part.data;
    return part;
  }

  #shown(part: Part): Part {
    for (const tile of this.#veiled.tilesOf(part.box)) this.#veilTile(tile, part);
    const masks = [...this.#masks.map(({ box }) => box), ...this.#configured].filter((box) => overlaps(box, part.box));
    paintOver(part, masks);
    return part;
  }

  #veilTile(tile: number, part: Part): void {
    const box = this.#veiled.boxOf(tile);
    const changed = this.#parts.redaction.reads ? this.#changedIn(box) : undefined;
    if (changed) this.#unread.add(tile);
    else this.#unread.delete(tile);
    if (!changed || !mayBeWriting(this.#raw, changed) || this.#isKnownLook(tile)) {
      this.#veiled.delete(tile);
      return;
    }
    this.#veiled.add(tile);
    fill(part, changed, veilColour(this.#raw, changed));
  }

  /** Where the tile differs from the picture that was read. */
  #changedIn(box: Box): Box | undefined {
    if (!this.#read) return box;
    const start = box.y * this.#raw.width + box.x;
    return differenceIn(box, this.#raw, start, this.#read, start);
  }

  /** It looked just like this when it was read, and what stands beside it is as it was read. */
  #isKnownLook(tile: number): boolean {
    const column = tile % this.#veiled.columns;
    const isAlone =
      (column === 0 || !this.#unread.has(tile - 1)) &&
      (column === this.#veiled.columns - 1 || !this.#unread.has(tile + 1));
    return isAlone && (this.#looks.get(tile)?.includes(this.#printOf(this.#raw, tile)) ?? false);
  }

  #printOf(canvas: Canvas, tile: number): number {
    const { x, y, width, height } = this.#veiled.boxOf(tile);
    let print = 0;
    for (let row = y; row < y + height; row++)
      for (let at = row * canvas.width + x; at < row * canvas.width + x + width; at++)
        print = (Math.imul(print, 0x0100_0193) ^ ((canvas.words[at] ?? 0) & 0xff_ffff)) | 0;
    return print;
  }

  /** Reads once it is due, unless that is under way. */
  #readInTime(): void {
    if (this.#reading || this.#unread.isEmpty || this.#closing.signal.aborted) return;
    const nowMs = this.#parts.clock.elapsed();
    const dueMs = this.#times.dueMs(this.#veiled, nowMs);
    if (dueMs <= nowMs) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#reading = this.#readNow().finally(() => {
        this.#reading = undefined;
        this.#readInTime();
      });
    } else if (!this.#timer || dueMs < this.#dueMs) {
      clearTimeout(this.#timer);
      this.#dueMs = dueMs;
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#readInTime();
      }, dueMs - nowMs);
    }
  }

  /** Never rejects: what could not be read stays veiled. */
  async #readNow(): Promise<void> {
    const { clock, events } = this.#parts;
    const startMs = clock.elapsed();
    try {
      await this.#readOnce();
      this.#times.ended(clock.elapsed() - startMs, clock.elapsed());
    } catch (error) {
      if (!this.#closing.signal.aborted) events.notRead(error);
      this.#times.failed(clock.elapsed());
    }
  }

  async #readOnce(): Promise<void> {
    const { redaction, events, clock } = this.#parts;
    const { signal } = this.#closing;
    const windows = [this.#windows];
    const picture = this.#spare ?? new Canvas(this.#raw.width, this.#raw.height);
    this.#spare = undefined; // until it is known that nobody looks at it any more
    this.#raw.data.copy(picture.data);
    const startMs = clock.elapsed();
    const passwordFields = await this.#passwordFields();
    const masks = await redaction.masksFor(picture, { windows, passwordFields }, signal);
    signal.throwIfAborted();
    events.masked(
      masks.map(({ reason }) => reason),
      clock.elapsed() - startMs,
    );
    this.#learn(picture, masks);
  }

  async #passwordFields(): Promise<Box[]> {
    const late = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(accessibleMs)]);
    const told = (await this.#parts.accessibility?.elements(mostAccessible, late)) ?? [];
    return told.filter(({ hidesText }) => hidesText).map(({ box }) => box);
  }

  #learn(picture: Canvas, masks: readonly Mask[]): void {
    const again = this.#raw.tiles();
    for (const tile of this.#veiled) again.add(tile);
    for (const tile of this.#unread) this.#remember(tile, picture);
    if (masks !== this.#masks) {
      for (const { box } of [...masks, ...this.#masks]) again.addBox(box);
      for (const { box } of masks) for (const tile of again.tilesOf(box)) this.#looks.delete(tile);
    }
    this.#spare = this.#read;
    this.#read = picture;
    this.#masks = masks;
    for (const tile of this.#unread) again.add(tile);
    this.#parts.changed(again.boxes());
  }

  #remember(tile: number, picture: Canvas): void {
    const print = this.#printOf(picture, tile);
    const known = (this.#looks.get(tile) ?? []).filter((look) => look !== print);
    this.#looks.set(tile, [print, ...known].slice(0, mostLooks));
  }
}

const whole = ({ x, y, width, height }: Box): Box => {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
};

function fill({ box, data }: Part, area: Box, colour: number): void {
  const all = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
  const left = Math.max(box.x, area.x) - box.x;
  const end = Math.min(right(box), right(area)) - box.x;
  for (let y = Math.max(box.y, area.y); y < Math.min(bottom(box), bottom(area)); y++) {
    const row = (y - box.y) * box.width;
    if (end > left) all.fill(colour, row + left, row + end);
  }
}
