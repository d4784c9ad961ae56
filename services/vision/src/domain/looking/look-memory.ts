import type { Edges } from '@karna/sight/edges';
import type { Frame, Grey } from '@karna/sight/frame';
import type { Sighting } from '../sighting.ts';

/** What the screen network saw in one frame. */
export interface Sights {
  /** In the frame as it is. */
  readonly full: readonly Sighting[];
  /** In the halved frame, in px of that: only large things and large type, see `countsHalved`. */
  readonly half: readonly Sighting[];
}

/** A frame and what was seen in it. */
export interface Glance {
  readonly frame: Frame;
  readonly grey: Grey;
  readonly edges: Edges;
  readonly sights: Sights;
}

export interface MemoryLimits {
  readonly desktops: number;
  readonly bytes: number;
}

/** The last glance at each desktop, bounded by desktops and by the memory they take: the one longest unused goes first. */
export class LookMemory {
  readonly #limits: MemoryLimits;
  // A Map keeps insertion order: the first entry is the one longest unused.
  readonly #kept = new Map<string, Glance>();
  #bytes = 0;

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  get(desktopId: string): Glance | undefined {
    const found = this.#kept.get(desktopId);
    if (!found) return undefined;
    this.#kept.delete(desktopId);
    this.#kept.set(desktopId, found);
    return found;
  }

  put(desktopId: string, glance: Glance): void {
    this.#drop(desktopId);
    const bytes = bytesOf(glance);
    if (bytes > this.#limits.bytes) return;
    this.#kept.set(desktopId, glance);
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#limits.bytes && this.#kept.size <= this.#limits.desktops) return;
      this.#drop(oldest);
    }
  }

  #drop(desktopId: string): void {
    const glance = this.#kept.get(desktopId);
    if (glance) this.#bytes -= bytesOf(glance);
    this.#kept.delete(desktopId);
  }
}

/** A sighting with its box and states, and an edge, take about this much in V8. */
const bytesPer = { sighting: 240, edge: 48 };

const bytesOf = ({ frame, grey, edges, sights }: Glance): number =>
  frame.rgb.byteLength +
  grey.levels.byteLength +
  (edges.across.length + edges.down.length) * bytesPer.edge +
  (sights.full.length + sights.half.length) * bytesPer.sighting;
