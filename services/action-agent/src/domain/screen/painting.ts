// From pixels to patches: what is flat goes losslessly as an index into a few colours, the rest as JPEG now and exactly once it rests.
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Patch } from '@karna/proto/gen/screen/v1/screen';
import type { StreamEncoder } from '../../ports.ts';
import { area, union } from '../boxes.ts';
import type { Canvas } from './canvas.ts';
import { TileSet, tilePx } from './tiles.ts';

/** A part with more colours than this is a photograph. */
const maxColours = 64;
/** Where so much changes at once (px), a JPEG of it is there before half of it would be indexed; it follows exactly. */
const muchPx = 512 * 1024;
const fewColours = 2;
/** So little (px) is sent exactly whatever it shows: a JPEG has 600 bytes before its first pixel. */
const smallPx = 700;
/** Larger photographs are cut into bands of about so much (px), which are made and read side by side. */
const bandPx = 256 * 1024;
/** Two photographs become one when that makes them so much larger at most (times). */
const maxWaste = 1.25;

export interface Painted {
  readonly patches: Patch[];
  readonly pixels: Uint8Array;
  /** Parts that are not yet exact. */
  readonly inexact: readonly Box[];
}

/** `parts`: boxes that lie within a tile each. The canvas must stay as it is until then, and one is painted at a time. */
export async function paint(
  canvas: Canvas,
  parts: readonly Box[],
  quality: number | 'exact',
  encoder: StreamEncoder,
): Promise<Painted> {
  const pixels = new Gathered();
  const photographs: Box[] = [];
  const patches: Patch[] = [];
  const isMuch = quality !== 'exact' && parts.reduce((sum, part) => sum + area(part), 0) > muchPx;
  for (const part of parts) {
    const flat = flatPatch(canvas, part, pixels, isMuch ? fewColours : maxColours);
    if (flat) patches.push(flat);
    else if (quality === 'exact') patches.push(exactPatch(canvas, part, pixels));
    else photographs.push(part);
  }
  const whole = joined(photographs, canvas);
  const inexact = whole.filter((box) => area(box) > smallPx);
  for (const box of whole) if (area(box) <= smallPx) patches.push(exactPatch(canvas, box, pixels));
  const images = inexact.flatMap(bands).map(async (box): Promise<Patch> => {
    return { ...box, what: { $case: 'jpeg', value: await encoder.jpeg(canvas, box, Number(quality)) } };
  });
  const { bytes } = pixels;
  const packed = bytes.length === 0 ? new Uint8Array(0) : encoder.deflate(bytes);
  return { patches: [...patches, ...(await Promise.all(images))], pixels: packed, inexact };
}

/** From top to bottom, whole rows of tiles each. */
function bands(box: Box): Box[] {
  const height = Math.max(1, Math.floor(bandPx / box.width / tilePx)) * tilePx;
  return Array.from({ length: Math.ceil(box.height / height) }, (_, n) => {
    const y = n * height;
    return { ...box, y: box.y + y, height: Math.min(height, box.height - y) };
  });
}

/** Used again for every painting: it is read before the next one begins. */
let memory = new Uint8Array(256 * 1024);

/** Bytes that are written one after the other. */
class Gathered {
  #length = 0;

  get bytes(): Uint8Array {
    return memory.subarray(0, this.#length);
  }

  /** Room for so many; what is not used is given back with `keep`. */
  room(count: number): Uint8Array {
    if (this.#length + count > memory.length) {
      const larger = new Uint8Array(2 * (this.#length + count));
      larger.set(this.bytes);
      memory = larger;
    }
    return memory.subarray(this.#length, this.#length + count);
  }

  keep(count: number): void {
    this.#length += count;
  }
}

// Open addressing over a small table: a Map costs ten times as much per pixel.
const slots = 256;
const slotColour = new Uint32Array(slots);
const slotIndex = new Int16Array(slots);

function flatPatch(canvas: Canvas, box: Box, pixels: Gathered, most: number): Patch | undefined {
  const room = pixels.room(box.width * box.height);
  const colours = indexed(canvas, box, room, most);
  if (!colours) return undefined;
  const [only = 0, ...others] = colours;
  if (others.length === 0) return { ...box, what: { $case: 'colour', value: only } };
  pixels.keep(room.length);
  return { ...box, what: { $case: 'indexed', value: { colours } } };
}

function indexed({ words, width }: Canvas, box: Box, room: Uint8Array, most: number): number[] | undefined {
  slotIndex.fill(-1);
  const colours: number[] = [];
  let [last, lastIndex, at] = [-1, 0, 0];
  for (let y = box.y; y < box.y + box.height; y++) {
    const end = y * width + box.x + box.width;
    for (let place = y * width + box.x; place < end; place++) {
      const colour = (words[place] ?? 0) & 0xff_ffff;
      if (colour !== last) {
        lastIndex = indexOf(colour, colours, most);
        if (lastIndex < 0) return undefined;
        last = colour;
      }
      room[at++] = lastIndex;
    }
  }
  return colours;
}

function indexOf(colour: number, colours: number[], most: number): number {
  for (let slot = Math.imul(colour, 0x9e37_79b1) >>> 24; ; slot = (slot + 1) % slots) {
    const index = slotIndex[slot] ?? -1;
    if (index >= 0 && slotColour[slot] === colour) return index;
    if (index >= 0) continue;
    if (colours.length === most) return -1;
    slotColour[slot] = colour;
    slotIndex[slot] = colours.length;
    return colours.push(colour) - 1;
  }
}

function exactPatch({ words, width }: Canvas, box: Box, pixels: Gathered): Patch {
  const room = pixels.room(box.width * box.height * 3);
  let at = 0;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let place = y * width + box.x; place < y * width + box.x + box.width; place++) {
      const colour = words[place] ?? 0;
      room[at++] = (colour >> 16) & 0xff;
      room[at++] = (colour >> 8) & 0xff;
      room[at++] = colour & 0xff;
    }
  }
  pixels.keep(room.length);
  return { ...box, what: { $case: 'exact', value: {} } };
}

/** Whole tiles as few large boxes; what lies together as one, even if it then covers a little that is none. */
function joined(parts: readonly Box[], canvas: Canvas): Box[] {
  const whole = new TileSet(canvas);
  const rest: Box[] = [];
  for (const part of parts) {
    const tile = Math.floor(part.y / tilePx) * whole.columns + Math.floor(part.x / tilePx);
    if (area(part) === area(whole.boxOf(tile))) whole.add(tile);
    else rest.push(part);
  }
  const apart: Box[] = [];
  for (let box of [...whole.boxes(), ...rest]) {
    const fits = (other: Box) => area(union(other, box)) <= maxWaste * (area(other) + area(box));
    for (let n = apart.findIndex(fits); n >= 0; n = apart.findIndex(fits)) {
      for (const other of apart.splice(n, 1)) box = union(other, box);
    }
    apart.push(box);
  }
  return apart;
}
