import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, clipped, grown, right, rounded } from '@karna/sight/boxes';
import { byteAt, contrast, type Frame, intAt } from '@karna/sight/frame';
import { edgeContrast } from '@karna/sight/ink';

/** So many pixels tell what a box or a ring looks like: of larger ones every second, third, ... counts. */
const mostPixels = { box: 900, ring: 120 };
/** The border of an element and the shadow inside it are no ink: such a part of its shorter side, and so many px at most. */
const rim = { share: 1 / 8, mostPx: 8 };
/** Where a border or a ring around it may be: px outside the box (negative: inside). Boxes are exact within 2. */
const rings = { from: -2, to: 4 };
/** What is around an element begins so far outside (px). */
const aroundPx = 6;
/** A ring is drawn when so much of it has one colour: corners are round, and something may lie over it. */
const drawnRing = 0.55;
/** Greyed text may stand out less than edges of glyphs do. */
const inkContrast = edgeContrast / 2;
/** A colour is one, and no tinted grey, when its channels are so far apart. */
const colourful = 40;

/** What stands on a ground: how much, how clear, and how colourful. */
export interface Ink {
  /** How far the clearest of it stands out from the ground, 0..255; 0: there is none. */
  readonly ink: number;
  /** The offset of a pixel that has the colour of the clearest. */
  readonly inkPixel: number;
  /** Which part of the ground it covers, 0..1. */
  readonly inkShare: number;
  /** Of the most colourful of it, 0..255. */
  readonly inkColour: number;
}

/** What is drawn about the edge of an element. */
export interface Rim {
  /** How far its strongest ring stands out from what is around, 0..255. */
  readonly border: number;
  /** Of the most colourful ring, 0..255. */
  readonly ringColour: number;
  /** How thick the rings are that have a colour. */
  readonly ringPx: number;
}

/** How an element looks, as far as it tells whether it is in use. */
export interface Look extends Ink, Rim {
  /** The offset of a pixel that has the colour of the ground. */
  readonly ground: number;
  /** How far the ground stands out from what is around the element, 0..255. */
  readonly raised: number;
}

export function lookOf(frame: Frame, box: Box): Look {
  const whole = clipped(rounded(box), frame.width, frame.height);
  const rimPx = Math.min(rim.mostPx, Math.floor(Math.min(whole.width, whole.height) * rim.share));
  const inside = pixelsIn(frame, grown(whole, -rimPx));
  const ground = commonest(frame, inside).pixel;
  const around = commonest(frame, ringAt(frame, whole, aroundPx)).pixel;
  return {
    ground,
    raised: contrast(frame.rgb, ground, around),
    ...inkOf(frame, inside, ground),
    ...rimOf(frame, whole, ground, around),
  };
}

/** How clear a text is on its ground, 0..255. */
export function clearness(frame: Frame, box: Box): number {
  const pixels = pixelsIn(frame, clipped(rounded(box), frame.width, frame.height));
  return inkOf(frame, pixels, commonest(frame, pixels).pixel).ink;
}

/** How far the channels of a pixel are apart, 0..255: grey is 0. */
export function colourOf({ rgb }: Frame, pixel: number): number {
  const red = byteAt(rgb, pixel);
  const green = byteAt(rgb, pixel + 1);
  const blue = byteAt(rgb, pixel + 2);
  return Math.max(red, green, blue) - Math.min(red, green, blue);
}

/** For `inkOf`: how much ink has each contrast and each colour, and a pixel of each contrast. One part is looked at at a time. */
const contrasts = new Int32Array(256);
const colours = new Int32Array(256);
const examples = new Int32Array(256);

