import type { Detection } from '@karna/vision/testing';

// The usual way without learning: whatever a closed patch of edges surrounds is a proposal (as UIED does it). Colour steps between
// neighbouring pixels make the edge map; patches are taken as they are (outlines) and with gaps closed along the row (words, icons).

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
}

/** Steps below this are gradients and shadows (of 255). */
const edgeStep = 8;
/** Gaps between letters of a word (px). */
const letterGap = 6;
const smallest = { width: 9, height: 8 };
/** Larger patches are the page itself. */
const largestShare = 0.25;

/** Best first: the more of a box's outline is drawn, the better. */
export function edgeProposals(pixels: Pixels): Detection[] {
  const edges = edgesOf(pixels);
  const patches = [...patchesOf(edges, pixels), ...patchesOf(closedAlongRows(edges, pixels), pixels)];
  const unlike = new Map(patches.filter((patch) => isSized(patch, pixels)).map((patch) => [keyOf(patch), patch]));
  return [...unlike.values()]
    .map((patch) => ({
      box: { x: patch.left, y: patch.top, width: patch.right - patch.left, height: patch.bottom - patch.top },
      role: 'ROLE_BUTTON' as const,
      score: outlined(patch, edges, pixels.width),
      states: [],
    }))
    .sort((a, b) => b.score - a.score);
}

interface Patch {
  left: number;
  top: number;
  /** One past the last. */
  right: number;
  bottom: number;
}

const isSized = ({ left, top, right, bottom }: Patch, { width, height }: Pixels): boolean =>
  right - left >= smallest.width &&
  bottom - top >= smallest.height &&
  (right - left) * (bottom - top) < width * height * largestShare;

/** Two that differ by a pixel are one. */
const keyOf = ({ left, top, right, bottom }: Patch): string =>
  [left, top, right, bottom].map((edge) => edge >> 1).join();

/** Lines are some pixels thick, corners are round. */
const reach = 3;

/** The share of the outline beside which there are edges. */
function outlined({ left, top, right, bottom }: Patch, edges: Uint8Array, width: number): number {
  const isEdge = (x: number, y: number, dx: number, dy: number) => {
    for (let step = 0; step < reach; step++) if (edges[(y + dy * step) * width + x + dx * step]) return 1;
    return 0;
  };
  let drawn = 0;
  for (let x = left; x < right; x++) drawn += isEdge(x, top, 0, 1) + isEdge(x, bottom - 1, 0, -1);
  for (let y = top; y < bottom; y++) drawn += isEdge(left, y, 1, 0) + isEdge(right - 1, y, -1, 0);
  return drawn / (2 * (right - left + bottom - top));
}

function edgesOf({ width, height, rgb }: Pixels): Uint8Array {
  const edges = new Uint8Array(width * height);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const at = (y * width + x) * 3;
      if (stepAt(rgb, at, at + 3) > edgeStep || stepAt(rgb, at, at + width * 3) > edgeStep) edges[y * width + x] = 1;
    }
  }
  return edges;
}

function stepAt(rgb: Uint8Array, at: number, other: number): number {
  let most = 0;
  for (let channel = 0; channel < 3; channel++) {
    most = Math.max(most, Math.abs((rgb[at + channel] ?? 0) - (rgb[other + channel] ?? 0)));
  }
  return most;
}

function closedAlongRows(edges: Uint8Array, { width, height }: Pixels): Uint8Array {
  const closed = edges.slice();
  for (let y = 0; y < height; y++) {
    let last = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width; x++) {
      if (!edges[y * width + x]) continue;
      if (x - last <= letterGap) closed.fill(1, y * width + last + 1, y * width + x);
      last = x;
    }
  }
  return closed;
}

/** Connected patches, corners count as touching. */
function patchesOf(edges: Uint8Array, { width, height }: Pixels): Patch[] {
  const known = new Uint8Array(edges.length);
  const stack = new Int32Array(edges.length);
  const patches: Patch[] = [];
  for (let start = 0; start < edges.length; start++) {
    if (!edges[start] || known[start]) continue;
    const patch: Patch = { left: width, top: height, right: 0, bottom: 0 };
    let size = 0;
    stack[size++] = start;
    known[start] = 1;
    while (size > 0) {
      const at = stack[--size] ?? 0;
      const x = at % width;
      const y = (at - x) / width;
      grow(patch, x, y);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (!edges[next] || known[next]) continue;
          known[next] = 1;
          stack[size++] = next;
        }
      }
    }
    patches.push(patch);
  }
  return patches;
}

function grow(patch: Patch, x: number, y: number): void {
  patch.left = Math.min(patch.left, x);
  patch.top = Math.min(patch.top, y);
  patch.right = Math.max(patch.right, x + 1);
  patch.bottom = Math.max(patch.bottom, y + 1);
}
