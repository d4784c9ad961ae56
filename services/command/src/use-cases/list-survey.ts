// What is known of a list that is scrolled, from the looks at it: how far the wheel turns it, how far down each look was, whether all was seen.
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { union } from '../domain/geometry.ts';
import { frontOf } from '../domain/scenery.ts';
import { goneBetween, mayHideOne, pressedHeight, repeatsAfter, samePx, textHeight } from '../domain/scrolled.ts';

/** Of the height that scrolls, so much is seen both before and after... */
const shared = 0.2;
/** ...and no less than this many times what is pressed in its records is high: every record is seen whole once. */
const recordHeights = 2;
/** No further goes a click of the wheel in most programs (heights of a text): until it is seen how far it goes in this one. */
const usualClick = 6;
/** Where it is not known how far a click goes, so many times the clicks of the turn before are enough to tell its end. */
const growth = 3;
/** Of what a list repeats itself after, no more between two looks. */
const repeatMargin = 0.8;
/** Of what it was turned by: less is the end of the list. */
const short = 0.9;
/** Clicks at once on the way back, at most. */
const mostBack = 200;

/** How far one click of the wheel goes (px), as far as it was seen: at the end of a list it goes less far. */
export interface Wheel {
  clickPx: number;
  /** Where no end cut it short; 0: not seen yet. */
  surePx: number;
  /** More went too far to see what lay between. */
  mostClicks: number;
  /** It was turned on too soon once: never again. */
  isCareful: boolean;
}

export const unknownWheel = (): Wheel => ({
  clickPx: 0,
  surePx: 0,
  mostClicks: Number.POSITIVE_INFINITY,
  isCareful: false,
});

/** One look at a list that is scrolled. */
export interface Place {
  readonly frame: Frame;
  readonly elements: readonly Element[];
  /** How far down the list from where it was first (px), as far as it was seen to go... */
  readonly down: number;
  /** ...and so many clicks further, of which nothing was in sight before and after. */
  readonly unseenClicks: number;
  /** It shares nothing with the look before. */
  readonly isElsewhere?: boolean;
}

/** Where a list is looked at first. */
export const firstPlace = (frame: Frame, elements: readonly Element[]): Place => ({
  frame,
  elements,
  down: 0,
  unseenClicks: 0,
});

/** How far down a list (px, and clicks that were not seen to go anywhere). */
export type Depth = Pick<Place, 'down' | 'unseenClicks'>;

/** All looks at one list, the first and the last among them. */
export class Survey {
  readonly first: Place;
  readonly wheel: Wheel;
  /** The last look, also on ways that were taken back. */
  now: Place;
  readonly #places: Place[];
  /** What scrolls: known once it did. */
  #area: Box | undefined;
  /** The way that it last went less far than it was turned. */
  #endOf = 0;
  /** Where it repeats itself, it does so after so many px. */
  #repeatsAfter = Number.POSITIVE_INFINITY;
  /** How it went last: the way, how far each click (px), and how many. */
  #lastWay = 0;
  #lastPx = 0;
  #lastClicks = 0;

  constructor(first: Place, wheel: Wheel) {
    this.first = first;
    this.now = first;
    this.wheel = wheel;
    this.#places = [first];
    this.#noteRepeats(first);
  }

  /** One look more. */
  add(place: Place): void {
    this.now = place;
    this.#places.push(place);
    this.#noteRepeats(place);
  }

  get area(): Box | undefined {
    return this.#area;
  }

  /** This scrolled as well. */
  widen(changed: Box): void {
    this.#area = union(this.#area ? [this.#area, changed] : [changed]);
  }