function inkOf(frame: Frame, pixels: Int32Array, ground: number): Ink {
  contrasts.fill(0);
  colours.fill(0);
  let count = 0;
  for (const pixel of pixels) {
    const differs = contrast(frame.rgb, pixel, ground);
    if (differs <= inkContrast) continue;
    const colour = colourOf(frame, pixel);
    contrasts[differs] = intAt(contrasts, differs) + 1;
    colours[colour] = intAt(colours, colour) + 1;
    examples[differs] = pixel;
    count++;
  }
  if (count === 0) return { ink: 0, inkPixel: ground, inkShare: 0, inkColour: 0 };
  const ink = topTenth(contrasts, count);
  return {
    ink,
    inkPixel: intAt(examples, ink),
    inkShare: count / pixels.length,
    inkColour: topTenth(colours, count),
  };
}

/** The least of the highest tenth of `count` values, of which it is known how often each came: edges of letters are blurred. */
function topTenth(counted: Int32Array, count: number): number {
  let value = 255;
  for (let above = intAt(counted, value); above <= count / 10; above += intAt(counted, value)) value--;
  return value;
}

function rimOf(frame: Frame, box: Box, ground: number, around: number): Rim {
  let border = 0;
  let ringColour = 0;
  let ringPx = 0;
  for (let outside = rings.from; outside <= rings.to; outside++) {
    const { pixel, share } = commonest(frame, ringAt(frame, box, outside));
    if (share < drawnRing) continue;
    const fromGround = outside < 0 ? contrast(frame.rgb, pixel, ground) : 255;
    const standsOut = Math.min(contrast(frame.rgb, pixel, around), fromGround);
    border = Math.max(border, standsOut);
    if (standsOut <= inkContrast) continue;
    const colour = colourOf(frame, pixel);
    ringColour = Math.max(ringColour, colour);
    if (colour > colourful) ringPx++;
  }
  return { border, ringColour, ringPx };
}

function pixelsIn(frame: Frame, box: Box): Int32Array {
  const step = Math.max(1, Math.ceil(Math.sqrt((box.width * box.height) / mostPixels.box)));
  const pixels = new Int32Array(Math.max(0, Math.ceil(box.width / step) * Math.ceil(box.height / step)));
  let index = 0;
  for (let y = box.y; y < bottom(box); y += step) {
    for (let x = box.x; x < right(box); x += step) pixels[index++] = (y * frame.width + x) * 3;
  }
  return pixels;
}

/** Of the outline of a box that is so many px larger on each side, as far as it is in the frame. */
function ringAt(frame: Frame, box: Box, outside: number): Int32Array {
  const ring = grown(box, outside);
  const step = Math.max(1, Math.ceil((2 * (ring.width + ring.height)) / mostPixels.ring));
  const pixels = new Int32Array(2 * (Math.ceil(ring.width / step) + Math.ceil(ring.height / step)));
  let count = 0;
  const add = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < frame.width && y < frame.height) pixels[count++] = (y * frame.width + x) * 3;
  };
  for (let x = ring.x; x < right(ring); x += step) {
    add(x, ring.y);
    add(x, bottom(ring) - 1);
  }
  for (let y = ring.y; y < bottom(ring); y += step) {
    add(ring.x, y);
    add(right(ring) - 1, y);
  }
  return pixels.subarray(0, count);
}

/** For `commonest`, by colour: how often it was met. */
const counts = new Int32Array(4096);

/** A pixel of the most frequent colour (in steps of 16 per channel: gradients count as one), and how many have it, 0..1. */
function commonest({ rgb }: Frame, pixels: Int32Array): { readonly pixel: number; readonly share: number } {
  counts.fill(0);
  let most = 0;
  let commonestPixel = 0;
  for (const pixel of pixels) {
    const colour =
      ((byteAt(rgb, pixel) >> 4) << 8) | ((byteAt(rgb, pixel + 1) >> 4) << 4) | (byteAt(rgb, pixel + 2) >> 4);
    const count = intAt(counts, colour) + 1;
    counts[colour] = count;
    if (count <= most) continue;
    most = count;
    commonestPixel = pixel;
  }
  return { pixel: commonestPixel, share: most / Math.max(1, pixels.length) };
}
