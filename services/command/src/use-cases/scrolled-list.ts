import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { scrollAt } from '../domain/actions.ts';
import { union } from '../domain/geometry.ts';
import { hasScrolled } from '../domain/scenery.ts';
import { goneBetween } from '../domain/scrolled.ts';
import type { StepRun } from './step-run.ts';

/** Of the height that scrolls, so much between two looks: every record is seen whole once. */
const stride = 0.75;
/** Where a list does not scroll evenly, or is late, coming back takes more than one try. */
const returns = 6;

/** Clicks at once on the way back, at most. */
const mostBack = 200;

/** Where it was never told how far a click goes, it went as far as everything that scrolls. */
const clickedBack = (down: number, clickPx: number): number =>
  Math.max(-mostBack, Math.min(mostBack, Math.round(down / Math.max(1, clickPx))));

/** One look at a list that is scrolled. */
export interface Place {
  readonly frame: Frame;
  readonly elements: readonly Element[];
  /** How far down the list from where it was first (px). */
  readonly down: number;
  /** It shares nothing with the look before. */
  readonly isElsewhere?: boolean;
}

/** What the wheel scrolls at a place on the screen: every part of it is looked at once, and it goes back to where it was. */
export class ScrolledList {
  readonly #run: StepRun;
  readonly #at: Point;
  /** The first, and all that were seen since. */
  readonly #places: Place[];
  #now: Place;
  /** What one click is (px), and the height that scrolls: known once it did. */
  #clickPx = 0;
  #heightPx = 0;
  wasLate = false;

  constructor(run: StepRun, at: Point, first: Place) {
    this.#run = run;
    this.#at = at;
    this.#places = [first];
    this.#now = first;
  }

  get frame(): Frame {
    return this.#now.frame;
  }

  /** One look further; undefined at the end. */
  async turn(way: number): Promise<Place | undefined> {
    for (let clicks = this.#stride; ; clicks = Math.ceil(clicks / 2)) {
      const place = await this.#turnBy(way, clicks);
      // Too far at once: what lies between was not seen.
      if (place?.isElsewhere && clicks > 1) {
        await this.#wheel(-way * clicks);
        continue;
      }
      if (!place) return undefined;
      if (!place.isElsewhere) this.#clickPx = Math.max(this.#clickPx, Math.abs(place.down - this.#now.down) / clicks);
      this.#now = place;
      this.#places.push(place);
      return place;
    }
  }

  get #stride(): number {
    return this.#clickPx > 0 ? Math.max(1, Math.floor((stride * this.#heightPx) / this.#clickPx)) : 1;
  }

  async #turnBy(way: number, clicks: number): Promise<Place | undefined> {
    const place = await this.#scrolled(await this.#wheel(way * clicks), way);
    if (place || this.#clickPx === 0) return place;
    // What did scroll before may be late on a busy machine.
    return this.#scrolled(await this.#run.look({ since: this.#now.frame.id }), way);
  }

  /** Undefined: it is still where it was. */
  async #scrolled(frame: Frame, way: number): Promise<Place | undefined> {
    const changed = union(frame.changes);
    if (!changed) return undefined;
    const elements = await this.#run.elements(frame);
    const gone = goneBetween(this.#now.elements, elements, changed)?.down;
    if (gone !== undefined && gone * way > 0) this.wasLate = true;
    if (gone === undefined ? !hasScrolled(frame, this.#at) : gone * way >= 0) {
      // What lit up under the pointer: a newer look at the same place.
      this.#now = { ...this.#now, frame, elements };
      return undefined;
    }
    this.#heightPx = Math.max(this.#heightPx, changed.height);
    const down = this.#now.down - (gone ?? -way * changed.height);
    return { frame, elements, down, isElsewhere: gone === undefined };
  }

  /** Back to where it was first. */
  async back(): Promise<void> {
    for (let tries = 0; tries < returns; tries++) {
      const clicks = clickedBack(this.#now.down, this.#clickPx || this.#heightPx);
      if (clicks === 0) return;
      const frame = await this.#wheel(-clicks);
      const changed = union(frame.changes);
      if (!changed) return;
      const elements = await this.#run.elements(frame);
      this.#now = { frame, elements, down: this.#downAt(elements, changed) };
    }
  }

  /** By what is in sight now and was in sight on the way. */
  #downAt(elements: readonly Element[], within: Box): number {
    const known = this.#places.flatMap((place) => {
      const gone = goneBetween(place.elements, elements, within);
      return gone ? [{ down: place.down - gone.down, texts: gone.texts }] : [];
    });
    return known.sort((a, b) => b.texts - a.texts)[0]?.down ?? 0;
  }

  async #wheel(clicks: number): Promise<Frame> {
    const frame = await this.#run.arrange([scrollAt(this.#at, 0, clicks)], this.#now.frame.id);
    if (frame.changes.length === 0) this.#now = { ...this.#now, frame };
    return frame;
  }
}