  /**
   * Whether each record between the furthest looks was in sight whole in one of them. Where a click of the wheel goes nearly as far as is in sight, what
   * one look cut off is to be whole in another one, on the way back, or there is no room for it beside what was seen.
   */
  get sawAll(): boolean {
    if (this.unseenPx === 0 && this.#places.some(({ unseenClicks }) => unseenClicks !== 0)) return false;
    const area = this.#area ?? frontOf(this.now.frame);
    const looks = this.#places.map((place) => ({ elements: place.elements, down: this.downOf(place) }));
    return !mayHideOne(looks, area, this.#recordPx);
  }

  /** How far down the list a look was, from where it was first (px): by what is known now of how far a click goes. */
  downOf({ down, unseenClicks }: Depth): number {
    return unseenClicks === 0 ? down : down + unseenClicks * (this.unseenPx || (this.#area?.height ?? 0));
  }

  /** How far a click goes that leaves nothing in sight: as far as any other that leaves less than a record. 0: not seen yet. */
  get unseenPx(): number {
    const { surePx, clickPx } = this.wheel;
    return clickPx > this.#wholePx ? clickPx : surePx;
  }

  /** How high what is pressed in a record is, or else its text (px). */
  get #recordPx(): number {
    const area = this.#area ?? frontOf(this.now.frame);
    const elements = this.#places.flatMap((place) => place.elements);
    return pressedHeight(elements, area) || textHeight(elements, area);
  }

  /** Looks no further apart than this show every record whole (px). */
  get #wholePx(): number {
    return (this.#area ?? frontOf(this.now.frame)).height - this.#recordPx;
  }

  isTooFar(place: Place): boolean {
    return place.isElsewhere || Math.abs(this.downOf(place) - this.downOf(this.now)) > this.#wholePx + samePx;
  }

  /** Where it must be after so many clicks. */
  after(clicks: number): Depth {
    return { down: this.now.down + clicks * this.wheel.clickPx, unseenClicks: this.now.unseenClicks };
  }

  /** Clicks from one look to the next. */
  strideOf(way: number): number {
    const { clickPx, surePx } = this.wheel;
    const usualPx = this.#lineHeight > 0 ? Math.max(clickPx, usualClick * this.#lineHeight) : this.#stridePx;
    // Where the end cut the last turn short, more clicks go no further.
    const px = surePx || (way === this.#lastWay ? this.#lastPx : usualPx);
    const most = surePx || way !== this.#lastWay ? Number.POSITIVE_INFINITY : growth * this.#lastClicks;
    return this.#clicksBy(px, most);
  }

  /** From one look to the next where a click goes so far (px), at most so many. */
  #clicksBy(px: number, most: number): number {
    return Math.max(1, Math.min(most, this.wheel.mostClicks, Math.floor(this.#stridePx / Math.max(1, px))));
  }

  get #lineHeight(): number {
    return textHeight(this.now.elements, frontOf(this.now.frame));
  }

  /** A click goes so far that what is cut off by one look may be cut off by the next. */
  get isCoarse(): boolean {
    return this.now.unseenClicks !== 0 || this.wheel.surePx > this.#stridePx;
  }

  get #stridePx(): number {
    const area = this.#area ?? frontOf(this.now.frame);
    const seenTwice = Math.max(shared * area.height, recordHeights * pressedHeight(this.now.elements, area));
    // Turned by as much as it repeats itself after, it would seem not to have moved.
    return Math.min(area.height - seenTwice, repeatMargin * this.#repeatsAfter);
  }

  /**
   * Clicks that it may be turned on by while what a turn by `clicks` brought is still looked at, from how far each click goes: it went on the same way, or its
   * pixels tell. Else by as many again, as no click goes further than was taken for usual, or track is lost of it; of a single click it is looked how far it
   * goes, as many may be enough for what is left. 0: something asks for care, or it may just have lit up under the pointer.
   */
  clicksAhead(way: number, clicks: number, { changes, scrolledDown }: Frame): number {
    const changed = union(changes);
    if (!changed || this.wheel.isCareful || this.isCoarse || this.isEndOf(way)) return 0;
    if (this.#repeatsAfter !== Number.POSITIVE_INFINITY) return 0;
    if (this.#lastWay !== 0) return way === this.#lastWay ? this.strideOf(way) : 0;
    if (scrolledDown * way < 0) {
      this.widen(changed);
      return this.#clicksBy(Math.abs(scrolledDown) / clicks, growth * clicks);
    }
    return clicks > 1 && changed.height > usualClick * this.#lineHeight ? clicks : 0;
  }

  /** It went less far than it was turned, last. */
  isEndOf(way: number): boolean {
    return this.#endOf === way;
  }

  #noteRepeats({ frame, elements }: Place): void {
    this.#repeatsAfter = Math.min(this.#repeatsAfter, repeatsAfter(elements, frontOf(frame)));
  }

  /** From how far it went: less far at an end, never further. */
  learn({ down, unseenClicks }: Place, clicks: number): void {
    if (unseenClicks !== this.now.unseenClicks) return;
    const gone = down - this.now.down;
    const [way, px] = [Math.sign(gone), Math.abs(gone) / clicks];
    const wheel = this.wheel;
    // It went on the same way: the end did not cut the turn before short.
    if (way === this.#lastWay && this.#lastPx >= short * wheel.clickPx)
      wheel.surePx = Math.max(wheel.surePx, this.#lastPx);
    this.#endOf = px < short * wheel.surePx ? way : 0;
    wheel.clickPx = Math.max(wheel.clickPx, px);
    [this.#lastWay, this.#lastPx, this.#lastClicks] = [way, px, clicks];
  }

  /** Whole, with as much again of what is above and below it. */
  shows({ y, height }: Box): boolean {
    const top = y - this.downOf(this.now);
    return (
      this.#area !== undefined && top - height >= this.#area.y && top + 2 * height <= this.#area.y + this.#area.height
    );
  }

  /** How many clicks it is from where it was first; where it was never told how far a click goes, it went as far as everything that scrolls. */
  get clicksFromFirst(): number {
    const px = this.wheel.clickPx || this.#area?.height || 0;
    return Math.max(-mostBack, Math.min(mostBack, Math.round(this.downOf(this.now) / Math.max(1, px))));
  }

  /** How many clicks up it is to just out of sight of where it was first. */
  get clicksBeyondFirst(): number {
    const { surePx } = this.wheel;
    return surePx > 0 ? Math.floor(this.downOf(this.now) / surePx) + this.strideOf(-1) : this.#lastClicks;
  }

  /** By what is in sight now and was in sight on the way. */
  knownAt(elements: readonly Element[], within: Box): Depth | undefined {
    const known = this.#places.flatMap((place) => {
      const gone = goneBetween(place.elements, elements, within);
      return gone
        ? [{ at: { down: place.down - gone.down, unseenClicks: place.unseenClicks }, texts: gone.texts }]
        : [];
    });
    return known.sort((a, b) => b.texts - a.texts)[0]?.at;
  }
}
