import type { Edges } from '@karna/sight/edges';
import type { Frame, Grey } from '@karna/sight/frame';
import type { Sighting } from '../sighting.ts';
import { differingRows, hasSameSize } from './tiles.ts';

/** What the screen network saw in one frame. */
export interface Sights {
  /** In the frame as it is. */
  readonly full: readonly Sighting[];
  /** In the halved frame, in px of that: only large things and large type, see `countsHalved`. */
  readonly half: readonly Sighting[];
}

/** A frame and what was seen in it. */
export interface Glance {
  /** False: pieced together of looks at this frame and at others before it. */
  readonly isWhole: boolean;
  readonly frame: Frame;
  readonly grey: Grey;
  readonly edges: Edges;
  readonly sights: Sights;
}

export interface MemoryLimits {
  /** Of each desktop, so many. */
  readonly glances: number;
  readonly bytes: number;
}

/**
 * The last glances at each desktop: a list that is turned there and back, a dialog that closes, or a page that is opened again need not be looked at
 * anew. Bounded by the memory they take: the one longest unused goes first.
 */
export class LookMemory {
  readonly #limits: MemoryLimits;
  // A Map keeps insertion order: the first entry is the one longest unused.
  readonly #kept = new Map<Glance, string>();
  #bytes = 0;

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  /** Of the glances at a desktop, the one that differs from this frame in the fewest rows. */
  nearest(desktopId: string, frame: Frame): Glance | undefined {
    let best: { readonly glance: Glance; readonly rows: number } | undefined;
    for (const glance of this.#of(desktopId).reverse()) {
      if (!hasSameSize(glance.frame, frame)) continue;
      const rows = differingRows(glance.frame, frame);
      if (!best || rows < best.rows) best = { glance, rows };
      if (rows === 0) break;
    }
    if (!best) return undefined;
    this.#kept.delete(best.glance);
    this.#kept.set(best.glance, desktopId);
    return best.glance;
  }

  /** `instead`: one that differs so little from it that both need not be kept. */
  put(desktopId: string, glance: Glance, instead?: Glance): void {
    if (instead) this.#drop(instead);
    const bytes = bytesOf(glance);
    if (bytes > this.#limits.bytes) return;
    this.#kept.set(glance, desktopId);
    this.#bytes += bytes;
    const own = this.#of(desktopId);
    for (const oldest of own.slice(0, Math.max(0, own.length - this.#limits.glances))) this.#drop(oldest);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#limits.bytes) return;
      this.#drop(oldest);
    }
  }

  /** The one longest unused first. */
  #of(desktopId: string): Glance[] {
    return [...this.#kept].filter(([, id]) => id === desktopId).map(([glance]) => glance);
  }

  #drop(glance: Glance): void {
    if (this.#kept.delete(glance)) this.#bytes -= bytesOf(glance);
  }
}

/** A sighting with its box and states, and an edge, take about this much in V8. */
const bytesPer = { sighting: 240, edge: 48 };

const bytesOf = ({ frame, grey, edges, sights }: Glance): number =>
  frame.rgb.byteLength +
  grey.levels.byteLength +
  (edges.across.length + edges.down.length) * bytesPer.edge +
  (sights.full.length + sights.half.length) * bytesPer.sighting;
