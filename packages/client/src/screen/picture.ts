// From patches to pixels; the contract (screen.proto) says what they mean.
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Patch, ScreenUpdate } from '@karna/proto/gen/screen/v1/screen';
import { KarnaError } from '../errors.ts';
import type { Pixels, ScreenDecoders } from './decoders.ts';

/** No desktop is larger than this (px): an update that says so is none. */
const maxPixels = 64 * 1024 * 1024;
const opaque = 0xff00_0000;

/** The picture of a desktop: RGBA, row by row. It changes as a whole: between two updates it is one that the desktop showed. */
export class Picture {
  width = 0;
  height = 0;
  /** The same memory until the size changes; fits `ImageData`. */
  data: Uint8ClampedArray<ArrayBuffer> = new Uint8ClampedArray(0);
  #words = new Uint32Array(0);
  /** Images of the update before: large, and garbage otherwise. */
  #spare: Pixels[] = [];

  /** Where it changed. Fails with `protocol.unsupported`, and then has not changed. */
  async apply(update: ScreenUpdate, decoders: ScreenDecoders): Promise<Box[]> {
    check(update);
    const size = update.patches.reduce((sum, patch) => sum + bytesIn(patch), 0);
    const [images, pixels] = await Promise.all([
      // First: they are read on other threads where there are some.
      Promise.all(
        update.patches.map(({ what, width, height }) =>
          what?.$case === 'jpeg' ? decoders.jpeg(what.value, width, height, this.#spare) : undefined,
        ),
      ),
      size === 0 ? new Uint8Array(0) : decoders.inflate(update.pixels, size),
    ]).catch((cause: unknown) => {
      throw new KarnaError('protocol.unsupported', 'a part of the picture cannot be read', { cause });
    });
    if (pixels.length !== size) throw broken('pixels are missing');
    if (update.width !== this.width || update.height !== this.height) this.#resize(update);
    let at = 0;
    for (const [index, patch] of update.patches.entries()) {
      this.#put(patch, pixels.subarray(at, at + bytesIn(patch)), images[index]);
      at += bytesIn(patch);
    }
    this.#spare = images.filter((image) => image !== undefined);
    return update.patches.map(({ x, y, width, height }) => ({ x, y, width, height }));
  }

  #resize({ width, height }: ScreenUpdate): void {
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(width * height * 4);
    this.#words = new Uint32Array(this.data.buffer);
    this.#words.fill(opaque);
  }

  #put(patch: Patch, pixels: Uint8Array, image: Pixels | undefined): void {
    const { what } = patch;
    switch (what?.$case) {
      case 'colour':
        this.#fill(patch, wordOf(what.value));
        return;
      case 'moved':
        this.#move(patch, what.value);
        return;
      case 'indexed':
        this.#index(patch, what.value.colours, pixels);
        return;
      case 'exact':
        this.#exact(patch, pixels);
        return;
      case 'jpeg':
        this.#image(patch, image);
        return;
      case undefined:
        throw broken('a patch of a kind that this client does not know');
      default: {
        const nothing: never = what;
        throw broken(String(nothing));
      }
    }
  }

  #fill({ x, y, width, height }: Box, word: number): void {
    for (let row = y; row < y + height; row++) {
      this.#words.fill(word, row * this.width + x, row * this.width + x + width);
    }
  }

  #move({ x, y, width, height }: Box, from: { readonly x: number; readonly y: number }): void {
    const isDown = y > from.y; // then from the last row on: the two may overlap
    for (let n = 0; n < height; n++) {
      const row = isDown ? height - 1 - n : n;
      const start = (from.y + row) * this.width + from.x;
      this.#words.copyWithin((y + row) * this.width + x, start, start + width);
    }
  }

  #index(box: Box, colours: readonly number[], pixels: Uint8Array): void {
    const table = Uint32Array.from(colours, wordOf);
    let at = 0;
    for (let row = box.y; row < box.y + box.height; row++) {
      const start = row * this.width + box.x;
      for (let place = start; place < start + box.width; place++)
        this.#words[place] = table[pixels[at++] ?? 0] ?? opaque;
    }
  }

  #exact(box: Box, pixels: Uint8Array): void {
    let at = 0;
    for (let row = box.y; row < box.y + box.height; row++) {
      const start = (row * this.width + box.x) * 4;
      for (let place = start; place < start + box.width * 4; place += 4) {
        this.data[place] = pixels[at++] ?? 0;
        this.data[place + 1] = pixels[at++] ?? 0;
        this.data[place + 2] = pixels[at++] ?? 0;
      }
    }
  }

  #image({ x, y, width, height }: Box, image: Pixels | undefined): void {
    if (image?.length !== width * height * 4) throw broken('an image of another size than its place');
    for (let row = 0; row < height; row++) {
      this.data.set(image.subarray(row * width * 4, (row + 1) * width * 4), ((y + row) * this.width + x) * 4);
    }
  }
}

/** Nothing is begun unless all of it fits. */
function check({ width, height, patches }: ScreenUpdate): void {
  if (width * height > maxPixels) throw broken('the desktop is too large');
  const fits = (box: Box) => box.x + box.width <= width && box.y + box.height <= height;
  for (const { x, y, width: across, height: down, what } of patches) {
    if (!fits({ x, y, width: across, height: down })) throw broken('a patch outside the picture');
    const from = what?.$case === 'moved' ? what.value : { x, y };
    if (!fits({ ...from, width: across, height: down })) throw broken('a patch from outside the picture');
    if (!what) throw broken('a patch of a kind that this client does not know');
  }
}

function bytesIn({ width, height, what }: Patch): number {
  if (what?.$case === 'indexed') return width * height;
  return what?.$case === 'exact' ? width * height * 3 : 0;
}

/** 0xRRGGBB as the four bytes R, G, B, 255 in memory; every platform that we run on is little endian. */
const wordOf = (colour: number): number =>
  (opaque | ((colour & 0xff) << 16) | (colour & 0xff00) | ((colour >> 16) & 0xff)) >>> 0;

const broken = (why: string): KarnaError =>
  new KarnaError(
    'protocol.unsupported',
    `the picture cannot be shown: ${why}; this client may be older than the agent`,
  );
