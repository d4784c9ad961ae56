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
/** Nearer to an end than this is where it was (px): places are seen within so many. */
const samePx = 2;

/** Clicks at once on the way back, at most. */
const mostBack = 200;

/** Where it was never told how far a click goes, it went as far as everything that scrolls. */
const clickedBack = (down: number, clickPx: number): number =>
  Math.max(-mostBack, Math.min(mostBack, Math.round(down / Math.max(1, clickPx))));

/** How far one click of the wheel goes (px), as far as it was seen: at the end of a list it goes less far. */
export interface Wheel {
  clickPx: number;
}

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
  readonly #wheel: Wheel;
  /** The first, and all that were seen since. */
  readonly #places: [Place, ...Place[]];
  #now: Place;
  /** What scrolls: known once it did. */
  #area: Box | undefined;
  /** From where it was first. */
  #clicksDown = 0;
  wasLate = false;

  constructor(run: StepRun, at: Point, first: Place, wheel: Wheel = { clickPx: 0 }) {
    this.#run = run;
    this.#at = at;
    this.#wheel = wheel;
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
        await this.#turnWheel(-way * clicks);
        continue;
      }
      if (!place) return undefined;
      this.#learn(place, clicks);
      this.#clicksDown += way * clicks;
      this.#go(place);
      return place;
    }
  }

  /**
   * One look further up than where it was first: what lies between was seen on the way down. As many clicks as went down are no further than one look
   * beyond, also where the end cut some of them short. Undefined when that was the end.
   */
  async turnBeyondFirst(): Promise<Place | undefined> {
    const clicks = this.#clicksDown;
    if (clicks <= 0) return this.turn(-1);
    const frame = await this.#turnWheel(-clicks);
    const changed = union(frame.changes);
    if (!changed) return this.turn(-1);
    const elements = await this.#run.elements(frame);
    const [first] = this.#places;
    const gone = goneBetween(first.elements, elements, changed, -1)?.down ?? Number.NEGATIVE_INFINITY;
    const isElsewhere = gone < -samePx;
    const place = { frame, elements, down: isElsewhere ? 0 : -gone, isElsewhere };
    this.#learn(place, clicks);
    this.#clicksDown = 0;
    this.#go(place);
    return isElsewhere || gone > samePx ? place : this.turn(-1);
  }

  get #stride(): number {
    const { clickPx } = this.#wheel;
    return clickPx > 0 && this.#area ? Math.max(1, Math.floor((stride * this.#area.height) / clickPx)) : 1;
  }

  async #turnBy(way: number, clicks: number): Promise<Place | undefined> {
    const place = await this.#scrolled(await this.#turnWheel(way * clicks), way);
    if (place || !this.#area) return place;
    // What did scroll before may be late on a busy machine.
    return this.#scrolled(await this.#run.look({ since: this.#now.frame.id }), way);
  }

  /** Undefined: it is still where it was. */
  async #scrolled(frame: Frame, way: number): Promise<Place | undefined> {
    const changed = union(frame.changes);
    if (!changed) return undefined;
    const elements = await this.#run.elements(frame);
    const gone = this.#goneTo(elements, changed, way);
    if (gone !== undefined && gone * way > 0) this.wasLate = true;
    if (gone === undefined ? !hasScrolled(frame, this.#at) : gone * way >= 0) {
      // What lit up under the pointer: a newer look at the same place.
      this.#now = { ...this.#now, frame, elements };
      return undefined;
    }
    this.#area = union(this.#area ? [this.#area, changed] : [changed]);
    const down = this.#now.down - (gone ?? -way * changed.height);
    return { frame, elements, down, isElsewhere: gone === undefined };
  }

  /** What is little of what scrolls lit up under the pointer: then what is beside it tells. */
  #goneTo(elements: readonly Element[], changed: Box, way: number): number | undefined {
    const area = this.#area;
    const gone = goneBetween(this.#now.elements, elements, changed, way);
    if (gone || !area || changed.height > area.height / 2) return gone?.down;
    return goneBetween(this.#now.elements, elements, area, way)?.down;
  }

  #go(place: Place): void {
    this.#now = place;
    this.#places.push(place);
  }

  /** From how far it went: less far at an end, never further. */
  #learn({ down, isElsewhere }: Place, clicks: number): void {
    const px = Math.abs((down - this.#now.down) / clicks);
    if (!isElsewhere) this.#wheel.clickPx = Math.max(this.#wheel.clickPx, px);
  }

  /** Back to where it was first; what stood at this box then need only be in sight. */
  async back(inSight?: Box): Promise<void> {
    for (let tries = 0; tries < returns && !(inSight && this.#shows(inSight)); tries++) {
      const clicks = clickedBack(this.#now.down, this.#wheel.clickPx || this.#area?.height || 0);
      if (clicks === 0) return;
      const frame = await this.#turnWheel(-clicks);
      const changed = union(frame.changes);
      if (!changed) return;
      const elements = await this.#run.elements(frame);
      const place = { frame, elements, down: this.#knownAt(elements, changed) ?? 0 };
      this.#learn(place, clicks);
      this.#now = place;
    }
  }

  /** Whole, with as much again of what is above and below it. */
  #shows({ y, height }: Box): boolean {
    const top = y - this.#now.down;
    return (
      this.#area !== undefined && top - height >= this.#area.y && top + 2 * height <= this.#area.y + this.#area.height
    );
  }

  /** By what is in sight now and was in sight on the way. */
  #knownAt(elements: readonly Element[], within: Box): number | undefined {
    const known = this.#places.flatMap((place) => {
      const gone = goneBetween(place.elements, elements, within);
      return gone ? [{ down: place.down - gone.down, texts: gone.texts }] : [];
    });
    return known.sort((a, b) => b.texts - a.texts)[0]?.down;
  }

  async #turnWheel(clicks: number): Promise<Frame> {
    const frame = await this.#run.arrange([scrollAt(this.#at, 0, clicks)], this.#now.frame.id);
    if (frame.changes.length === 0) this.#now = { ...this.#now, frame };
    return frame;
  }
}
