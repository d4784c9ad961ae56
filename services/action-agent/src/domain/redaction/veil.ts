// The live picture may not wait until it has been read. What may hold a secret that nobody has read yet leaves as one flat colour.
import type { Box } from '../../ports.ts';
import { type Pixels, words } from '../pixels.ts';

/** Neighbouring pixels that differ by more than this in one colour (0..255) are an edge that something could be read by. */
const edgeStep = 12;
/** Edges that go straight down for longer than this (px) are borders, not strokes of readable text. */
const strokePx = 40;
/** Fewer edges than this are a dot or a dash: the smallest digit there is has more. */
const leastEdges = 8;
/** What is written does not end where the change does (px). */
const aroundPx = 8;

/** Whether something may be written in `box`: short strokes, as all writing has, on a ground that they stand out from. */
export function mayBeWriting(picture: Pixels, box: Box): boolean {
  const all = words(picture);
  const { width } = picture;
  const left = Math.max(0, box.x - aroundPx);
  const right = Math.min(width - 1, box.x + box.width + aroundPx);
  const top = Math.max(0, box.y - aroundPx);
  const bottom = Math.min(picture.height, box.y + box.height + aroundPx);
  let edges = 0;
  for (let x = left; x < right; x++) {
    let run = 0;
    for (let y = top; y < bottom; y++) {
      const at = y * width + x;
      if (isEdge(all[at] ?? 0, all[at + 1] ?? 0)) run += 1;
      else {
        if (run <= strokePx) edges += run;
        run = 0;
      }
    }
    // A run that goes on beyond what is looked at may be a border as well as the stem of a letter.
    if (run <= strokePx) edges += run;
    if (edges >= leastEdges) return true;
  }
  return false;
}

function isEdge(a: number, b: number): boolean {
  if (a === b) return false;
  return (
    Math.abs((a & 0xff) - (b & 0xff)) > edgeStep ||
    Math.abs(((a >> 8) & 0xff) - ((b >> 8) & 0xff)) > edgeStep ||
    Math.abs(((a >> 16) & 0xff) - ((b >> 16) & 0xff)) > edgeStep
  );
}

/** The colour of a veil over `box`: the mean of what is there, told so coarsely that little can be worked out from it. */
export function veilColour(picture: Pixels, box: Box): number {
  const all = words(picture);
  let [red, green, blue] = [0, 0, 0];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let at = y * picture.width + box.x; at < y * picture.width + box.x + box.width; at++) {
      const colour = all[at] ?? 0;
      red += (colour >> 16) & 0xff;
      green += (colour >> 8) & 0xff;
      blue += colour & 0xff;
    }
  }
  const coarse = (sum: number) => Math.round(sum / (box.width * box.height)) & 0xf0;
  return (coarse(red) << 16) | (coarse(green) << 8) | coarse(blue);
}
